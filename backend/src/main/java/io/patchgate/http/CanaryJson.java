package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Canaries.Canary;
import io.patchgate.bus.Canaries.OnCanary;
import io.patchgate.bus.Canaries.Taken;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is or was in the canary, as reviewers read it, and as whoever sends it traffic does. */
final class CanaryJson {
    private CanaryJson() {}

    static void write(JsonGenerator json, Optional<Canary> known) throws IOException {
        if (known.isEmpty()) {
            json.writeNullField("canary");
            return;
        }
        Canary canary = known.get();
        json.writeObjectFieldStart("canary");
        text(json, "started_at", canary.startedAt());
        text(json, "until", canary.until());
        json.writeNumberField("share", canary.share());
        json.writeStringField("verdict", canary.verdict().id());
        json.writeStringField("sentence", canary.sentence());
        json.writeFieldName("effects");
        json.writeRawValue(canary.effects());
        json.writeNumberField("events_stable", canary.stableEvents());
        json.writeNumberField("events_canary", canary.canaryEvents());
        text(json, "looked_at", canary.lookedAt());
        text(json, "waiting_since", canary.waitingSince());
        taken(json, canary.act());
        json.writeStringField("note", canary.note());
        text(json, "ended_at", canary.endedAt());
        json.writeEndObject();
    }

    private static void taken(JsonGenerator json, Taken act) throws IOException {
        if (act == null) {
            json.writeNullField("act");
            return;
        }
        json.writeObjectFieldStart("act");
        json.writeStringField("kind", act.act().id());
        json.writeStringField("by", act.by());
        text(json, "at", act.at());
        json.writeStringField("comment", act.comment());
        json.writeEndObject();
    }

    static void list(JsonGenerator json, List<OnCanary> running) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("canaries");
        for (OnCanary canary : running) {
            json.writeStartObject();
            text(json, "request_id", canary.requestId());
            json.writeStringField("workspace", canary.workspace());
            json.writeStringField("component", canary.component());
            json.writeStringField("target_file", canary.targetFile());
            text(json, "started_at", canary.startedAt());
            text(json, "until", canary.until());
            json.writeNumberField("share", canary.share());
            json.writeBooleanField("waiting", canary.waiting());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Object value) throws IOException {
        json.writeStringField(name, value == null ? null : value.toString());
    }
}
