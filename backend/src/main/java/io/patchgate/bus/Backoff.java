package io.patchgate.bus;

import java.time.Duration;

/** How long to wait before the next attempt: doubling from the first to the longest, then no longer. */
public final class Backoff {
    private final long first;
    private final long longest;
    private long next;

    public Backoff(Duration first, Duration longest) {
        this.first = first.toMillis();
        this.longest = longest.toMillis();
        this.next = this.first;
    }

    /** From half a second, for what should come back soon, to half a minute. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    /** Milliseconds. */
    public long next() {
        long now = next;
        next = Math.min(longest, next * 2);
        return now;
    }

    public void reset() {
        next = first;
    }
}
