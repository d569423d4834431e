package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is asked of and answered by the request log ({@code store.*}). JSON values travel as text. */
public final class Store {
    private Store() {}

    /** @param replayed whether an earlier submission with the same idempotency key is meant */
    public record Receipt(UUID requestId, Instant createdAt, boolean replayed) {}

    /**
     * Whether a submission has been made before: asked ahead of all validation that reads the disk, which may have
     * moved on since.
     */
    public record Replay(String submittedBy, Submission.Idempotency idempotency) {}

    /** An allowed submission, ready for reviewers. */
    public record Admission(
            Submission submission, String diff, List<BaseFile> files, String approvalKey, String policyVersion) {}

    /**
     * A denied submission, for auditors alone.
     *
     * @param target the path that was proposed
     * @param resolved what it is on disk, or why that cannot be said
     */
    public record Sealing(
            UUID requestId, String workspace, String rule, String target, String resolved, String policyVersion) {}

    /** In which order a list is, the latest first. */
    public enum Sort {
        /** When requests came in. */
        CREATED,
        /** When people decided; a request that nobody decided on is not in the list. */
        DECIDED
    }

    /** Null filters match everything. {@code text} matches words by their beginning. */
    public record ListQuery(
            PatchStatus status,
            String component,
            String workspace,
            String text,
            Sort sort,
            int limit,
            Cursor cursor,
            boolean withDiff,
            boolean withNewCode) {}

    /**
     * The last row of the page before.
     *
     * @param at the time by which the list is sorted
     */
    public record Cursor(Sort sort, Instant at, UUID requestId) {}

    /**
     * How many requests match a query and are more confident than {@code above}; page and order do not matter.
     */
    public record ConfidentQuery(ListQuery query, double above) {}

    /** @param total exact, but at most {@code COUNT_CAP} when a text filter is set */
    public record Page<T>(List<T> rows, long total, Cursor next) {
        public static final int COUNT_CAP = 1_000;
    }

    /** A human's decision and what came of it; all null before there is one. */
    public record Outcome(
            PatchStatus status,
            Instant reviewedAt,
            String reviewedBy,
            String reviewComment,
            Category category,
            Instant appliedAt,
            String applicationError) {}

    /**
     * A request as reviewers see it in a list.
     *
     * @param diff null unless asked for, or when longer than a list row carries
     * @param newCodeBlob as {@code diff}
     * @param omitted names of the columns that were asked for and are too long for a list row
     */
    public record PatchRow(
            UUID requestId,
            Instant createdAt,
            String submittedBy,
            String workspace,
            String targetFile,
            int fileCount,
            String component,
            String improvementType,
            double confidence,
            String reasoning,
            List<String> feedbackIds,
            String metrics,
            Outcome outcome,
            String diff,
            String newCodeBlob,
            List<String> omitted) {}

    /**
     * The whole request. {@code changes} and {@code files} correspond by position.
     *
     * @param previouslyRolledBack the latest request that had left one of these contents in the same file and was
     *     rolled back before this one was admitted; null when there is none
     */
    public record PatchDetail(
            PatchRow row,
            List<Change> changes,
            List<BaseFile> files,
            String approvalKey,
            String policyVersion,
            String owner,
            UUID supersedes,
            boolean rollingBack,
            UUID previouslyRolledBack) {}

    /** A submission as its agent sees it: what was sent, and a human's decision. */
    public record SubmissionView(Submission submission, Outcome outcome) {}

    public record OwnQuery(String submittedBy, ListQuery query) {}

    public record OwnRequest(String submittedBy, UUID requestId) {}

    /** @param approvalKey the key the reviewer was shown, for the ledger; the gate has compared it. May be null. */
    public record Decision(
            UUID requestId, Actor actor, boolean approved, String comment, Category category, String approvalKey) {}

    /** @param error null when applied, else a sentence a person understands */
    public record Finish(UUID requestId, String error) {
        public boolean applied() {
            return error == null;
        }
    }

    public record RollbackStart(UUID requestId, Actor actor, String comment) {}

    /** @param done false gives the intention up and leaves the request applied */
    public record RollbackEnd(UUID requestId, boolean done) {}

    /**
     * Who stands behind a request, for the commit that it becomes and for the one that takes it back.
     *
     * @param approvalEntry the sequence of the approval in the ledger, 0 when there is none
     * @param reviewedBy who approved it
     * @param rollbackBy who takes it back, null when nobody does
     * @param later requests applied since to one of its files and not taken back, oldest first, at most 20
     */
    public record Provenance(long approvalEntry, List<String> reviewedBy, String rollbackBy, List<Later> later) {}

    /** @param target the file that both change */
    public record Later(UUID requestId, String target) {}

    /** Work that an approved request or a begun rollback still waits for. */
    public record Unfinished(List<UUID> toApply, List<UUID> toRollBack) {}

    /** @param body the canonical JSON of the entry */
    public record TimelineEntry(long sequence, Instant at, String kind, String actor, String body) {}

    /** @param sequence after which to read */
    public record EventsAfter(long sequence, int limit) {}

    /**
     * A ledger entry that reviewers can see, with what they need to place it.
     *
     * @param requestId null where it is of no request, as an emergency stop; then so is all about one
     * @param status what the request became by it, which it need no longer be
     */
    public record RequestEvent(
            long sequence,
            Instant at,
            String kind,
            String actor,
            UUID requestId,
            PatchStatus status,
            String targetFile,
            String component,
            double confidence,
            String workspace,
            String submittedBy) {}

    /**
     * A stretch of the ledger, of which the events are what reviewers can see.
     *
     * @param position where the stretch ends; nothing up to here is left out
     * @param more whether the ledger may go on behind it
     */
    public record EventPage(List<RequestEvent> events, long position, boolean more) {}

    /**
     * The end of the ledger.
     *
     * @param position the newest entry's sequence, 0 when there is none; it counts what only auditors see
     * @param newest the sequence of the newest entry that reviewers can see, 0 when there is none
     */
    public record EventHead(long position, long newest) {}

    public record ProtectedPath(String workspace, String path, String addedBy, Instant addedAt) {}

    /** Feedback as its sender gave it; {@code context} and {@code metrics} are JSON objects as text. */
    public record Feedback(
            String feedbackId,
            String type,
            Instant timestamp,
            String source,
            String component,
            String taskId,
            String userId,
            Double rating,
            String comment,
            String context,
            String metrics,
            String sentBy,
            boolean trusted) {}

    /** @param accepted new events; the others were known by their id */
    public record FeedbackReceipt(int accepted, int duplicates) {}

    /** Numbers for the metrics page. */
    public record Figures(Map<PatchStatus, Long> byStatus, Instant oldestPending, boolean stopped) {}

    /** @param passwordHash null where the person signs in by link alone */
    public record User(String name, String passwordHash, List<String> roles) {}

    /** @param secretSha256 hexadecimal; the secret itself is never stored */
    public record SignInLink(String secretSha256, String user, Instant expiresAt) {}

    public record Revocation(String tokenId, Instant expiresAt, String revokedBy) {}

    /** @param reason may be null */
    public record Stop(String by, String reason) {}

    /**
     * An emergency stop in force.
     *
     * @param reason may be null
     */
    public record Stopped(Instant since, String by, String reason) {}

    /** Every token of the agent that was minted up to {@code revokedAt} counts no more. */
    public record AgentRevocation(String agent, Instant revokedAt, String revokedBy) {}
}
