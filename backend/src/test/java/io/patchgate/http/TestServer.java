package io.patchgate.http;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.statistics.Calibration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The HTTP verticle on a free port, with hand-written answers on the bus in place of the gate, the
 * request log and the disk. A token is {@code role:subject}, or {@code role:subject:jti:expiryMillis}, and
 * nothing is verified.
 */
final class TestServer implements AutoCloseable {
    static final int BODY_LIMIT = 1_000_000;
    static final Duration PATIENCE = Duration.ofMillis(300);

    /** The one agent that nobody answers for. */
    static final String ORPHAN = "orphan";

    static final Instant CREATED = Instant.parse("2026-11-22T10:15:30.123456Z");

    private final Vertx vertx = Vertx.vertx();
    final Bus bus = Bus.install(vertx);
    final LedgerPosition ledger = new LedgerPosition();
    final List<Submission> received = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Object, Future<Object>>> answers = new ConcurrentHashMap<>();
    final Revocations revocations = new Revocations(Clock.systemUTC());
    final EventsVerticle events;
    private final HttpVerticle verticle;

    TestServer() {
        for (Address<?, ?> address : List.of(
                Addresses.GATE_INSPECT,
                Addresses.GATE_RECHECK,
                Addresses.GATE_POLICY,
                Addresses.GATE_PROTECT,
                Addresses.GATE_EXPLAIN,
                Addresses.STORE_POLICY_CHANGES,
                Addresses.STORE_RECEIVE,
                Addresses.STORE_REPLAY,
                Addresses.STORE_LIST,
                Addresses.STORE_COUNT_CONFIDENT,
                Addresses.STORE_LIST_OWN,
                Addresses.STORE_FIND,
                Addresses.STORE_FIND_OWN,
                Addresses.STORE_WITHDRAW,
                Addresses.STORE_TIMELINE,
                Addresses.STORE_CONVERSATION,
                Addresses.STORE_COMMENT,
                Addresses.REVISION_REDUCE,
                Addresses.REVISION_PREVIEW_MERGE,
                Addresses.REVISION_MERGE,
                Addresses.REVISION_PREVIEW_REVERT,
                Addresses.REVISION_REVERT,
                Addresses.REVISION_INTERDIFF,
                Addresses.STORE_CHECKS,
                Addresses.STORE_CHECK_AGAIN,
                Addresses.STORE_CHECK_REPORT,
                Addresses.CHECKS_LOG,
                Addresses.PREVIEW_OFFER,
                Addresses.PREVIEW_RUN,
                Addresses.PREVIEW_ARCHIVE,
                Addresses.STORE_EVENTS_AFTER,
                Addresses.STORE_EVENT_HEAD,
                Addresses.STORE_SEALED_LIST,
                Addresses.STORE_SEALED_FIND,
                Addresses.STORE_DECIDE,
                Addresses.APPLICATION_ROLL_BACK,
                Addresses.STORE_FEEDBACK_LIST,
                Addresses.STORE_CALIBRATION,
                Addresses.STORE_ANALYTICS,
                Addresses.STORE_CANARY,
                Addresses.STORE_ON_CANARY,
                Addresses.APPLICATION_CANARY_ACT,
                Addresses.GENERATION_CONSIDER,
                Addresses.GENERATION_OVERVIEW,
                Addresses.GENERATION_FEEDBACK)) {
            serve(address);
        }
        reset();
        Contract contract = Contract.load(vertx).await();
        events = new EventsVerticle(bus, ledger, 0.9, revocations, Clock.systemUTC());
        vertx.deployVerticle(events).await();
        verticle = new HttpVerticle(
                bus,
                ledger,
                contract,
                TestServer::authenticate,
                List.of(TestServer::others),
                events.stream(),
                new HttpVerticle.Settings("127.0.0.1", 0, BODY_LIMIT, List.of("default"), PATIENCE, 0.9, false, null));
        vertx.deployVerticle(verticle).await();
    }

    int port() {
        return verticle.port();
    }

    RawHttp connect() throws java.io.IOException {
        return new RawHttp(port());
    }

    /** Answers as if all were well, and nothing stored. */
    void reset() {
        answers.clear();
        received.clear();
        ledger.advanceTo(ledger.get() + 1); // no page of the test before is still good
        when(Addresses.GATE_INSPECT, asked -> Future.succeededFuture(asked.changes()));
        when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "key", "key", false, null, Demand.ONE)));
        when(Addresses.STORE_CHECKS, asked -> Future.succeededFuture(List.of()));
        when(Addresses.STORE_REPLAY, asked -> Future.succeededFuture(Optional.empty()));
        when(Addresses.STORE_RECEIVE, submission -> {
            received.add(submission);
            return Future.succeededFuture(new Store.Receipt(submission.requestId(), submission.createdAt(), false));
        });
        when(Addresses.STORE_CONVERSATION, asked -> Future.succeededFuture(Reviewing.Conversation.NONE));
        when(
                Addresses.REVISION_PREVIEW_REVERT,
                asked -> Future.failedFuture(new Failure(FailureKind.CONFLICT, "There is no other way.")));
        when(Addresses.STORE_POLICY_CHANGES, asked -> Future.succeededFuture(List.of()));
        when(Addresses.STORE_LIST, asked -> Future.succeededFuture(new Store.Page<>(List.of(), 0, null)));
        when(Addresses.STORE_CALIBRATION, asked -> Future.succeededFuture(Calibration.of(List.of())));
        when(Addresses.STORE_CANARY, asked -> Future.succeededFuture(Optional.empty()));
        when(Addresses.STORE_COUNT_CONFIDENT, asked -> Future.succeededFuture(0L));
        when(
                Addresses.STORE_EVENTS_AFTER,
                asked -> Future.succeededFuture(new Store.EventPage(List.of(), asked.sequence(), false)));
        when(Addresses.STORE_EVENT_HEAD, asked -> Future.succeededFuture(new Store.EventHead(0, 0)));
    }

    @SuppressWarnings("unchecked")
    <Q, R> void when(Address<Q, R> address, Function<Q, Future<R>> answer) {
        answers.put(address.name(), (Function<Object, Future<Object>>) (Function<?, ?>) answer);
    }

    static Store.PatchRow row(UUID id, PatchStatus status) {
        return row(id, status, 0.5);
    }

    static Store.PatchRow row(UUID id, PatchStatus status, double confidence) {
        return new Store.PatchRow(
                id,
                CREATED,
                "alice",
                "default",
                "src/a.py",
                1,
                "learning",
                "CODE_PATCH",
                confidence,
                "because",
                List.of("f1"),
                "{\"n\":1}",
                new Store.Outcome(status, null, null, null, null, null, null),
                null,
                null,
                List.of(),
                new Store.Tally(0, 1));
    }

    static Store.PatchDetail detail(UUID id, PatchStatus status) {
        WorkspacePath path = new WorkspacePath("src/a.py");
        return new Store.PatchDetail(
                row(id, status),
                List.of(new Change(path, Change.Form.NEW_CODE, "new", null, null)),
                List.of(new BaseFile(path, "aa", 3, 420, "bb", 3)),
                "key",
                "v1",
                "anna",
                null,
                false,
                Demand.ONE,
                List.of(),
                List.of(),
                null);
    }

    static Store.SubmissionView own(UUID id, PatchStatus status, Change change) {
        return new Store.SubmissionView(
                new Submission(
                        id,
                        CREATED,
                        "alice",
                        "anna",
                        "default",
                        "learning",
                        "CODE_PATCH",
                        0.5,
                        "because",
                        List.of(),
                        "{}",
                        List.of(change),
                        null,
                        null),
                new Store.Outcome(status, null, null, null, null, null, null));
    }

    static <T> Future<Optional<T>> found(T value) {
        return Future.succeededFuture(Optional.of(value));
    }

    @SuppressWarnings("unchecked")
    private <Q, R> void serve(Address<Q, R> address) {
        bus.serve(address, question -> {
            Function<Object, Future<Object>> answer = answers.get(address.name());
            return answer == null
                    ? Future.failedFuture(new AssertionError(address.name() + " was not expected"))
                    : (Future<R>) answer.apply(question);
        });
    }

    private static void authenticate(RoutingContext ctx) {
        String header = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            Problems.refuse(ctx, 401);
            return;
        }
        String[] token = header.substring("Bearer ".length()).split(":");
        Caller.set(
                ctx,
                new Actor(
                        token[1],
                        Set.of(Role.of(token[0]).orElseThrow()),
                        token[0].equals("agent") && !token[1].equals(ORPHAN) ? "anna" : null,
                        token.length > 2 ? token[2] : "jti",
                        token.length > 3 ? Instant.ofEpochMilli(Long.parseLong(token[3])) : Instant.MAX));
        // As a real one that has to ask somebody first: the body must not be lost meanwhile.
        ctx.vertx().setTimer(1, fired -> ctx.next());
    }

    private static void others(Operations operations) {
        for (String id :
                List.of("createSession", "deleteSession", "getMe", "createToken", "revokeToken", "revokeAgent")) {
            operations.on(id, Replies::noContent);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
