package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;

import io.patchgate.bus.Address;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The request log on a real PostgreSQL, asked over the bus as the other verticles do. */
class RequestLogTest {
    private static final String SHA = "a".repeat(64);

    private final LedgerPosition position = new LedgerPosition();
    private DatabaseUrls urls;
    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        vertx = Vertx.vertx();
        bus = Bus.install(vertx);
        deploy(Duration.ofDays(14));
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void keepsWhatWasSentAndShowsItToItsOwnerOnly() throws Exception {
        Submission sent = submission("bot", "learning");
        ask(STORE_RECEIVE, sent);

        Store.SubmissionView own = ask(STORE_FIND_OWN, new Store.OwnRequest("bot", sent.requestId()))
                .orElseThrow();
        assertThat(own.submission()).isEqualTo(sent);
        assertThat(own.outcome().status()).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("other", sent.requestId())))
                .isEmpty();
        assertThat(ask(STORE_FIND, sent.requestId())).isEmpty();
        assertThat(ask(STORE_UNJUDGED, 10)).containsExactly(sent);
    }

    @Test
    void anAdmittedSubmissionIsARequestForReviewers() throws Exception {
        Submission sent = admitted("bot", "learning");

        Store.PatchDetail detail = ask(STORE_FIND, sent.requestId()).orElseThrow();
        assertThat(detail.changes()).isEqualTo(sent.changes());
        assertThat(detail.files()).containsExactly(file("src/a.py"));
        assertThat(detail.row().diff()).isEqualTo("the diff");
        assertThat(detail.row().newCodeBlob()).isEqualTo("new\n");
        assertThat(ask(STORE_UNJUDGED, 10)).isEmpty();
        assertThat(ask(STORE_TIMELINE, sent.requestId()).orElseThrow())
                .extracting(Store.TimelineEntry::kind)
                .containsExactly("patch_request.pending");
    }

    @Test
    void aRequestThatIsReadWhileItIsAdmittedHasAllItsFiles() throws Exception {
        for (int i = 0; i < 60; i++) {
            Submission sent = submission("bot" + i, "learning");
            ask(STORE_RECEIVE, sent);
            Future<Void> admitting = bus.ask(STORE_ADMIT, admission(sent));
            Store.PatchDetail found = null;
            while (found == null) {
                found = ask(STORE_FIND, sent.requestId()).orElse(null);
            }
            assertThat(found.files()).hasSize(1);
            await(admitting);
        }
    }

    @Test
    void aSealedSubmissionLooksPendingToItsOwnerAndIsNowhereElse() throws Exception {
        Submission sealed = submission("bot", "learning");
        ask(STORE_RECEIVE, sealed);
        ask(STORE_SEAL, sealing(sealed));

        assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", sealed.requestId())))
                .get()
                .extracting(view -> view.outcome().status())
                .isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_FIND, sealed.requestId())).isEmpty();
        assertThat(ask(STORE_TIMELINE, sealed.requestId())).isEmpty();
        assertThat(list(query(10)).total()).isZero();
        assertThat(ask(STORE_FIGURES, null).byStatus()).isEmpty();
        assertThat(ask(STORE_UNJUDGED, 10)).isEmpty();
        assertThat(failure(STORE_DECIDE, approve(sealed, "alice")).kind()).isEqualTo(FailureKind.NOT_FOUND);

        ask(STORE_WITHDRAW, new Store.OwnRequest("bot", sealed.requestId()));
        assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", sealed.requestId())))
                .get()
                .extracting(view -> view.outcome().status())
                .isEqualTo(PatchStatus.WITHDRAWN);
    }

    @Test
    void ofManyDecisionsAtOnceExactlyOneWins() throws Exception {
        Submission request = admitted("bot", "learning");
        List<Future<Store.Tally>> decisions = IntStream.range(0, 40)
                .mapToObj(i -> bus.ask(
                        STORE_DECIDE,
                        new Store.Decision(
                                request.requestId(),
                                person("reviewer" + i),
                                i % 2 == 0,
                                "no. " + i,
                                null,
                                null,
                                Demand.ONE)))
                .toList();
        settle(decisions);

        assertThat(decisions.stream().filter(Future::succeeded)).hasSize(1);
        assertThat(decisions.stream().filter(Future::failed).map(f -> ((Failure) f.cause()).kind()))
                .hasSize(39)
                .containsOnly(FailureKind.CONFLICT);
    }

    @Test
    void nobodyDecidesOnHisOwnRequest() throws Exception {
        Submission request = admitted("bot", "learning");

        assertThat(failure(STORE_DECIDE, approve(request, "bot")).kind()).isEqualTo(FailureKind.FORBIDDEN);
        assertThat(failure(STORE_DECIDE, approve(request, "owner-of-bot")).kind())
                .isEqualTo(FailureKind.FORBIDDEN);
        ask(STORE_DECIDE, approve(request, "alice"));
    }

    @Test
    void whileEverythingIsStoppedNothingIsApprovedNorRevertedAndDenyingGoesOn() throws Exception {
        Submission applied = admitted("bot", "learning");
        ask(STORE_DECIDE, approve(applied, "alice"));
        ask(STORE_FINISH, new Store.Finish(applied.requestId(), null));
        Submission request = admitted("bot", "learning");
        Submission unwanted = admitted("bot", "learning");

        assertThat(ask(STORE_STOPPED, null)).isEmpty();
        Store.Stopped stopped = ask(STORE_STOP, new Store.Stop("alice", "look at this"));
        assertThat(ask(STORE_STOP, new Store.Stop("bob", "again"))).isEqualTo(stopped);
        assertThat(ask(STORE_STOPPED, null)).contains(stopped);
        assertThat(ask(STORE_FIGURES, null).stopped()).isTrue();
        assertThat(failure(STORE_DECIDE, approve(request, "alice"))).satisfies(refused -> {
            assertThat(refused.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(refused.getMessage()).contains("stopped by alice");
        });
        assertThat(failure(STORE_BEGIN_ROLLBACK, new Store.RollbackStart(applied.requestId(), person("carol"), "worse"))
                        .kind())
                .isEqualTo(FailureKind.CONFLICT);
        ask(
                STORE_DECIDE,
                new Store.Decision(unwanted.requestId(), person("alice"), false, "no", null, null, Demand.ONE));

        assertThat(ask(STORE_RESUME, "root")).isTrue();
        assertThat(ask(STORE_RESUME, "root")).isFalse();
        ask(STORE_DECIDE, approve(request, "alice"));
        assertThat(ask(STORE_EVENTS_AFTER, new Store.EventsAfter(0, 100)).events())
                .filteredOn(event -> event.requestId() == null)
                .extracting(Store.RequestEvent::kind, Store.RequestEvent::actor)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("emergency_stop.engaged", "alice"),
                        org.assertj.core.groups.Tuple.tuple("emergency_stop.lifted", "root"));
    }

    @Test
    void ofAStopAndManyApprovalsWhateverIsApprovedWasApprovedBefore() throws Exception {
        List<Submission> requests = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            requests.add(admitted("bot" + i, "learning"));
        }
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (i == 15) {
                all.add(bus.ask(STORE_STOP, new Store.Stop("alice", null)));
            }
            all.add(bus.ask(STORE_DECIDE, approve(requests.get(i), "alice")));
        }
        for (Future<?> one : all) {
            await(one.transform(ended -> Future.succeededFuture()));
        }
        List<String> kinds = new ArrayList<>();
        ask(STORE_EVENTS_AFTER, new Store.EventsAfter(30, 100)).events().forEach(event -> kinds.add(event.kind()));
        assertThat(kinds).endsWith("emergency_stop.engaged");
        assertThat(kinds.stream().filter("patch_request.approved"::equals)).hasSize(15);
    }

    @Test
    void whatARevokedAgentHasOpenIsWithdrawnSealedOrNot() throws Exception {
        Submission shown = admitted("bot", "learning");
        Submission hidden = submission("bot", "learning");
        ask(STORE_RECEIVE, hidden);
        ask(STORE_SEAL, sealing(hidden));
        Submission foreign = admitted("other", "learning");
        Submission decided = admitted("bot", "learning");
        ask(STORE_DECIDE, approve(decided, "alice"));

        Store.AgentRevocation revocation =
                new Store.AgentRevocation("bot", Instant.now().truncatedTo(ChronoUnit.SECONDS), "root");
        assertThat(ask(STORE_REVOKE_AGENT, revocation)).isEqualTo(2);
        assertThat(ask(STORE_REVOKE_AGENT, revocation)).isZero();
        assertThat(ask(STORE_REVOKED_AGENTS, null)).containsExactly(revocation);
        for (Submission open : List.of(shown, hidden)) {
            assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", open.requestId())))
                    .get()
                    .extracting(view -> view.outcome().status())
                    .isEqualTo(PatchStatus.WITHDRAWN);
        }
        assertThat(ask(STORE_FIND, foreign.requestId()))
                .get()
                .extracting(detail -> detail.row().outcome().status())
                .isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_FIND, decided.requestId()))
                .get()
                .extracting(detail -> detail.row().outcome().status())
                .isEqualTo(PatchStatus.APPROVED);
    }

    @Test
    void aDenialIsKeptWithItsCategory() throws Exception {
        Submission request = admitted("bot", "learning");
        String old = "b".repeat(64);

        ask(
                STORE_DECIDE,
                new Store.Decision(
                        request.requestId(), person("alice"), false, "no", Category.UNSAFE, old, Demand.ONE));
        Store.Outcome outcome =
                ask(STORE_FIND, request.requestId()).orElseThrow().row().outcome();
        assertThat(outcome.status()).isEqualTo(PatchStatus.DENIED);
        assertThat(outcome.category()).isEqualTo(Category.UNSAFE);
        assertThat(outcome.reviewedBy()).isEqualTo("alice");
    }

    @Test
    void theLifeOfARequestIsInItsTimeline() throws Exception {
        Submission request = admitted("bot", "learning");
        ask(STORE_DECIDE, approve(request, "alice"));
        assertThat(ask(STORE_UNFINISHED, null).toApply()).containsExactly(request.requestId());
        ask(STORE_FINISH, new Store.Finish(request.requestId(), null));
        ask(STORE_FINISH, new Store.Finish(request.requestId(), null));
        ask(STORE_BEGIN_ROLLBACK, new Store.RollbackStart(request.requestId(), person("carol"), "worse"));
        assertThat(ask(STORE_UNFINISHED, null).toRollBack()).containsExactly(request.requestId());
        ask(STORE_END_ROLLBACK, new Store.RollbackEnd(request.requestId(), true));

        assertThat(ask(STORE_TIMELINE, request.requestId()).orElseThrow())
                .extracting(Store.TimelineEntry::kind, Store.TimelineEntry::actor)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("patch_request.pending", "bot"),
                        org.assertj.core.groups.Tuple.tuple("patch_request.approved", "alice"),
                        org.assertj.core.groups.Tuple.tuple("patch_request.applied", "patchgate"),
                        org.assertj.core.groups.Tuple.tuple("patch_request.rolled_back", "carol"));
        assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", request.requestId())))
                .get()
                .extracting(view -> view.outcome().status())
                .isEqualTo(PatchStatus.ROLLED_BACK);
    }

    @Test
    void knowsWhoApprovedARequestAndWhatWasAppliedOverIt() throws Exception {
        Submission first = applied("bot");
        Submission second = applied("bot");
        ask(STORE_BEGIN_ROLLBACK, new Store.RollbackStart(first.requestId(), person("carol"), "worse"));

        long approval = ask(STORE_TIMELINE, first.requestId()).orElseThrow().stream()
                .filter(entry -> entry.kind().equals("patch_request.approved"))
                .findFirst()
                .orElseThrow()
                .sequence();
        assertThat(ask(STORE_PROVENANCE, first.requestId()))
                .isEqualTo(new Store.Provenance(
                        approval,
                        List.of("alice"),
                        List.of("carol"),
                        List.of(new Store.Later(second.requestId(), "src/a.py"))));
        assertThat(ask(STORE_PROVENANCE, second.requestId()).later()).isEmpty();
    }

    @Test
    void aContentThatWasRolledBackIsMarkedWhenItIsProposedAgain() throws Exception {
        Submission before = admitted("bot", "learning");
        Submission first = applied("bot");
        Submission meanwhile = admitted("bot", "learning");
        ask(STORE_BEGIN_ROLLBACK, new Store.RollbackStart(first.requestId(), person("carol"), "worse"));
        ask(STORE_END_ROLLBACK, new Store.RollbackEnd(first.requestId(), true));

        Submission again = admitted("other", "learning");
        Submission elsewhere = submission("bot", "learning");
        ask(STORE_RECEIVE, elsewhere);
        ask(STORE_ADMIT, new Store.Admission(elsewhere, "the diff", List.of(file("src/b.py")), SHA, SHA, Demand.ONE));

        assertThat(ask(STORE_FIND, again.requestId()).orElseThrow().previouslyRolledBack())
                .isEqualTo(first.requestId());
        assertThat(ask(STORE_FIND, elsewhere.requestId()).orElseThrow().previouslyRolledBack())
                .isNull();
        assertThat(ask(STORE_FIND, meanwhile.requestId()).orElseThrow().previouslyRolledBack())
                .isEqualTo(first.requestId());
        assertThat(ask(STORE_FIND, before.requestId()).orElseThrow().previouslyRolledBack())
                .isNull();
    }

    private Submission applied(String by) throws Exception {
        Submission request = admitted(by, "learning");
        ask(STORE_DECIDE, approve(request, "alice"));
        ask(STORE_FINISH, new Store.Finish(request.requestId(), null));
        return request;
    }

    @Test
    void theSameIdempotencyKeyMeansTheSameRequest() throws Exception {
        Submission first = keyed(submission("bot", "learning"), "key", SHA);
        Submission again = keyed(submission("bot", "learning"), "key", SHA);
        Submission other = keyed(submission("bot", "learning"), "key", "b".repeat(64));
        Submission stranger = keyed(submission("other", "learning"), "key", SHA);

        assertThat(ask(STORE_RECEIVE, first).replayed()).isFalse();
        Store.Receipt replay = ask(STORE_RECEIVE, again);
        assertThat(ask(STORE_REPLAY, new Store.Replay("bot", again.idempotency())))
                .contains(replay);
        assertThat(ask(STORE_REPLAY, new Store.Replay("new", again.idempotency())))
                .isEmpty();
        assertThat(replay).isEqualTo(new Store.Receipt(first.requestId(), first.createdAt(), true));
        assertThat(failure(STORE_RECEIVE, other).kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(ask(STORE_RECEIVE, stranger).replayed()).isFalse();
    }

    @Test
    void anAgentHasAtMostTwoHundredOpenRequestsAlsoWhenTheyArriveTogether() throws Exception {
        List<Future<Store.Receipt>> receipts = IntStream.range(0, 230)
                .mapToObj(i -> bus.ask(STORE_RECEIVE, submission("bot", "c" + i)))
                .toList();
        settle(receipts);

        assertThat(receipts.stream().filter(Future::succeeded)).hasSize(200);
        assertThat(receipts.stream().filter(Future::failed).map(f -> ((Failure) f.cause()).kind()))
                .containsOnly(FailureKind.QUOTA);
        assertThat(ask(STORE_LIST_OWN, new Store.OwnQuery("bot", query(10))).total())
                .isEqualTo(200);
        ask(STORE_RECEIVE, submission("other", "c"));
    }

    @Test
    void aNewRequestSupersedesAPendingOneOfTheSameAgent() throws Exception {
        Submission old = admitted("bot", "learning");
        Submission foreign = admitted("other", "learning");

        assertThat(failure(STORE_RECEIVE, superseding(submission("bot", "learning"), foreign))
                        .errors())
                .extracting(Failure.FieldError::field)
                .containsExactly("supersedes");
        ask(STORE_RECEIVE, superseding(submission("bot", "learning"), old));
        assertThat(ask(STORE_FIND, old.requestId())
                        .orElseThrow()
                        .row()
                        .outcome()
                        .status())
                .isEqualTo(PatchStatus.SUPERSEDED);
    }

    @Test
    void pagesAreNewestFirstWithoutGapsOrRepeats() throws Exception {
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            newestFirst.add(0, admitted("bot" + i, "c" + i % 3).requestId());
        }
        List<UUID> read = new ArrayList<>();
        Store.Cursor cursor = null;
        do {
            Store.Page<Store.PatchRow> page =
                    list(new Store.ListQuery(null, null, null, null, Store.Sort.CREATED, 7, cursor, false, false));
            assertThat(page.total()).isEqualTo(25);
            page.rows().forEach(row -> read.add(row.requestId()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(read).isEqualTo(newestFirst);

        Store.Page<Store.PatchRow> filtered = list(new Store.ListQuery(
                PatchStatus.PENDING_APPROVAL, "c1", "default", null, Store.Sort.CREATED, 50, null, true, true));
        assertThat(filtered.total()).isEqualTo(8);
        assertThat(filtered.rows()).hasSize(8).allSatisfy(row -> {
            assertThat(row.component()).isEqualTo("c1");
            assertThat(row.diff()).isEqualTo("the diff");
        });
    }

    @Test
    void decisionsAreListedByTheirTimeTheLatestFirst() throws Exception {
        List<Submission> received = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            received.add(admitted("bot", "c"));
        }
        List<UUID> latestFirst = new ArrayList<>();
        for (int i : new int[] {4, 0, 7, 2, 8}) {
            Submission request = received.get(i);
            ask(STORE_DECIDE, i == 7 ? deny(request, "alice") : approve(request, "alice"));
            latestFirst.add(0, request.requestId());
        }
        ask(STORE_FINISH, new Store.Finish(received.get(0).requestId(), "The disk is full."));
        ask(STORE_WITHDRAW, new Store.OwnRequest("bot", received.get(1).requestId()));

        for (boolean own : new boolean[] {false, true}) {
            List<UUID> read = new ArrayList<>();
            Store.Cursor cursor = null;
            do {
                Store.ListQuery query = decided(null, cursor);
                Store.Page<UUID> page = own ? listOwn(query) : ids(list(query));
                assertThat(page.total()).isEqualTo(5);
                read.addAll(page.rows());
                cursor = page.next();
            } while (cursor != null);
            assertThat(read).as("own: " + own).isEqualTo(latestFirst);
        }
        assertThat(list(decided(PatchStatus.FAILED, null)).total()).isEqualTo(1);
        assertThat(list(decided(PatchStatus.PENDING_APPROVAL, null)))
                .isEqualTo(new Store.Page<Store.PatchRow>(List.of(), 0, null));
    }

    @Test
    void confidentRequestsAreCountedWhileTheyWait() throws Exception {
        List<Submission> received = new ArrayList<>();
        for (double confidence : new double[] {0.9, 0.91, 0.95, 1}) {
            received.add(admitted(submission("bot", "learning", confidence)));
        }
        assertThat(confident(query(1))).isEqualTo(3);
        ask(STORE_DECIDE, deny(received.get(3), "alice"));
        assertThat(confident(query(1))).isEqualTo(2);
        assertThat(confident(
                        new Store.ListQuery(null, "elsewhere", null, null, Store.Sort.CREATED, 1, null, false, false)))
                .isZero();
        assertThat(confident(text("learning"))).isEqualTo(2);
    }

    @Test
    void textFindsWordsByTheirBeginning() throws Exception {
        Submission request = admitted("bot", "learning_module");
        admitted("bot", "ethics");

        for (String text : List.of("learn", "LEARNING module", "a.py learning", "because it fails learning")) {
            assertThat(list(text(text)).rows())
                    .as(text)
                    .extracting(Store.PatchRow::requestId)
                    .contains(request.requestId());
        }
        assertThat(list(text("learning")).total()).isEqualTo(1);
        for (String hostile : List.of("earning", "& | !", "'; drop table ledger", ":*", "")) {
            assertThat(list(text(hostile)).rows()).as(hostile).isEmpty();
        }
    }

    @Test
    void aNeglectedRequestExpiresForEverybody() throws Exception {
        Submission allowed = admitted("bot", "learning");
        Submission sealed = submission("bot", "learning");
        ask(STORE_RECEIVE, sealed);
        ask(STORE_SEAL, sealing(sealed));
        await(vertx.close());
        vertx = Vertx.vertx();
        bus = Bus.install(vertx);
        deploy(Duration.ofMillis(1));

        for (Submission request : List.of(allowed, sealed)) {
            Store.OwnRequest own = new Store.OwnRequest("bot", request.requestId());
            eventually(() -> assertThat(
                            ask(STORE_FIND_OWN, own).orElseThrow().outcome().status())
                    .isEqualTo(PatchStatus.EXPIRED));
        }
        assertThat(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", sealed.requestId()))
                        .orElseThrow()
                        .outcome())
                .isEqualTo(ask(STORE_FIND_OWN, new Store.OwnRequest("bot", allowed.requestId()))
                        .orElseThrow()
                        .outcome());
        assertThat(list(query(10)).rows())
                .extracting(row -> row.outcome().status())
                .containsExactly(PatchStatus.EXPIRED);
    }

    @Test
    void aCommandThatFailsInABatchFailsAlone() throws Exception {
        List<Future<Store.Receipt>> receipts = IntStream.range(0, 30)
                .mapToObj(i -> bus.ask(STORE_RECEIVE, submission("bot", i == 17 ? "nul \0" : "c" + i)))
                .toList();
        settle(receipts);

        assertThat(receipts.get(17).failed()).isTrue();
        assertThat(receipts.stream().filter(Future::succeeded)).hasSize(29);
        assertThat(ask(STORE_LIST_OWN, new Store.OwnQuery("bot", query(100))).rows())
                .hasSize(29);
    }

    @Test
    void ledgerSequencesAreGaplessAndThePositionFollows() throws Exception {
        List<Submission> all =
                IntStream.range(0, 60).mapToObj(i -> submission("bot", "c" + i)).toList();
        settle(all.stream()
                .map(s -> bus.ask(STORE_RECEIVE, s)
                        .compose(r -> bus.ask(STORE_ADMIT, admission(s)))
                        .compose(r -> bus.ask(STORE_DECIDE, approve(s, "alice"))))
                .toList());

        try (Connection sql = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), max(sequence), min(sequence) from ledger")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(120);
            assertThat(rows.getLong(2)).isEqualTo(120);
            assertThat(rows.getLong(3)).isEqualTo(1);
        }
        assertThat(position.get()).isEqualTo(120);
    }

    @Test
    void illegalMovesAreImpossibleInSql() throws Exception {
        Submission request = admitted("bot", "learning");
        try (Connection sql = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = sql.createStatement()) {
            for (PatchStatus from : PatchStatus.values()) {
                for (PatchStatus to : EnumSet.complementOf(EnumSet.copyOf(withSelf(from)))) {
                    for (String table : List.of("submissions", "patch_requests")) {
                        statement.execute("alter table " + table + " disable trigger user");
                        statement.execute("update " + table + " set status = '" + from + "'");
                        statement.execute("alter table " + table + " enable trigger user");
                        assertThatThrownBy(() -> statement.execute("update " + table + " set status = '" + to + "'"))
                                .as("%s: %s to %s", table, from, to)
                                .isInstanceOf(SQLException.class)
                                .hasMessageContaining("illegal status move");
                    }
                }
            }
            assertThatThrownBy(() -> statement.execute("update submissions set changes = '[]'"))
                    .hasMessageContaining("final");
        }
        assertThat(request.requestId()).isNotNull();
    }

    private static Set<PatchStatus> withSelf(PatchStatus from) {
        Set<PatchStatus> legal = EnumSet.copyOf(Set.of(from));
        legal.addAll(from.next());
        return legal;
    }

    @Test
    void theLedgerCannotBeRewrittenByEitherRole() throws Exception {
        admitted("bot", "learning");
        for (String url : List.of(urls.owner(), urls.runtime())) {
            try (Connection sql = TestDatabase.owner(PostgresUrl.parse(url));
                    Statement statement = sql.createStatement()) {
                for (String attack : List.of("update ledger set kind = 'x'", "delete from ledger", "truncate ledger")) {
                    assertThatThrownBy(() -> statement.execute(attack))
                            .as(attack)
                            .isInstanceOf(SQLException.class);
                }
            }
        }
        try (Connection sql = TestDatabase.owner(PostgresUrl.parse(urls.runtime()));
                Statement statement = sql.createStatement()) {
            for (String attack : List.of(
                    "alter table ledger disable trigger all",
                    "delete from submissions",
                    "update submissions set reasoning = 'x'",
                    "delete from protected_paths",
                    "drop table ledger")) {
                assertThatThrownBy(() -> statement.execute(attack)).as(attack).isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void protectedPathsAndFeedbackAreKeptOnce() throws Exception {
        Store.Protection path = protection(PolicyEntry.Kind.PATH, "src/auth.py");
        assertThat(ask(STORE_PROTECT, path)).isTrue();
        assertThat(ask(STORE_PROTECT, path)).isFalse();
        assertThat(ask(STORE_PROTECT, protection(PolicyEntry.Kind.PATTERN, "src/auth.py")))
                .isTrue();
        assertThat(ask(STORE_PROTECTED_PATHS, null))
                .extracting(
                        Store.Protection::workspace,
                        kept -> kept.entry().kind(),
                        kept -> kept.entry().addedBy())
                .containsExactly(
                        tuple("default", PolicyEntry.Kind.PATH, "root"),
                        tuple("default", PolicyEntry.Kind.PATTERN, "root"));

        assertThat(ask(STORE_FEEDBACK, List.of(feedback("f1", "monitor"), feedback("f2", "monitor"))))
                .isEqualTo(new Store.FeedbackReceipt(2, 0));
        assertThat(ask(STORE_FEEDBACK, List.of(feedback("f2", "monitor"), feedback("f2", "bot"))))
                .isEqualTo(new Store.FeedbackReceipt(1, 1));
    }

    @Test
    void aPolicyThatIsAnotherAtAStartIsRecorded() throws Exception {
        assertThat(ask(STORE_POLICY_BEGUN, policy("default", "a.py", "b.py"))).isEmpty();
        assertThat(ask(STORE_POLICY_BEGUN, policy("default", "a.py", "b.py"))).isEmpty();
        assertThat(ask(STORE_POLICY_BEGUN, policy("other", "z.py"))).isEmpty();
        assertThat(ask(STORE_POLICY_CHANGES, "default")).isEmpty();

        Store.PolicyChange loosened =
                ask(STORE_POLICY_BEGUN, policy("default", "b.py")).orElseThrow();
        Store.PolicyChange tightened =
                ask(STORE_POLICY_BEGUN, policy("default", "b.py", "c.py")).orElseThrow();

        assertThat(loosened.kind()).isEqualTo(Store.PolicyChange.Kind.LOOSENED);
        assertThat(loosened.removed()).containsExactly("a.py");
        assertThat(ask(STORE_POLICY_CHANGES, "default")).containsExactly(tightened, loosened);
        assertThat(ask(STORE_POLICY_CHANGES, "other")).isEmpty();
        try (Connection sql = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select kind, actor, sealed, convert_from(entry, 'UTF8') from ledger order by sequence")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("policy.loosened");
            assertThat(rows.getString(2)).isEqualTo("operator");
            assertThat(rows.getBoolean(3)).isFalse();
            assertThat(rows.getString(4)).contains("\"removed\":[\"a.py\"]", "\"workspace\":\"default\"");
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("policy.tightened");
            assertThat(rows.next()).isFalse();
        }
    }

    private static Store.PolicyInForce policy(String workspace, String... entries) {
        return new Store.PolicyInForce(
                workspace,
                SHA,
                java.util.stream.Stream.of(entries)
                        .map(entry -> PolicyEntry.policy(entry, null))
                        .toList());
    }

    @Test
    void aSignInLinkIsGoodOnce() throws Exception {
        Directory directory = new Directory(PostgresUrl.parse(urls.runtime()));
        directory.put("alice", null, List.of("reviewer"), "operator");
        directory.addLink(SHA, "alice", Duration.ofMinutes(10), "operator");
        directory.addLink("b".repeat(64), "alice", Duration.ofMinutes(-1), "operator");

        List<Future<java.util.Optional<Store.User>>> redeemed = IntStream.range(0, 10)
                .mapToObj(i -> bus.ask(STORE_REDEEM_LINK, SHA))
                .toList();
        settle(redeemed);
        assertThat(redeemed.stream().filter(user -> user.result().isPresent())).hasSize(1);
        assertThat(ask(STORE_REDEEM_LINK, "b".repeat(64))).isEmpty();
        assertThat(ask(STORE_USER, "alice").orElseThrow().roles()).containsExactly("reviewer");
    }

    private void deploy(Duration expiry) throws Exception {
        await(vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, position, expiry)));
    }

    private Submission admitted(String by, String component) throws Exception {
        return admitted(submission(by, component));
    }

    private Submission admitted(Submission submission) throws Exception {
        ask(STORE_RECEIVE, submission);
        ask(STORE_ADMIT, admission(submission));
        return submission;
    }

    private static Store.Admission admission(Submission submission) {
        return new Store.Admission(submission, "the diff", List.of(file("src/a.py")), SHA, SHA, Demand.ONE);
    }

    private static Store.Sealing sealing(Submission submission) {
        return new Store.Sealing(admission(submission), "kernel", "src/a.py", "the file", false);
    }

    private static BaseFile file(String path) {
        return new BaseFile(new WorkspacePath(path), SHA, 3, 0644, "c".repeat(64), 4);
    }

    private static Submission submission(String by, String component) {
        return submission(by, component, 0.75);
    }

    private static Submission submission(String by, String component, double confidence) {
        return new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by,
                "owner-of-" + by,
                "default",
                component,
                "CODE_PATCH",
                confidence,
                "Because it fails on \"empty\" input é 漢 \u0001",
                List.of("f1", "f2"),
                "{\"n\": 5}",
                List.of(new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new\n", null, "claimed")),
                null,
                null);
    }

    private static Submission keyed(Submission s, String key, String fingerprint) {
        return with(s, null, new Submission.Idempotency(key, fingerprint));
    }

    private static Submission superseding(Submission s, Submission old) {
        return with(s, old.requestId(), null);
    }

    private static Submission with(Submission s, UUID supersedes, Submission.Idempotency idempotency) {
        return new Submission(
                s.requestId(),
                s.createdAt(),
                s.submittedBy(),
                s.owner(),
                s.workspace(),
                s.component(),
                s.improvementType(),
                s.confidence(),
                s.reasoning(),
                s.feedbackIds(),
                s.metrics(),
                s.changes(),
                supersedes,
                idempotency);
    }

    private static Store.ReadFeedback feedback(String id, String by) {
        Store.Feedback event = new Store.Feedback(
                id,
                "explicit_negative",
                Instant.now(),
                "ui",
                "learning",
                null,
                null,
                0.5,
                null,
                "{}",
                "{}",
                by,
                true,
                "default");
        return new Store.ReadFeedback(event, "unsaid", null);
    }

    private static Store.Protection protection(PolicyEntry.Kind kind, String text) {
        return new Store.Protection("default", PolicyEntry.added(kind, text, "root", Instant.now()));
    }

    private static Store.Decision approve(Submission request, String by) {
        return new Store.Decision(request.requestId(), person(by), true, "fine", null, SHA, Demand.ONE);
    }

    private static Actor person(String name) {
        return new Actor(name, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    private static Store.Decision deny(Submission request, String by) {
        return new Store.Decision(request.requestId(), person(by), false, "no", Category.OTHER, SHA, Demand.ONE);
    }

    private static Store.ListQuery decided(PatchStatus status, Store.Cursor cursor) {
        return new Store.ListQuery(status, null, null, null, Store.Sort.DECIDED, 2, cursor, false, false);
    }

    private static Store.Page<UUID> ids(Store.Page<Store.PatchRow> page) {
        return new Store.Page<>(
                page.rows().stream().map(Store.PatchRow::requestId).toList(), page.total(), page.next());
    }

    private Store.Page<UUID> listOwn(Store.ListQuery query) throws Exception {
        Store.Page<Store.SubmissionView> page = ask(STORE_LIST_OWN, new Store.OwnQuery("bot", query));
        return new Store.Page<>(
                page.rows().stream().map(view -> view.submission().requestId()).toList(), page.total(), page.next());
    }

    private long confident(Store.ListQuery query) throws Exception {
        return ask(STORE_COUNT_CONFIDENT, new Store.ConfidentQuery(query, 0.9));
    }

    private static Store.ListQuery query(int limit) {
        return new Store.ListQuery(null, null, null, null, Store.Sort.CREATED, limit, null, false, false);
    }

    private static Store.ListQuery text(String text) {
        return new Store.ListQuery(null, null, null, text, Store.Sort.CREATED, 50, null, false, false);
    }

    private Store.Page<Store.PatchRow> list(Store.ListQuery query) throws Exception {
        return ask(STORE_LIST, query);
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) throws Exception {
        return await(bus.ask(address, question));
    }

    private <Q, R> Failure failure(Address<Q, R> address, Q question) throws Exception {
        try {
            ask(address, question);
        } catch (java.util.concurrent.ExecutionException e) {
            return (Failure) e.getCause();
        }
        return fail("was accepted: " + question);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void settle(List<? extends Future<?>> futures) throws Exception {
        await(Future.join(new ArrayList<>(futures)).otherwiseEmpty());
    }

    private static void eventually(Check check) throws Exception {
        AssertionError last = null;
        for (int i = 0; i < 200; i++) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                last = e;
                Thread.sleep(25);
            }
        }
        throw last;
    }

    private interface Check {
        void run() throws Exception;
    }
}
