package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Compares passwords on threads of its own, one set for all instances on a node, so that a flood of
 * sign-ins takes neither the workers nor the memory that the rest needs.
 */
public final class PasswordChecks {
    private static final int THREADS = 2;
    private static final int QUEUE = 32;

    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();

    public PasswordChecks(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("sign-in", THREADS);
        // The first hash makes the tables and the dummy; the first person should not wait for that.
        this.workers.executeBlocking(() -> Passwords.matches("", null), false);
    }

    /** Fails with {@code OVERLOADED} when too many wait already. */
    Future<Boolean> matches(String password, String hash) {
        if (waiting.incrementAndGet() > THREADS + QUEUE) {
            waiting.decrementAndGet();
            return Failure.future(FailureKind.OVERLOADED, "Too many people are signing in.");
        }
        return workers.executeBlocking(() -> Passwords.matches(password, hash), false)
                .onComplete(done -> waiting.decrementAndGet());
    }
}
