package io.patchgate.generation.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** How much of the protocol a server is spoken to with; from all of it down to what every server knows. */
enum Dialect {
    /** With the wanted form of the answer, and with usage in streams. */
    FULL,
    /** With a bound and a temperature. */
    COMMON,
    BARE;

    private static final double TEMPERATURE = 0.2;

    JsonObject body(String model, boolean stream, ModelSettings.Limits limits, Prompt prompt) {
        JsonArray messages = new JsonArray();
        prompt.messages()
                .forEach(message -> messages.add(
                        new JsonObject().put("role", message.role()).put("content", message.text())));
        JsonObject body =
                new JsonObject().put("model", model).put("messages", messages).put("stream", stream);
        if (this != BARE) {
            body.put("temperature", TEMPERATURE).put("max_tokens", limits.answerTokens());
        }
        if (this == FULL && stream) {
            body.put("stream_options", new JsonObject().put("include_usage", true));
        }
        if (this == FULL && prompt.schema() != null) {
            body.put("response_format", format(prompt.schema()));
        }
        return body;
    }

    private static JsonObject format(JsonObject schema) {
        return new JsonObject()
                .put("type", "json_schema")
                .put(
                        "json_schema",
                        new JsonObject()
                                .put("name", "answer")
                                .put("strict", true)
                                .put("schema", schema));
    }

    Optional<Dialect> simpler() {
        return this == BARE ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
    }
}
