package io.patchgate.bus;

import java.time.Duration;
import java.util.UUID;

/** What is asked of and answered by the request log about the use of the model that writes patches. */
public final class ModelUse {
    private ModelUse() {}

    /**
     * A call that is about to be made.
     *
     * @param tokens that it may take at most, as estimated; they count as spent until it is settled
     * @param longest how long it can be under way; after that its place is free, should nobody settle it
     */
    public record Reservation(
            UUID callId, long tokens, Duration longest, int requestsPerDay, long tokensPerDay, int concurrent) {}

    /** What stands against a call. */
    public enum Grant {
        GRANTED,
        /** As many calls as may be are under way. */
        BUSY,
        /** No request of today is left. */
        NO_REQUESTS,
        /** Not enough tokens of today are left. */
        NO_TOKENS
    }

    /** A call that has ended, with what it really took. */
    public record Settlement(UUID callId, long tokens) {}

    /** What was used today (UTC), calls under way included. */
    public record Spent(int requests, long tokens, int underWay) {}
}
