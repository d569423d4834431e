package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An answer that comes as one JSON object. */
final class WholeAnswer implements AnswerReader {
    private final int limit;
    private final Prompt prompt;
    private final Buffer received = Buffer.buffer();

    WholeAnswer(int limit, Prompt prompt) {
        this.limit = limit;
        this.prompt = prompt;
    }

    @Override
    public void take(Buffer chunk) {
        if ((long) received.length() + chunk.length() > limit) {
            throw Protocol.tooLong(limit);
        }
        received.appendBuffer(chunk);
    }

    @Override
    public Answer end() {
        try {
            JsonObject object = new JsonObject(received);
            JsonArray choices = object.getJsonArray("choices");
            if (choices == null || choices.isEmpty()) {
                throw new ModelFailure(Kind.MALFORMED, "The model's server answered without a choice.");
            }
            JsonObject choice = choices.getJsonObject(0);
            JsonObject message = choice.getJsonObject("message");
            String text = Protocol.text(message, "content");
            Protocol.requireAnswered(Protocol.text(choice, "finish_reason"), Protocol.text(message, "refusal"));
            return Protocol.answer(text == null ? "" : text, object.getJsonObject("usage"), prompt);
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw Protocol.malformed();
        }
    }
}
