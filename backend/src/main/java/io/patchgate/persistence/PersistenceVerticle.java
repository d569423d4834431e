package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.*;

import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the {@code store.*} addresses to the request log. One instance a node. */
public final class PersistenceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(PersistenceVerticle.class);
    private static final long EXPIRY_CHECK_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private static final int START_ATTEMPTS = 5;

    private final Bus bus;
    private final Supplier<String> url;
    private final LedgerPosition position;
    private final Duration expiry;
    private Database database;
    private Writer writer;
    /** Of plain receipts alone, so that no agent waits for what an earlier submission led to. */
    private Writer receipts;

    /**
     * @param url of the runtime role, {@code postgresql://…}; asked for at every new connection
     * @param expiry after which a neglected request expires
     */
    public PersistenceVerticle(Bus bus, Supplier<String> url, LedgerPosition position, Duration expiry) {
        this.bus = bus;
        this.url = url;
        this.position = position;
        this.expiry = expiry;
    }

    @Override
    public Future<?> start() {
        database = new Database(vertx, url);
        writer = new Writer(vertx, database, position);
        receipts = new Writer(vertx, database, position);
        Offload offload = new Offload(vertx);
        Moves moves = new Moves(bus);
        Submissions submissions = new Submissions(bus, database, offload, moves);
        Requests requests = new Requests(bus, database, offload);
        serveSubmissions(submissions);
        serveRequests(requests);
        serveSealed(new Sealed(bus, database, offload));
        Decisions decisions = new Decisions(moves);
        serveDecisions(decisions);
        serveAutoApprovals(new AutoApprovals(database, decisions));
        serveConversations(new Conversations(database, moves));
        serveChecks(new CheckLog(bus, moves), new CheckRows(database), new CheckQueue(writer, offload));
        bus.serve(STORE_PROVENANCE, new Provenances(database)::of);
        servePeople(new People(bus, database));
        servePolicies(new Policies(database));
        serveStops(new EmergencyStops(bus, database), new RevokedAgents(bus, database, moves));
        serveEvents(new RequestEvents(database));
        serveFeedback(new FeedbackEvents(database), new FeedbackWindows(database));
        serveLoop(new Suggestions(database));
        Comparisons comparisons = new Comparisons(database);
        serveOutcomes(new Watches(database), comparisons, new Calibrations(database, writer));
        serveCanaries(new CanaryLog(moves), new CanaryRows(database), comparisons);
        serveModelUse(new ModelBudget(database));
        bus.serve(STORE_PING, ping -> database.read("select 1").mapEmpty());
        vertx.setPeriodic(0, EXPIRY_CHECK_MILLIS, timer -> expire(submissions));
        return readPosition(START_ATTEMPTS);
    }

    /** The first connection of a cold process may take longer than a later one is given. */
    private Future<Void> readPosition(int attempts) {
        return database.read("select coalesce(max(sequence), 0) from ledger")
                .onSuccess(rows -> position.advanceTo(rows.iterator().next().getLong(0)))
                .<Void>mapEmpty()
                .recover(cause -> attempts == 1 ? Future.failedFuture(cause) : readPosition(attempts - 1));
    }

    @Override
    public Future<?> stop() {
        return receipts.close().eventually(writer::close).eventually(database::close);
    }

    private void serveSubmissions(Submissions submissions) {
        bus.serve(
                STORE_RECEIVE,
                submission -> submissions
                        .encoded(submission)
                        .compose(changes -> (submission.supersedes() == null ? receipts : writer)
                                .write(submissions.receive(submission, changes), changes.length())));
        bus.serve(STORE_REPLAY, submissions::replay);
        bus.serve(STORE_UNJUDGED, submissions::unjudged);
        bus.serve(STORE_TAKEN_BACK, submissions::takenBack);
        bus.serve(STORE_LIST_OWN, submissions::listOwn);
        bus.serve(STORE_FIND_OWN, submissions::findOwn);
        bus.serve(STORE_WITHDRAW, own -> writer.write(submissions.withdraw(own)));
    }

    private void serveRequests(Requests requests) {
        bus.serve(
                STORE_ADMIT,
                admission -> writer.write(
                        requests.admit(admission), 2L * admission.diff().length()));
        bus.serve(STORE_LIST, requests::list);
        bus.serve(STORE_COUNT_CONFIDENT, requests::countConfident);
        bus.serve(STORE_FIND, requests::find);
        bus.serve(STORE_TIMELINE, requests::timeline);
        bus.serve(STORE_FIGURES, nothing -> requests.figures());
    }

    private void serveSealed(Sealed sealed) {
        bus.serve(
                STORE_SEAL,
                sealing -> writer.write(
                        sealed.seal(sealing), 2L * sealing.admission().diff().length()));
        bus.serve(STORE_SEALED_LIST, sealed::list);
        bus.serve(STORE_SEALED_FIND, sealed::find);
    }

    private void serveDecisions(Decisions decisions) {
        bus.serve(STORE_DECIDE, decision -> writer.write(decisions.decide(decision)));
        bus.serve(STORE_FINISH, finish -> writer.write(decisions.finish(finish)));
        bus.serve(STORE_BEGIN_ROLLBACK, start -> writer.write(decisions.beginRollback(start)));
        bus.serve(STORE_END_ROLLBACK, end -> writer.write(decisions.endRollback(end)));
        bus.serve(STORE_UNFINISHED, nothing -> new Unfinished(database).find());
    }

    private void serveAutoApprovals(AutoApprovals approvals) {
        bus.serve(STORE_AUTO_CANDIDATES, approvals::candidates);
        bus.serve(STORE_AUTO_APPROVE, approval -> writer.write(approvals.approve(approval)));
    }

    private void serveConversations(Conversations conversations) {
        bus.serve(STORE_CONVERSATION, conversations::of);
        bus.serve(STORE_UNDONE, conversations::undone);
        bus.serve(STORE_WATCHED, new WatchedFiles(database)::newest);
        bus.serve(
                STORE_COMMENT,
                comment -> writer.write(
                        conversations.comment(comment), 2L * comment.body().length()));
    }

    private void serveChecks(CheckLog checks, CheckRows rows, CheckQueue queue) {
        bus.serve(STORE_CHECKS, rows::of);
        bus.serve(STORE_CHECK_CLAIM, queue::claim);
        bus.serve(STORE_CHECK_RENEW, queue::renew);
        bus.serve(
                STORE_CHECK_END,
                end -> writer.write(
                        checks.end(end), end.log() == null ? 0 : 2L * end.log().length()));
        bus.serve(STORE_CHECK_AGAIN, again -> writer.write(checks.again(again)));
        bus.serve(
                STORE_CHECK_REPORT,
                report -> writer.write(
                        checks.report(report),
                        report.log() == null ? 0 : 2L * report.log().length()));
        bus.serve(STORE_CHECK_LOG, rows::log);
    }

    private void servePeople(People people) {
        bus.serve(STORE_USER, people::user);
        bus.serve(STORE_REDEEM_LINK, secret -> writer.write(people.redeem(secret)));
        bus.serve(STORE_REVOKE, revocation -> writer.write(people.revoke(revocation)));
        bus.serve(STORE_REVOCATIONS, nothing -> people.revocations());
    }

    private void servePolicies(Policies policies) {
        bus.serve(STORE_PROTECT, path -> writer.write(policies.protect(path)));
        bus.serve(STORE_PROTECTED_PATHS, nothing -> policies.all());
        bus.serve(
                STORE_POLICY_BEGUN,
                policy -> writer.write(
                        policies.begin(policy), 100L * policy.entries().size()));
        bus.serve(STORE_POLICY_CHANGES, policies::changes);
    }

    private void serveStops(EmergencyStops stops, RevokedAgents agents) {
        bus.serve(STORE_STOP, stop -> writer.write(stops.stop(stop)));
        bus.serve(STORE_RESUME, by -> writer.write(stops.resume(by)));
        bus.serve(STORE_STOPPED, nothing -> stops.inForce());
        bus.serve(STORE_REVOKE_AGENT, revocation -> writer.write(agents.revoke(revocation)));
        bus.serve(STORE_REVOKED_AGENTS, nothing -> agents.all());
    }

    private void serveEvents(RequestEvents events) {
        bus.serve(STORE_EVENTS_AFTER, events::after);
        bus.serve(STORE_EVENT_HEAD, nothing -> events.head());
    }

    private void serveFeedback(FeedbackEvents feedback, FeedbackWindows windows) {
        bus.serve(STORE_FEEDBACK, events -> writer.write(FeedbackEvents.add(events), 1_024L * events.size()));
        bus.serve(STORE_FEEDBACK_LIST, feedback::list);
        bus.serve(STORE_WINDOWS, windows::windows);
        bus.serve(STORE_REASONS, windows::reasons);
    }

    private void serveLoop(Suggestions suggestions) {
        bus.serve(STORE_STANDING, suggestions::standing);
        bus.serve(STORE_CONSIDER, ask -> writer.write(Considerations.ask(ask)));
        bus.serve(STORE_LOOP_DUE, interval -> writer.write(Considerations.due(interval)));
        bus.serve(STORE_CLAIM, nothing -> writer.write(Considerations.claim()));
        bus.serve(STORE_STEP, step -> writer.write(Considerations.step(step)));
        bus.serve(STORE_PUT_BACK, claim -> writer.write(Considerations.putBack(claim)));
        bus.serve(STORE_CONSIDERED, end -> writer.write(Considerations.end(end)));
        bus.serve(STORE_SUGGEST, suggestion -> writer.write(Suggestions.suggest(suggestion)));
        bus.serve(STORE_SUGGESTION_TRIED, result -> writer.write(Suggestions.tried(result)));
        bus.serve(STORE_LOOP_LOG, nothing -> suggestions.log());
    }

    private void serveOutcomes(Watches watches, Comparisons comparisons, Calibrations calibrations) {
        bus.serve(STORE_OUTCOMES_DUE, interval -> writer.write(Watches.due("outcomes", interval)));
        bus.serve(STORE_ON_PROBATION, nothing -> watches.watched());
        bus.serve(STORE_COMPARE, comparisons::beforeAndAfter);
        bus.serve(STORE_LOOKED, look -> writer.write(Watches.looked(look)));
        bus.serve(STORE_REACTED, reaction -> writer.write(Watches.reacted(reaction)));
        bus.serve(STORE_CALIBRATION, calibrations::of);
        bus.serve(STORE_CALIBRATION_BY_PEOPLE, calibrations::byPeople);
        bus.serve(STORE_ANALYTICS, nothing -> calibrations.analytics());
        calibrations.follow(bus);
    }

    private void serveCanaries(CanaryLog canaries, CanaryRows rows, Comparisons comparisons) {
        bus.serve(STORE_CANARY_STARTED, start -> writer.write(canaries.start(start)));
        bus.serve(STORE_CANARY, rows::of);
        bus.serve(STORE_OVERLAP, new Overlaps(database)::of);
        bus.serve(STORE_ON_CANARY, nothing -> rows.running());
        bus.serve(STORE_CANARIES_DUE, interval -> writer.write(Watches.due("canaries", interval)));
        bus.serve(STORE_COMPARE_VARIANTS, comparisons::stableAndCanary);
        bus.serve(STORE_CANARY_LOOKED, look -> writer.write(canaries.looked(look)));
        bus.serve(STORE_BEGIN_CANARY_ACT, start -> writer.write(canaries.beginAct(start)));
        bus.serve(STORE_END_CANARY_ACT, end -> writer.write(canaries.endAct(end)));
    }

    private void serveModelUse(ModelBudget budget) {
        bus.serve(STORE_RESERVE_MODEL_CALL, call -> writer.write(budget.reserve(call)));
        bus.serve(STORE_SETTLE_MODEL_CALL, ended -> writer.write(budget.settle(ended)));
        bus.serve(STORE_MODEL_SPENT, nothing -> budget.spent());
    }

    private void expire(Submissions submissions) {
        writer.write(submissions.expire(expiry))
                .onSuccess(expired -> {
                    if (expired > 0) {
                        // There may be more than one batch of them.
                        expire(submissions);
                    }
                })
                .onFailure(cause -> log.debug("Expiry waits for the database: {}", cause.getMessage()));
    }
}
