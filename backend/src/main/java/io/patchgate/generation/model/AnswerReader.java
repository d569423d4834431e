package io.patchgate.generation.model;

import io.vertx.core.buffer.Buffer;

/** Makes an answer of what arrives of it, and of nothing that is too long or not what the protocol says. */
interface AnswerReader {
    /** @throws ModelFailure when no more is wanted */
    void take(Buffer chunk);

    /** Whether the answer says of itself that it is whole, though more may come. */
    default boolean complete() {
        return false;
    }

    /** @throws ModelFailure when what has arrived is no whole answer */
    Answer end();
}
