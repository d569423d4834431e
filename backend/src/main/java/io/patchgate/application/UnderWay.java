package io.patchgate.application;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The requests that are worked on now, so that an event, a sweep and a person do not meet on one. Used on one context. */
final class UnderWay {
    private static final int LOOKS = 20;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Vertx vertx;
    private final Set<UUID> requests = new HashSet<>();
    private boolean closed;

    UnderWay(Vertx vertx) {
        this.vertx = vertx;
    }

    /** From now on nothing is begun. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    /** Whether the caller has the request now; then he must {@link #end} it. */
    boolean begin(UUID requestId) {
        return !closed && requests.add(requestId);
    }

    /**
     * As {@link #begin}, for a person: who has just read that a request is applied may be quicker than what is still to be
     * tidied up after it. Fails with CONFLICT where that lasts.
     */
    Future<Void> awaited(UUID requestId) {
        return awaited(requestId, LOOKS);
    }

    private Future<Void> awaited(UUID requestId, int looks) {
        if (begin(requestId)) {
            return Future.succeededFuture();
        }
        return closed || looks == 0
                ? Failure.future(FailureKind.CONFLICT, "The request is being applied or taken back already.")
                : vertx.timer(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .compose(passed -> awaited(requestId, looks - 1));
    }

    void end(UUID requestId) {
        requests.remove(requestId);
    }

    Set<UUID> all() {
        return Set.copyOf(requests);
    }
}
