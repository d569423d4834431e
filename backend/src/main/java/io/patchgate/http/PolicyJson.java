package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.PolicyEntry;
import java.io.IOException;
import java.util.List;

/** Policies and what the gate makes of paths, as JSON for those who may know. */
final class PolicyJson {
    private PolicyJson() {}

    static void entry(JsonGenerator json, PolicyEntry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("entry", entry.text());
        json.writeStringField("kind", entry.kind().id());
        json.writeStringField("source", entry.source().id());
        json.writeStringField("group", entry.group());
        json.writeStringField("added_by", entry.addedBy());
        json.writeStringField(
                "added_at", entry.addedAt() == null ? null : entry.addedAt().toString());
        json.writeEndObject();
    }

    static void change(JsonGenerator json, Store.PolicyChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", change.at().toString());
        json.writeStringField("change", change.kind().id());
        texts(json, "removed", change.removed());
        json.writeNumberField("removed_total", change.removedTotal());
        texts(json, "added", change.added());
        json.writeNumberField("added_total", change.addedTotal());
        json.writeEndObject();
    }

    static void explanation(JsonGenerator json, Gating.Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", explanation.path());
        json.writeStringField("workspace", explanation.workspace());
        json.writeStringField("form_fault", explanation.formFault());
        json.writeStringField("resolves_to", explanation.resolvesTo());
        json.writeStringField("resolution", explanation.resolution());
        json.writeStringField("verdict", verdict(explanation));
        json.writeFieldName("rule");
        rule(json, explanation.rule());
        texts(json, "sentences", explanation.sentences());
        json.writeEndObject();
    }

    private static String verdict(Gating.Explanation explanation) {
        if (explanation.formFault() != null) {
            return "malformed";
        }
        return explanation.rule() == null ? "allowed" : "denied";
    }

    private static void rule(JsonGenerator json, Gating.DecidingRule rule) throws IOException {
        if (rule == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("kind", rule.kind());
        json.writeStringField("name", rule.name());
        json.writeFieldName("entry");
        if (rule.entry() == null) {
            json.writeNull();
        } else {
            entry(json, rule.entry());
        }
        json.writeEndObject();
    }

    static void texts(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
