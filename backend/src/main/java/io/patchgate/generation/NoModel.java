package io.patchgate.generation;

import io.patchgate.bus.Improvements;
import io.vertx.core.Future;
import java.util.Optional;

/** Stands where no model is configured: the suggestion is kept, and nothing pretends to have written a patch. */
public final class NoModel implements Author {
    @Override
    public Future<Authored> write(Improvements.Suggestion suggestion, Progress progress) {
        return Future.succeededFuture(
                new Authored.NotFiled("No model is configured, so the suggestion stands without a patch."));
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public Optional<Model> model() {
        return Optional.empty();
    }
}
