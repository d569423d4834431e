package io.patchgate.bus;

import io.patchgate.patch.PatchStatus;
import java.time.Instant;
import java.util.UUID;

/** What is published after a commit. */
public final class Events {
    private Events() {}

    /** A submission moved, whatever became of it at the gate; all that an agent's waiting may depend on. */
    public record SubmissionChanged(UUID requestId, PatchStatus status) {}

    /**
     * A request that reviewers can see moved, or was voted on and stands where it stood.
     *
     * @param waited time between submission and this move, for the metrics
     */
    public record PatchChanged(
            long sequence,
            UUID requestId,
            PatchStatus status,
            String targetFile,
            String component,
            double confidence,
            Instant createdAt,
            Instant at) {}

    /** A submission was denied at the gate; for the count on the management port alone. */
    public record SubmissionSealed(UUID requestId) {}

    /** Everything was stopped, or goes on. */
    public record StopChanged(long sequence, boolean stopped) {}
}
