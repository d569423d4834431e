package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** At most so many asynchronous tasks at once; the others wait in order. Used on one event loop alone. */
final class Turns {
    private final int atOnce;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private boolean starting;

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    <T> Future<T> take(Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        waiting.add(() -> task.get().onComplete(result -> {
            running--;
            next();
            done.handle(result);
        }));
        next();
        return done.future();
    }

    private void next() {
        // Tasks that are done at once come back here; a loop takes them on, where a recursion would grow.
        if (starting) {
            return;
        }
        starting = true;
        while (running < atOnce && !waiting.isEmpty()) {
            running++;
            waiting.poll().run();
        }
        starting = false;
    }
}
