package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.json.JsonObject;

/** What whole and streamed answers have in common. */
final class Protocol {
    private Protocol() {}

    /** The text in a field, null where there is none; a number is none. */
    static String text(JsonObject object, String field) {
        return (String) object.getValue(field);
    }

    /** Why a model stopped says whether it has answered. */
    static void requireAnswered(String finishReason, String refusal) {
        if (refusal != null && !refusal.isEmpty() || "content_filter".equals(finishReason)) {
            throw new ModelFailure(Kind.REFUSED, "The model declined to answer.");
        }
        if ("length".equals(finishReason)) {
            throw new ModelFailure(Kind.TOO_LONG, "The model's answer was longer than it may be, and was ended.");
        }
    }

    static Answer answer(String text, JsonObject usage, Prompt prompt) {
        int asked = count(usage, "prompt_tokens", prompt.tokens());
        int answered = count(usage, "completion_tokens", Tokens.estimate(text));
        return new Answer(text, asked, answered);
    }

    /** A server's own count, where it is a number that can be true. */
    private static int count(JsonObject usage, String field, int estimate) {
        Number counted = usage == null ? null : usage.getNumber(field);
        boolean believable = counted != null && counted.longValue() >= 0 && counted.longValue() <= 100_000_000;
        return believable ? counted.intValue() : estimate;
    }

    static ModelFailure tooLong(int limit) {
        return new ModelFailure(Kind.TOO_LONG, "The model's answer was longer than " + limit + " bytes.");
    }

    static ModelFailure malformed() {
        return new ModelFailure(Kind.MALFORMED, "The model's server answered with something that is no completion.");
    }
}
