package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.patch.Signal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Risk signals as JSON; null where they are not known. */
final class SignalsJson {
    private SignalsJson() {}

    static void write(JsonGenerator json, Optional<List<Signal>> signals) throws IOException {
        if (signals.isEmpty()) {
            json.writeNullField("signals");
            return;
        }
        json.writeArrayFieldStart("signals");
        for (Signal signal : signals.get()) {
            json.writeStartObject();
            json.writeStringField("kind", signal.kind().id());
            json.writeStringField("severity", signal.severity().id());
            json.writeStringField("message", signal.message());
            json.writeArrayFieldStart("locations");
            for (Signal.Location location : signal.locations()) {
                json.writeStartObject();
                json.writeStringField("target_file", location.targetFile());
                json.writeStringField("side", location.side().id());
                if (location.line() > 0) {
                    json.writeNumberField("line", location.line());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
