package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Reviewing;
import io.patchgate.patch.Revision;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;

/** What reviewers made and said of a request, as JSON; the same for them and for its agent. */
final class ConversationJson {
    private ConversationJson() {}

    static void write(JsonGenerator json, UUID requestId, Reviewing.Conversation conversation) throws IOException {
        if (conversation.revision() != null) {
            json.writeObjectFieldStart("revision");
            revision(json, conversation.revision());
            json.writeEndObject();
        }
        if (conversation.supersededBy() != null) {
            json.writeObjectFieldStart("superseded_by");
            json.writeStringField(
                    "request_id", conversation.supersededBy().requestId().toString());
            if (conversation.supersededBy().revision() != null) {
                json.writeObjectFieldStart("revision");
                revision(json, conversation.supersededBy().revision());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeBooleanField("changes_requested", conversation.changesWanted(requestId));
        json.writeArrayFieldStart("comments");
        for (Reviewing.Comment comment : conversation.comments()) {
            comment(json, comment);
        }
        json.writeEndArray();
    }

    private static void revision(JsonGenerator json, Revision revision) throws IOException {
        json.writeStringField("kind", revision.kind().id());
        json.writeStringField("by", revision.by());
        json.writeStringField("of", revision.of().toString());
        json.writeArrayFieldStart("dropped");
        for (Revision.Dropped place : revision.dropped()) {
            json.writeStartObject();
            json.writeStringField("target_file", place.target().value());
            if (place.from() > 0) {
                json.writeNumberField("from_line", place.from());
                json.writeNumberField("to_line", place.to());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void comment(JsonGenerator json, Reviewing.Comment comment) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", comment.id());
        json.writeStringField("request_id", comment.requestId().toString());
        json.writeStringField("author", comment.author());
        json.writeStringField("at", comment.at().toString());
        json.writeStringField("body", comment.body());
        json.writeBooleanField("changes_requested", comment.changesWanted());
        if (comment.anchor() != null) {
            json.writeStringField("target_file", comment.anchor().target().value());
            json.writeStringField("side", comment.anchor().side().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("line", comment.anchor().line());
        }
        json.writeEndObject();
    }
}
