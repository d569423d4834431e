package io.patchgate.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits for what happens a little later; a time-out is a failure, never a measure. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;

    private Eventually() {}

    interface Attempt<T> {
        Optional<T> make() throws IOException;
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    static <T> T present(String what, Attempt<T> attempt) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> result = attempt.make();
            if (result.isPresent()) {
                return result.get();
            }
            pause();
        }
        return fail("It did not happen in %s: %s", PATIENCE, what);
    }

    static void holds(String what, Condition condition) throws IOException {
        present(what, () -> condition.holds() ? Optional.of(true) : Optional.empty());
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
