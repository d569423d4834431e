package io.patchgate.patch;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an agent sent, in the form every well-formed submission is kept in, before any verdict.
 *
 * @param submittedBy the agent's subject
 * @param owner the agent's human owner, or null
 * @param metrics a JSON object as text
 * @param changes 1..300, one per target, diffs applied
 * @param supersedes an earlier pending request of the same agent, or null
 * @param idempotency the key and the fingerprint of the body it stands for, or null
 * @param revision how a person made it of another request; null for what an agent sent
 */
public record Submission(
        UUID requestId,
        Instant createdAt,
        String submittedBy,
        String owner,
        String workspace,
        String component,
        String improvementType,
        double confidence,
        String reasoning,
        List<String> feedbackIds,
        String metrics,
        List<Change> changes,
        UUID supersedes,
        Idempotency idempotency,
        Revision revision) {

    public static final int MAX_CHANGES = 300;
    public static final int MAX_OPEN_PER_AGENT = 200;

    public Submission {
        feedbackIds = List.copyOf(feedbackIds);
        changes = List.copyOf(changes);
    }

    /** What an agent sent. */
    public Submission(
            UUID requestId,
            Instant createdAt,
            String submittedBy,
            String owner,
            String workspace,
            String component,
            String improvementType,
            double confidence,
            String reasoning,
            List<String> feedbackIds,
            String metrics,
            List<Change> changes,
            UUID supersedes,
            Idempotency idempotency) {
        this(
                requestId,
                createdAt,
                submittedBy,
                owner,
                workspace,
                component,
                improvementType,
                confidence,
                reasoning,
                feedbackIds,
                metrics,
                changes,
                supersedes,
                idempotency,
                null);
    }

    /** The file a reader is shown first: the only one, or the first of a change set. */
    public WorkspacePath target() {
        return changes.get(0).target();
    }

    /** @param fingerprint SHA-256 of the body, hexadecimal */
    public record Idempotency(String key, String fingerprint) {}
}
