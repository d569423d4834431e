package io.patchgate.bus;

import io.patchgate.patch.PatchStatus;
import java.time.Duration;
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

    /**
     * A denied submission was sealed or moved; for the metrics, and for whatever follows {@link PatchChanged} and must
     * not be idle here.
     *
     * @param first whether this is its sealing
     */
    public record SealedChanged(long sequence, UUID requestId, PatchStatus status, String submittedBy, boolean first) {}

    /**
     * The loop's model was called, or was not because there is no budget left.
     *
     * @param failure the kind, as a metric's label; null where it answered
     * @param promptTokens 0 where it failed
     */
    public record ModelCalled(Duration took, String failure, int promptTokens, int answerTokens) {}

    /** A file of a pending request is another than the request was made on, or is again what it was. */
    public record StalenessChanged(UUID requestId, boolean stale) {}

    /** Everything was stopped, or goes on. */
    public record StopChanged(long sequence, boolean stopped) {}
}
