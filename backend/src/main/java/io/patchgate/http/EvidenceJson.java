package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.patch.Check;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** What checks have found out about a request, as JSON. */
final class EvidenceJson {
    private EvidenceJson() {}

    static void write(JsonGenerator json, UUID requestId, List<Check> checks) throws IOException {
        json.writeArrayFieldStart("checks");
        for (Check check : checks) {
            boolean readable = check.logSha256() != null || check.status() == Check.Status.RUNNING;
            json.writeStartObject();
            json.writeStringField("name", check.name());
            json.writeStringField("kind", check.kind().id());
            json.writeStringField("status", check.status().id());
            json.writeBooleanField("required", check.required());
            number(json, "duration_ms", check.durationMillis());
            number(json, "exit_code", check.exitCode());
            number(json, "place", check.place());
            json.writeStringField("summary", check.summary());
            json.writeStringField(
                    "log_url",
                    readable ? "/api/patch-requests/" + requestId + "/checks/" + check.name() + "/log" : null);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, Number value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value.longValue());
        }
    }
}
