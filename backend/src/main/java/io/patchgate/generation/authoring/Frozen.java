package io.patchgate.generation.authoring;

import io.patchgate.generation.Progress;
import io.vertx.core.Future;

/** Everything was stopped. */
final class Frozen extends RuntimeException {
    private static final long serialVersionUID = 1;

    Frozen() {
        super("Everything was stopped.", null, false, false);
    }

    /** Fails where nothing may go on. */
    static Future<Void> unless(Progress progress) {
        return progress.free().compose(free -> free ? Future.succeededFuture() : Future.failedFuture(new Frozen()));
    }
}
