package io.patchgate.bus;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Submission;
import io.patchgate.statistics.Calibration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Every address and topic of the event bus. */
public final class Addresses {
    private Addresses() {}

    /** Short enough that a caller has a 503 within two seconds of the database going away. */
    private static final Duration STORE = Duration.ofMillis(1_500);

    /** The first write of a cold process; nobody waits for it but the start. */
    private static final Duration START = Duration.ofSeconds(12);

    /** Over all feedback of a window, which may be a million events. */
    private static final Duration ANALYSIS = Duration.ofSeconds(8);

    private static final Duration DISK = Duration.ofMillis(5_000);

    /** Longer than the longest preview may take, shorter than a connection may be idle. */
    private static final Duration PREVIEW = Duration.ofSeconds(70);

    // The request log: submissions, before any verdict.
    public static final Address<Submission, Store.Receipt> STORE_RECEIVE = new Address<>("store.receive", STORE);
    public static final Address<Store.Replay, Optional<Store.Receipt>> STORE_REPLAY =
            new Address<>("store.replay", STORE);
    public static final Address<Integer, List<Submission>> STORE_UNJUDGED = new Address<>("store.unjudged", STORE);
    /** What was withdrawn or superseded of late and never got a verdict; what of it is denied is still to be sealed. */
    public static final Address<Integer, List<Submission>> STORE_TAKEN_BACK = new Address<>("store.taken-back", STORE);

    public static final Address<Store.Admission, Void> STORE_ADMIT = new Address<>("store.admit", STORE);
    public static final Address<Store.Sealing, Void> STORE_SEAL = new Address<>("store.seal", STORE);
    public static final Address<Store.OwnQuery, Store.Page<Store.SubmissionView>> STORE_LIST_OWN =
            new Address<>("store.list-own", STORE);
    public static final Address<Store.OwnRequest, Optional<Store.SubmissionView>> STORE_FIND_OWN =
            new Address<>("store.find-own", STORE);
    public static final Address<Store.OwnRequest, Void> STORE_WITHDRAW = new Address<>("store.withdraw", STORE);

    // The request log: what reviewers see.
    public static final Address<Store.ListQuery, Store.Page<Store.PatchRow>> STORE_LIST =
            new Address<>("store.list", STORE);
    /** Pending requests alone, and no further than {@link Store.Page#COUNT_CAP}. */
    public static final Address<Store.ConfidentQuery, Long> STORE_COUNT_CONFIDENT =
            new Address<>("store.count-confident", STORE);

    public static final Address<UUID, Optional<Store.PatchDetail>> STORE_FIND = new Address<>("store.find", STORE);
    public static final Address<UUID, Optional<List<Store.TimelineEntry>>> STORE_TIMELINE =
            new Address<>("store.timeline", STORE);
    public static final Address<Store.EventsAfter, Store.EventPage> STORE_EVENTS_AFTER =
            new Address<>("store.events-after", STORE);
    public static final Address<Void, Store.EventHead> STORE_EVENT_HEAD = new Address<>("store.event-head", STORE);
    public static final Address<UUID, Store.Provenance> STORE_PROVENANCE = new Address<>("store.provenance", STORE);
    public static final Address<Store.Decision, Store.Tally> STORE_DECIDE = new Address<>("store.decide", STORE);
    public static final Address<Store.Finish, Void> STORE_FINISH = new Address<>("store.finish", STORE);
    public static final Address<Store.RollbackStart, Store.Tally> STORE_BEGIN_ROLLBACK =
            new Address<>("store.begin-rollback", STORE);
    public static final Address<Store.RollbackEnd, Void> STORE_END_ROLLBACK =
            new Address<>("store.end-rollback", STORE);
    public static final Address<Void, Store.Unfinished> STORE_UNFINISHED = new Address<>("store.unfinished", STORE);
    public static final Address<Void, Store.Figures> STORE_FIGURES = new Address<>("store.figures", STORE);
    public static final Address<Void, Void> STORE_PING = new Address<>("store.ping", Duration.ofMillis(1_000));

    // The request log: revisions and comments.
    public static final Address<UUID, Reviewing.Conversation> STORE_CONVERSATION =
            new Address<>("store.conversation", STORE);
    /** What was said when a request was rolled back or withdrawn from the canary; empty where it was not, or nothing was. */
    public static final Address<UUID, Optional<String>> STORE_UNDONE = new Address<>("store.undone", STORE);

    public static final Address<Reviewing.NewComment, Reviewing.Comment> STORE_COMMENT =
            new Address<>("store.comment", STORE);

    /** The newest files of pending requests, denied ones among them, and no more than so many. */
    public static final Address<Integer, List<Store.Watched>> STORE_WATCHED = new Address<>("store.watched", STORE);

    // The request log: what auditors see.
    public static final Address<Store.SealedQuery, Store.Page<Store.SealedRow>> STORE_SEALED_LIST =
            new Address<>("store.sealed-list", STORE);
    public static final Address<UUID, Optional<Store.SealedDetail>> STORE_SEALED_FIND =
            new Address<>("store.sealed-find", STORE);

    // The request log: policy, feedback, people.
    public static final Address<Store.Protection, Boolean> STORE_PROTECT = new Address<>("store.protect", STORE);
    public static final Address<Void, List<Store.Protection>> STORE_PROTECTED_PATHS =
            new Address<>("store.protected-paths", STORE);
    public static final Address<Store.PolicyInForce, Optional<Store.PolicyChange>> STORE_POLICY_BEGUN =
            new Address<>("store.policy-begun", START);
    public static final Address<String, List<Store.PolicyChange>> STORE_POLICY_CHANGES =
            new Address<>("store.policy-changes", STORE);
    public static final Address<List<Store.ReadFeedback>, Store.FeedbackReceipt> STORE_FEEDBACK =
            new Address<>("store.feedback", STORE);
    public static final Address<String, Optional<Store.User>> STORE_USER = new Address<>("store.user", STORE);
    public static final Address<String, Optional<Store.User>> STORE_REDEEM_LINK =
            new Address<>("store.redeem-link", STORE);
    public static final Address<Store.Revocation, Void> STORE_REVOKE = new Address<>("store.revoke", STORE);
    public static final Address<Void, List<Store.Revocation>> STORE_REVOCATIONS =
            new Address<>("store.revocations", STORE);

    /** Answers the stop in force, which is the earlier one where there was one. */
    public static final Address<Store.Stop, Store.Stopped> STORE_STOP = new Address<>("store.stop", STORE);

    /** Lifts the stop in force, by whoever is named; answers whether there was one. */
    public static final Address<String, Boolean> STORE_RESUME = new Address<>("store.resume", STORE);

    public static final Address<Void, Optional<Store.Stopped>> STORE_STOPPED = new Address<>("store.stopped", STORE);

    /** Answers how many open requests were withdrawn. */
    public static final Address<Store.AgentRevocation, Integer> STORE_REVOKE_AGENT =
            new Address<>("store.revoke-agent", STORE);

    public static final Address<Void, List<Store.AgentRevocation>> STORE_REVOKED_AGENTS =
            new Address<>("store.revoked-agents", STORE);

    // The request log: the loop's own memory.
    public static final Address<Store.FeedbackQuery, Store.FeedbackPage> STORE_FEEDBACK_LIST =
            new Address<>("store.feedback-list", STORE);
    public static final Address<Improvements.Stretch, List<Improvements.ComponentWindow>> STORE_WINDOWS =
            new Address<>("store.windows", ANALYSIS);
    public static final Address<Improvements.Stretch, Improvements.Reasons> STORE_REASONS =
            new Address<>("store.reasons", ANALYSIS);
    public static final Address<Improvements.Stretch, Improvements.Standing> STORE_STANDING =
            new Address<>("store.standing", STORE);

    /** Answers the consideration that is open for the component already, where there is one. */
    public static final Address<Improvements.Ask, Improvements.Consideration> STORE_CONSIDER =
            new Address<>("store.consider", STORE);

    /** Whether the clock's run falls to whoever asks; the next one is due after that long. */
    public static final Address<Duration, Boolean> STORE_LOOP_DUE = new Address<>("store.loop-due", STORE);

    public static final Address<Void, Optional<Improvements.Claim>> STORE_CLAIM = new Address<>("store.claim", STORE);

    /** A null sentence renews the lease alone. */
    public static final Address<Improvements.Step, Void> STORE_STEP = new Address<>("store.step", STORE);

    /** Into the queue again, as if it had not been claimed. */
    public static final Address<Improvements.Claim, Void> STORE_PUT_BACK = new Address<>("store.put-back", STORE);

    public static final Address<Improvements.End, Void> STORE_CONSIDERED = new Address<>("store.considered", STORE);

    /** Answers the id under which it stands, which is that of the open one for the same cause. */
    public static final Address<Improvements.Suggestion, UUID> STORE_SUGGEST = new Address<>("store.suggest", STORE);

    public static final Address<Improvements.Result, Void> STORE_SUGGESTION_TRIED =
            new Address<>("store.suggestion-tried", STORE);
    public static final Address<Void, Improvements.Log> STORE_LOOP_LOG = new Address<>("store.loop-log", STORE);

    // The request log: what became of what was applied, and what confidences were worth.
    /** Whether the looks at what was applied fall to whoever asks; the next ones are due after that long. */
    public static final Address<Duration, Boolean> STORE_OUTCOMES_DUE = new Address<>("store.outcomes-due", STORE);

    public static final Address<Void, List<Outcomes.Watched>> STORE_ON_PROBATION =
            new Address<>("store.on-probation", STORE);
    public static final Address<Outcomes.Comparison, Outcomes.Compared> STORE_COMPARE =
            new Address<>("store.compare", ANALYSIS);
    public static final Address<Outcomes.Look, Void> STORE_LOOKED = new Address<>("store.looked", STORE);
    public static final Address<Outcomes.Reaction, Void> STORE_REACTED = new Address<>("store.reacted", STORE);

    // The request log: what is in the canary.
    public static final Address<Canaries.Start, Void> STORE_CANARY_STARTED =
            new Address<>("store.canary-started", STORE);

    /** Empty where it never was there. */
    public static final Address<UUID, Optional<Canaries.Canary>> STORE_CANARY = new Address<>("store.canary", STORE);

    /** Why a request cannot be approved while another is in the canary; empty where it can. */
    public static final Address<UUID, Optional<String>> STORE_OVERLAP = new Address<>("store.overlap", STORE);

    /** The oldest first. */
    public static final Address<Void, List<Canaries.OnCanary>> STORE_ON_CANARY =
            new Address<>("store.on-canary", STORE);

    /** Whether the looks at what is in the canary fall to whoever asks; the next ones are due after that long. */
    public static final Address<Duration, Boolean> STORE_CANARIES_DUE = new Address<>("store.canaries-due", STORE);

    /** Answers what the stable variant got as that before, and what the canary got as that after. */
    public static final Address<Canaries.Comparison, Outcomes.Compared> STORE_COMPARE_VARIANTS =
            new Address<>("store.compare-variants", ANALYSIS);

    public static final Address<Canaries.Look, Void> STORE_CANARY_LOOKED = new Address<>("store.canary-looked", STORE);
    public static final Address<Canaries.ActStart, Void> STORE_BEGIN_CANARY_ACT =
            new Address<>("store.begin-canary-act", STORE);
    public static final Address<Canaries.ActEnd, Void> STORE_END_CANARY_ACT =
            new Address<>("store.end-canary-act", STORE);

    /** Of no one request: whoever asks for a request before a decision asks for a sealed one alike. */
    public static final Address<Outcomes.Proposer, Calibration> STORE_CALIBRATION =
            new Address<>("store.calibration", STORE);

    /** So too, of what people decided alone. */
    public static final Address<Outcomes.Proposer, Calibration> STORE_CALIBRATION_BY_PEOPLE =
            new Address<>("store.calibration-by-people", STORE);

    // The request log: approving without a person.
    public static final Address<Approving.Search, List<UUID>> STORE_AUTO_CANDIDATES =
            new Address<>("store.auto-candidates", STORE);
    public static final Address<Approving.Approval, Store.Tally> STORE_AUTO_APPROVE =
            new Address<>("store.auto-approve", STORE);

    public static final Address<Void, Outcomes.Analytics> STORE_ANALYTICS = new Address<>("store.analytics", ANALYSIS);

    // The request log: what the loop's model has used.
    public static final Address<ModelUse.Reservation, ModelUse.Grant> STORE_RESERVE_MODEL_CALL =
            new Address<>("store.reserve-model-call", STORE);
    public static final Address<ModelUse.Settlement, Void> STORE_SETTLE_MODEL_CALL =
            new Address<>("store.settle-model-call", STORE);
    public static final Address<Void, ModelUse.Spent> STORE_MODEL_SPENT = new Address<>("store.model-spent", STORE);

    // The request log: checks.
    public static final Address<UUID, List<Check>> STORE_CHECKS = new Address<>("store.checks", STORE);
    public static final Address<Checking.Ask, Optional<Checking.Claim>> STORE_CHECK_CLAIM =
            new Address<>("store.check-claim", STORE);
    public static final Address<Checking.Claim, Void> STORE_CHECK_RENEW = new Address<>("store.check-renew", STORE);

    /** Changes nothing where the check is no longer the claim's, or the request has been decided. */
    public static final Address<Checking.End, Void> STORE_CHECK_END = new Address<>("store.check-end", STORE);

    /** Answers the names of what is queued now. */
    public static final Address<Checking.Again, List<String>> STORE_CHECK_AGAIN =
            new Address<>("store.check-again", STORE);

    public static final Address<Checking.Report, Void> STORE_CHECK_REPORT = new Address<>("store.check-report", STORE);

    /** Of requests that reviewers see. */
    public static final Address<Checking.Named, Optional<Checking.Log>> STORE_CHECK_LOG =
            new Address<>("store.check-log", STORE);

    // The gate.
    public static final Address<Gating.Inspection, List<Change>> GATE_INSPECT = new Address<>("gate.inspect", DISK);
    public static final Address<Gating.Recheck, Gating.Standing> GATE_RECHECK = new Address<>("gate.recheck", DISK);
    public static final Address<Gating.Protect, Gating.Protection> GATE_PROTECT = new Address<>("gate.protect", DISK);
    public static final Address<String, Gating.Policy> GATE_POLICY = new Address<>("gate.policy", STORE);
    public static final Address<Gating.Question, Gating.Explanation> GATE_EXPLAIN = new Address<>("gate.explain", DISK);
    public static final Address<Void, Map<String, Gating.Reach>> GATE_REACH = new Address<>("gate.reach", STORE);

    // What a request would be.
    public static final Address<UUID, Previewing.Offer> PREVIEW_OFFER = new Address<>("preview.offer", STORE);
    public static final Address<UUID, Previewing.Outcome> PREVIEW_RUN = new Address<>("preview.run", PREVIEW);
    public static final Address<UUID, Previewing.Archive> PREVIEW_ARCHIVE = new Address<>("preview.archive", PREVIEW);

    /** As {@link #STORE_CHECK_LOG}, with what a check that runs on this node has written so far. */
    public static final Address<Checking.Named, Optional<Checking.Log>> CHECKS_LOG = new Address<>("checks.log", STORE);

    // The action on disk.
    public static final Address<Store.RollbackStart, Store.Tally> APPLICATION_ROLL_BACK =
            new Address<>("application.roll-back", DISK);

    /**
     * Answers when the request is promoted or withdrawn; fails with CONFLICT and the reason where it stays in the canary,
     * from which it may be asked for again.
     */
    public static final Address<Canaries.ActStart, Void> APPLICATION_CANARY_ACT =
            new Address<>("application.canary-act", DISK);

    /** Answers when what was being written at the time of the question is written. */
    public static final Address<Void, Void> APPLICATION_QUIET = new Address<>("application.quiet", DISK);

    // Revisions by reviewers, each of them received as any submission is.
    public static final Address<Reviewing.Reduce, Store.Receipt> REVISION_REDUCE =
            new Address<>("revision.reduce", DISK);
    public static final Address<UUID, Reviewing.Merged> REVISION_PREVIEW_MERGE =
            new Address<>("revision.preview-merge", DISK);
    public static final Address<Reviewing.Merge, Store.Receipt> REVISION_MERGE = new Address<>("revision.merge", DISK);
    public static final Address<UUID, Reviewing.Merged> REVISION_PREVIEW_REVERT =
            new Address<>("revision.preview-revert", DISK);
    public static final Address<Reviewing.Revert, Store.Receipt> REVISION_REVERT =
            new Address<>("revision.revert", DISK);
    public static final Address<UUID, Reviewing.Interdiff> REVISION_INTERDIFF =
            new Address<>("revision.interdiff", DISK);

    // The Will.
    public static final Address<List<Store.Feedback>, Store.FeedbackReceipt> GENERATION_FEEDBACK =
            new Address<>("generation.feedback", STORE);
    public static final Address<Improvements.Ask, Improvements.Consideration> GENERATION_CONSIDER =
            new Address<>("generation.consider", STORE);
    public static final Address<Void, Improvements.Overview> GENERATION_OVERVIEW =
            new Address<>("generation.overview", ANALYSIS);

    public static final Topic<Submission> SUBMISSION_RECEIVED = new Topic<>("submission.received");
    public static final Topic<Events.SubmissionChanged> SUBMISSION_CHANGED = new Topic<>("submission.changed");
    public static final Topic<Events.SealedChanged> SEALED_CHANGED = new Topic<>("sealed.changed");
    public static final Topic<Events.PatchChanged> PATCH_CHANGED = new Topic<>("patch.changed");
    /** The same, of the moves from a decision on alone: whoever has no use for others is not woken by them. */
    public static final Topic<Events.PatchChanged> PATCH_DECIDED = new Topic<>("patch.decided");

    public static final Topic<Improvements.Passed> LOOP_PASSED = new Topic<>("loop.passed");
    public static final Topic<Events.StalenessChanged> STALENESS_CHANGED = new Topic<>("staleness.changed");
    public static final Topic<Events.StopChanged> STOP_CHANGED = new Topic<>("stop.changed");
    public static final Topic<Store.AgentRevocation> AGENT_REVOKED = new Topic<>("agent.revoked");
    public static final Topic<Events.ModelCalled> MODEL_CALLED = new Topic<>("model.called");
    /** Checks may have been queued. */
    public static final Topic<UUID> CHECKS_QUEUED = new Topic<>("checks.queued");

    public static final Topic<Checking.Ended> CHECK_ENDED = new Topic<>("check.ended");
    public static final Topic<Store.Revocation> TOKEN_REVOKED = new Topic<>("token.revoked");
}
