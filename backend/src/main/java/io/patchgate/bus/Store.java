package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.PlannedCheck;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
            Submission submission,
            String diff,
            List<BaseFile> files,
            String approvalKey,
            String policyVersion,
            Demand demand,
            List<PlannedCheck> checks) {

        /** Without checks. */
        public Admission(
                Submission submission,
                String diff,
                List<BaseFile> files,
                String approvalKey,
                String policyVersion,
                Demand demand) {
            this(submission, diff, files, approvalKey, policyVersion, demand, List.of());
        }
    }

    /**
     * A denied submission, for auditors alone.
     *
     * @param admission what reviewers would have been shown
     * @param target the path that was denied
     * @param resolved what it is on disk, or why that cannot be said
     * @param late whether it may have been withdrawn or superseded meanwhile
     */
    public record Sealing(Admission admission, String rule, String target, String resolved, boolean late) {
        public Sealing madeLate() {
            return new Sealing(admission, rule, target, resolved, true);
        }
    }

    public record SealedQuery(int limit, Cursor cursor) {}

    /** A denied submission as auditors see it in a list; {@code targetFile} is the path that was denied. */
    public record SealedRow(
            UUID requestId,
            Instant createdAt,
            Instant sealedAt,
            String submittedBy,
            String owner,
            String workspace,
            String component,
            double confidence,
            PatchStatus status,
            String targetFile,
            String rule,
            String resolved,
            String policyVersion,
            int fileCount) {}

    /** @param diff against the files on disk when it was judged; empty where they could not be read */
    public record SealedDetail(SealedRow row, String reasoning, String diff, List<Change> changes) {}

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
     * @param tally as of the latest vote; null in an agent's own view
     * @param changesWanted whether somebody has asked for changes of it
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
            List<String> omitted,
            Tally tally,
            boolean changesWanted) {

        /** Of which nobody asks. */
        public PatchRow(
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
                List<String> omitted,
                Tally tally) {
            this(
                    requestId,
                    createdAt,
                    submittedBy,
                    workspace,
                    targetFile,
                    fileCount,
                    component,
                    improvementType,
                    confidence,
                    reasoning,
                    feedbackIds,
                    metrics,
                    outcome,
                    diff,
                    newCodeBlob,
                    omitted,
                    tally,
                    false);
        }
    }

    /**
     * How many have approved, of how many that must.
     *
     * @param ownersMissing whether people who answer for a path are still to be among them
     */
    public record Tally(int approvals, int required, boolean ownersMissing) {
        public Tally(int approvals, int required) {
            this(approvals, required, false);
        }

        public boolean complete() {
            return approvals >= required && !ownersMissing;
        }
    }

    /**
     * One person's vote.
     *
     * @param approvalKey of what was voted on; null for a vote to roll back
     * @param comment may be null
     */
    public record Vote(String reviewer, boolean approved, Instant at, String comment, String approvalKey) {}

    /**
     * The whole request. {@code changes} and {@code files} correspond by position.
     *
     * @param votes oldest first, those on earlier keys included
     * @param rollbackVotes of the attempt that is under way
     * @param previouslyRolledBack the latest earlier request that had left one of these contents in the same file and
     *     has been rolled back; null when there is none
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
            Demand demand,
            List<Vote> votes,
            List<Vote> rollbackVotes,
            UUID previouslyRolledBack) {}

    /** A submission as its agent sees it: what was sent, and a human's decision. */
    public record SubmissionView(Submission submission, Outcome outcome) {}

    public record OwnQuery(String submittedBy, ListQuery query) {}

    public record OwnRequest(String submittedBy, UUID requestId) {}

    /**
     * One person's word. A denial decides; an approval is a vote, which decides when it completes the quorum.
     *
     * @param approvalKey the key the reviewer was shown, which the gate has compared; null means that at admission
     * @param demand of this moment, which can only add to that at admission
     * @param evidence what the key's checks had found out, see {@link io.patchgate.patch.Check#evidence}; null when it is
     *     not asked whether that has moved
     * @param grounds why nobody was asked; null where a person decides
     */
    public record Decision(
            UUID requestId,
            Actor actor,
            boolean approved,
            String comment,
            Category category,
            String approvalKey,
            Demand demand,
            String evidence,
            String grounds) {

        /** A person's. */
        public Decision(
                UUID requestId,
                Actor actor,
                boolean approved,
                String comment,
                Category category,
                String approvalKey,
                Demand demand,
                String evidence) {
            this(requestId, actor, approved, comment, category, approvalKey, demand, evidence, null);
        }

        /** Whatever the checks have found out since. */
        public Decision(
                UUID requestId,
                Actor actor,
                boolean approved,
                String comment,
                Category category,
                String approvalKey,
                Demand demand) {
            this(requestId, actor, approved, comment, category, approvalKey, demand, null);
        }
    }

    /**
     * A file that a pending request is to change.
     *
     * @param baseSha256 of what it was when the request was received; null for no file
     * @param sealed whether the gate denied the request, so that nobody is told of it
     */
    public record Watched(UUID requestId, String workspace, WorkspacePath target, String baseSha256, boolean sealed) {}

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
     * @param reviewedBy everybody whose vote approved it
     * @param rollbackBy everybody whose vote takes it back, empty when nobody does
     * @param later requests applied since to one of its files and not taken back, oldest first, at most 20
     */
    public record Provenance(long approvalEntry, List<String> reviewedBy, List<String> rollbackBy, List<Later> later) {}

    /** @param target the file that both change */
    public record Later(UUID requestId, String target) {}

    /** Work that an approved request, a begun rollback or a begun act on a canary still waits for. */
    public record Unfinished(List<UUID> toApply, List<UUID> toRollBack, List<UUID> toEndCanary) {}

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

    /** @param entry added at run time */
    public record Protection(String workspace, PolicyEntry entry) {}

    /**
     * The policy that a workspace is served under from now on.
     *
     * @param entries without what was added at run time, which is never taken away
     */
    public record PolicyInForce(String workspace, String version, List<PolicyEntry> entries) {}

    /**
     * A policy that was another one at a start than at the start before.
     *
     * @param removed the texts of entries that are gone, the first hundred of them
     * @param added as {@code removed}; both are empty where only the order or a group changed
     */
    public record PolicyChange(
            Instant at, Kind kind, List<String> removed, int removedTotal, List<String> added, int addedTotal) {

        /** What it did to protection, as far as texts can tell. */
        public enum Kind {
            LOOSENED,
            TIGHTENED,
            CHANGED;

            public String id() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

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
            boolean trusted,
            String workspace) {}

    /**
     * Feedback whose payload has been read.
     *
     * @param reason why it is negative, for example {@code gate:autonomy}; null where it is not
     * @param variant which side of a canary it is of, {@code stable} or {@code canary}; null where that is not said, or
     *     not by a monitor
     */
    public record ReadFeedback(Feedback event, String reason, String variant) {}

    /**
     * Null filters match everything.
     *
     * @param before the sequence of the last row of the page before, or null
     */
    public record FeedbackQuery(
            String workspace,
            String component,
            String type,
            Boolean negative,
            Boolean trusted,
            int limit,
            Long before) {}

    /** An event as it is kept. */
    public record FeedbackRow(long sequence, Instant receivedAt, Feedback event, String reason) {}

    /** The latest received first. */
    public record FeedbackPage(List<FeedbackRow> rows, Long next) {}

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
