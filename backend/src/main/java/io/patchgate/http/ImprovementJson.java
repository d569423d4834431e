package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Consideration;
import io.patchgate.bus.Improvements.SuggestionRow;
import io.patchgate.bus.Improvements.Window;
import java.io.IOException;

/** The loop as reviewers read it. */
final class ImprovementJson {
    private ImprovementJson() {}

    static void overview(JsonGenerator json, Improvements.Overview loop) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("settings");
        json.writeNumberField("min_feedback", loop.minFeedback());
        json.writeNumberField("negative_share", loop.negativeShare());
        json.writeNumberField("window_seconds", loop.window().toSeconds());
        json.writeNumberField("interval_seconds", loop.interval().toSeconds());
        json.writeNumberField("cool_down_seconds", loop.coolDown().toSeconds());
        json.writeEndObject();
        json.writeStringField("model", loop.model());
        json.writeStringField("provider", loop.provider());
        json.writeArrayFieldStart("budgets");
        for (Improvements.Budget budget : loop.budgets()) {
            json.writeStartObject();
            json.writeStringField("what", budget.what());
            json.writeNumberField("used", budget.used());
            json.writeNumberField("most", budget.most());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("stopped", loop.stopped());
        text(json, "last_run", loop.log().lastRun());
        text(json, "next_run", loop.log().nextRun());
        json.writeArrayFieldStart("windows");
        for (Improvements.ComponentWindow window : loop.windows()) {
            json.writeStartObject();
            json.writeStringField("workspace", window.workspace());
            json.writeStringField("component", window.component());
            window(json, window.window());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("considerations");
        for (Consideration consideration : loop.log().considerations()) {
            consideration(json, consideration);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("suggestions");
        for (SuggestionRow suggestion : loop.log().suggestions()) {
            suggestion(json, suggestion);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void window(JsonGenerator json, Window window) throws IOException {
        json.writeFieldName("window");
        if (window == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("from", window.from().toString());
        json.writeStringField("to", window.to().toString());
        json.writeNumberField("events", window.events());
        json.writeNumberField("negatives", window.negatives());
        json.writeNumberField("negative_share", window.negativeShare());
        json.writeNumberField("gate_violations", window.gateViolations());
        json.writeNumberField("ari_alerts", window.ariAlerts());
        json.writeNumberField("edm_alerts", window.edmAlerts());
        json.writeNumberField("events_before", window.eventsBefore());
        json.writeFieldName("share_before");
        if (window.shareBefore() == null) {
            json.writeNull();
        } else {
            json.writeNumber(window.shareBefore());
        }
        json.writeEndObject();
    }

    private static void consideration(JsonGenerator json, Consideration row) throws IOException {
        json.writeStartObject();
        text(json, "id", row.id());
        json.writeStringField("workspace", row.workspace());
        json.writeStringField("component", row.component());
        json.writeStringField("asked_by", row.askedBy());
        text(json, "asked_at", row.askedAt());
        json.writeStringField("state", row.state().id());
        json.writeStringField("step", row.step());
        text(json, "ended_at", row.endedAt());
        json.writeStringField(
                "outcome", row.outcome() == null ? null : row.outcome().id());
        json.writeStringField("sentence", row.sentence());
        window(json, row.window());
        text(json, "suggestion_id", row.suggestionId());
        json.writeEndObject();
    }

    private static void suggestion(JsonGenerator json, SuggestionRow row) throws IOException {
        json.writeStartObject();
        text(json, "id", row.id());
        text(json, "at", row.at());
        json.writeStringField("workspace", row.workspace());
        json.writeStringField("component", row.component());
        json.writeStringField("cause", row.cause().id());
        json.writeStringField("cause_label", row.cause().label());
        json.writeNumberField("cause_events", row.cause().events());
        json.writeStringField("kind", row.kind().id());
        json.writeStringField("description", row.description());
        json.writeNumberField("confidence", row.confidence());
        json.writeArrayFieldStart("feedback_ids");
        for (String id : row.feedbackIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
        window(json, row.window());
        json.writeStringField("note", row.note());
        text(json, "request_id", row.requestId());
        json.writeStringField(
                "status", row.status() == null ? null : row.status().name());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Object value) throws IOException {
        json.writeStringField(name, value == null ? null : value.toString());
    }
}
