package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An answer that comes piece by piece, as server-sent events that end with {@code [DONE]}. */
final class StreamedAnswer implements AnswerReader {
    private final int limit;
    private final Prompt prompt;
    private final EventLines lines;
    private final StringBuilder text = new StringBuilder();
    private String finishReason;
    private String refusal;
    private JsonObject usage;
    private boolean done;

    StreamedAnswer(int limit, Prompt prompt) {
        this.limit = limit;
        this.prompt = prompt;
        this.lines = new EventLines(limit, this::event);
    }

    @Override
    public void take(Buffer chunk) {
        lines.take(chunk);
    }

    private void event(String data) {
        if (done) {
            return;
        }
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            piece(new JsonObject(data));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            throw Protocol.malformed();
        }
    }

    @Override
    public boolean complete() {
        return done;
    }

    private void piece(JsonObject object) {
        if (object.getValue("error") != null) {
            throw new ModelFailure(Kind.SERVER_ERROR, "The model's server failed while it answered.");
        }
        if (object.getJsonObject("usage") != null) {
            usage = object.getJsonObject("usage");
        }
        JsonArray choices = object.getJsonArray("choices");
        if (choices == null || choices.isEmpty()) {
            return;
        }
        JsonObject choice = choices.getJsonObject(0);
        JsonObject delta = choice.getJsonObject("delta");
        if (delta != null && Protocol.text(delta, "content") != null) {
            text.append(Protocol.text(delta, "content"));
        }
        if (delta != null && Protocol.text(delta, "refusal") != null) {
            refusal = Protocol.text(delta, "refusal");
        }
        if (Protocol.text(choice, "finish_reason") != null) {
            finishReason = Protocol.text(choice, "finish_reason");
        }
        if (text.length() > limit) {
            throw Protocol.tooLong(limit);
        }
    }

    @Override
    public Answer end() {
        lines.end();
        // Not every server says [DONE], but each says why it has finished.
        if (!done && finishReason == null) {
            throw new ModelFailure(Kind.CUT_OFF, "The model's answer broke off.");
        }
        Protocol.requireAnswered(finishReason, refusal);
        try {
            return Protocol.answer(text.toString(), usage, prompt);
        } catch (ClassCastException e) {
            throw Protocol.malformed();
        }
    }
}
