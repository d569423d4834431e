package io.patchgate.persistence;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Keeps the encoding and decoding of large contents off the event loop. */
final class Offload {
    private static final long LARGE_CHARACTERS = 64 * 1024;

    private final Vertx vertx;

    Offload(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> Future<T> bySize(long characters, Callable<T> work) {
        if (characters > LARGE_CHARACTERS) {
            return always(work);
        }
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    <T> Future<T> always(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
