package io.patchgate.generation.model;

import io.vertx.core.Future;

/** Whatever answers a prompt with text. What it answers is as little to be trusted as what an agent sends. */
public interface Model {

    /** What it is called in records and figures; it tells nothing secret. */
    String name();

    /** Fails with a {@link ModelFailure} only. */
    Future<Answer> complete(Prompt prompt, Cancellation cancellation);
}
