package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Store;
import java.io.IOException;

/** Feedback events as reviewers read them. */
final class FeedbackJson {
    private FeedbackJson() {}

    static void page(JsonGenerator json, Store.FeedbackPage page) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("feedback");
        for (Store.FeedbackRow row : page.rows()) {
            row(json, row);
        }
        json.writeEndArray();
        if (page.next() == null) {
            json.writeNullField("next_before");
        } else {
            json.writeNumberField("next_before", page.next());
        }
        json.writeEndObject();
    }

    private static void row(JsonGenerator json, Store.FeedbackRow row) throws IOException {
        Store.Feedback event = row.event();
        json.writeStartObject();
        json.writeNumberField("sequence", row.sequence());
        json.writeStringField("feedback_id", event.feedbackId());
        json.writeStringField("type", event.type());
        json.writeStringField("timestamp", event.timestamp().toString());
        json.writeStringField("received_at", row.receivedAt().toString());
        json.writeStringField("source", event.source());
        json.writeStringField("sent_by", event.sentBy());
        json.writeBooleanField("trusted", event.trusted());
        json.writeStringField("workspace", event.workspace());
        json.writeStringField("component", event.component());
        json.writeStringField("task_id", event.taskId());
        json.writeStringField("user_id", event.userId());
        json.writeFieldName("rating");
        if (event.rating() == null) {
            json.writeNull();
        } else {
            json.writeNumber(event.rating());
        }
        json.writeStringField("comment", event.comment());
        json.writeStringField("reason", row.reason());
        json.writeFieldName("context");
        json.writeRawValue(event.context());
        json.writeFieldName("metrics");
        json.writeRawValue(event.metrics());
        json.writeEndObject();
    }
}
