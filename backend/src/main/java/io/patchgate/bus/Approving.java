package io.patchgate.bus;

import java.time.Duration;

/** Approving without a person, where the settings let that happen. */
public final class Approving {
    private Approving() {}

    /**
     * Pending requests of agents that one person could approve and that nobody has.
     *
     * @param stated the least confidence
     * @param delay how old they are at least; each at random at most twice as old
     */
    public record Search(double stated, Duration delay, int limit) {}

    /** @param perDay how many in 24 hours, this one included */
    public record Approval(Store.Decision decision, int perDay) {}
}
