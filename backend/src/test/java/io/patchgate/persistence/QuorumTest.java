package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

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
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Votes on a real PostgreSQL, from two nodes that share it. */
class QuorumTest {
    private static final String KEY = "a".repeat(64);
    private static final String OTHER_KEY = "b".repeat(64);

    private DatabaseUrls urls;
    private final List<Vertx> running = new ArrayList<>();
    private Bus here;
    private Bus there;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        here = node();
        there = node();
    }

    private Bus node() throws Exception {
        Vertx vertx = Vertx.vertx();
        running.add(vertx);
        Bus bus = Bus.install(vertx);
        await(vertx.deployVerticle(
                new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14))));
        return bus;
    }

    @AfterEach
    void stop() throws Exception {
        for (Vertx vertx : running) {
            await(vertx.close());
        }
    }

    @Test
    void theVoteThatCompletesTheQuorumApproves() throws Exception {
        UUID id = admitted(2);

        assertThat(ask(STORE_DECIDE, approve(id, "anna", KEY))).isEqualTo(new Store.Tally(1, 2));
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_DECIDE, approve(id, "ben", KEY))).isEqualTo(new Store.Tally(2, 2));

        Store.PatchDetail found = ask(STORE_FIND, id).orElseThrow();
        assertThat(found.row().outcome().status()).isEqualTo(PatchStatus.APPROVED);
        assertThat(found.row().outcome().reviewedBy()).isEqualTo("ben");
        assertThat(found.row().tally()).isEqualTo(new Store.Tally(2, 2));
        assertThat(found.votes()).extracting(Store.Vote::reviewer).containsExactly("anna", "ben");
        assertThat(kinds(id))
                .containsExactly("patch_request.pending", "patch_request.vote_recorded", "patch_request.approved");
        assertThat(ask(STORE_TIMELINE, id).orElseThrow().get(2).body()).contains("\"approved_by\":[\"anna\",\"ben\"]");
    }

    @Test
    void aVoteIsAnEventThatLeavesTheRequestPending() throws Exception {
        UUID id = admitted(2);
        ask(STORE_DECIDE, approve(id, "anna", KEY));

        List<Store.RequestEvent> events =
                ask(STORE_EVENTS_AFTER, new Store.EventsAfter(0, 10)).events();
        assertThat(events).hasSize(2);
        assertThat(events.get(1).kind()).isEqualTo("patch_request.vote_recorded");
        assertThat(events.get(1).status()).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(events.get(1).actor()).isEqualTo("anna");
    }

    @Test
    void theSamePersonCountsOnce() throws Exception {
        UUID id = admitted(2);
        ask(STORE_DECIDE, approve(id, "anna", KEY));

        assertThat(refused(STORE_DECIDE, approve(id, "anna", KEY)).kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_FIND, id).orElseThrow().votes()).hasSize(1);
        assertThat(kinds(id)).hasSize(2);
    }

    @Test
    void aVoteOnAnotherKeyDoesNotCountButCanBeCastAnew() throws Exception {
        UUID id = admitted(2);
        ask(STORE_DECIDE, approve(id, "anna", KEY));

        assertThat(ask(STORE_DECIDE, approve(id, "ben", OTHER_KEY))).isEqualTo(new Store.Tally(1, 2));
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_DECIDE, approve(id, "anna", OTHER_KEY))).isEqualTo(new Store.Tally(2, 2));
        assertThat(status(id)).isEqualTo(PatchStatus.APPROVED);
    }

    @Test
    void aDemandOfTheMomentRaisesThatOfTheAdmissionAndNeverLowersIt() throws Exception {
        UUID id = admitted(1);
        Demand.Reason reason = new Demand.Reason(
                Demand.Kind.KERNEL_DEPENDENCY,
                new WorkspacePath("src/a.py"),
                3,
                null,
                List.of(new Demand.Import("kernel.py", 7, "a")),
                "A note.");
        assertThat(ask(STORE_DECIDE, decision(id, "anna", true, KEY, new Demand(3, List.of(reason)))))
                .isEqualTo(new Store.Tally(1, 3));
        assertThat(ask(STORE_DECIDE, approve(id, "ben", KEY))).isEqualTo(new Store.Tally(2, 3));

        assertThat(ask(STORE_FIND, id).orElseThrow().demand()).isEqualTo(new Demand(3, List.of(reason)));
        assertThat(ask(STORE_LIST, all()).rows().get(0).tally()).isEqualTo(new Store.Tally(2, 3));
    }

    @Test
    void oneDenialDeniesWhateverOthersVoted() throws Exception {
        UUID id = admitted(3);
        ask(STORE_DECIDE, approve(id, "anna", KEY));
        ask(STORE_DECIDE, approve(id, "ben", KEY));
        ask(STORE_DECIDE, decision(id, "ben", false, KEY, Demand.ONE));

        assertThat(status(id)).isEqualTo(PatchStatus.DENIED);
        assertThat(ask(STORE_FIND, id).orElseThrow().votes())
                .extracting(Store.Vote::approved)
                .containsExactly(true, true, false);
        assertThat(refused(STORE_DECIDE, approve(id, "carl", KEY)).kind()).isEqualTo(FailureKind.CONFLICT);
    }

    @Test
    void nobodyVotesOnHisOwn() throws Exception {
        UUID id = admitted(2);
        for (String own : List.of("bot", "owner-of-bot")) {
            assertThat(refused(STORE_DECIDE, approve(id, own, KEY)).kind()).isEqualTo(FailureKind.FORBIDDEN);
        }
        assertThat(ask(STORE_FIND, id).orElseThrow().votes()).isEmpty();
    }

    @Test
    void ofManyVotesAtOnceAsManyAreTakenAsAreNeededAndOneOfThemApproves() throws Exception {
        for (int round = 0; round < 25; round++) {
            int required = 2 + round % 3;
            UUID id = admitted(required);
            List<Future<Store.Tally>> votes = IntStream.range(0, 24)
                    .mapToObj(i -> (i % 2 == 0 ? here : there).ask(STORE_DECIDE, approve(id, "reviewer" + i / 2, KEY)))
                    .toList();
            await(Future.join(votes).otherwiseEmpty());

            List<Store.Tally> taken =
                    votes.stream().filter(Future::succeeded).map(Future::result).toList();
            assertThat(taken)
                    .extracting(Store.Tally::approvals)
                    .as("round " + round)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, required).boxed().toList());
            assertThat(votes.stream().filter(Future::failed).map(vote -> ((Failure) vote.cause()).kind()))
                    .containsOnly(FailureKind.CONFLICT);
            Store.PatchDetail found = ask(STORE_FIND, id).orElseThrow();
            assertThat(found.row().outcome().status()).isEqualTo(PatchStatus.APPROVED);
            assertThat(found.votes())
                    .extracting(Store.Vote::reviewer)
                    .hasSize(required)
                    .doesNotHaveDuplicates();
            assertThat(kinds(id)).hasSize(required + 1).containsOnlyOnce("patch_request.approved");
        }
    }

    @Test
    void aDenialAmongVotesAtOnceLosesNoVoteAndApprovesNothingTwice() throws Exception {
        for (int round = 0; round < 25; round++) {
            UUID id = admitted(3);
            List<Future<Store.Tally>> votes = IntStream.range(0, 12)
                    .mapToObj(i -> (i % 2 == 0 ? here : there)
                            .ask(STORE_DECIDE, decision(id, "reviewer" + i, i % 4 != 3, KEY, Demand.ONE)))
                    .toList();
            await(Future.join(votes).otherwiseEmpty());

            long succeeded = votes.stream().filter(Future::succeeded).count();
            Store.PatchDetail found = ask(STORE_FIND, id).orElseThrow();
            assertThat(found.votes()).as("round " + round).hasSize((int) succeeded);
            assertThat(kinds(id)).hasSize((int) succeeded + 1);
            long approving = found.votes().stream().filter(Store.Vote::approved).count();
            assertThat(found.row().outcome().status())
                    .isEqualTo(approving == 3 ? PatchStatus.APPROVED : PatchStatus.DENIED);
            assertThat(succeeded).isEqualTo(approving == 3 ? 3 : approving + 1);
        }
    }

    @Test
    void rollingBackTakesAsManyAsApprovingDid() throws Exception {
        UUID id = applied(2);
        assertThat(ask(STORE_BEGIN_ROLLBACK, rollback(id, "anna"))).isEqualTo(new Store.Tally(1, 2));
        assertThat(ask(STORE_UNFINISHED, null).toRollBack()).isEmpty();
        assertThat(refused(STORE_BEGIN_ROLLBACK, rollback(id, "anna")).kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(refused(STORE_BEGIN_ROLLBACK, rollback(id, "owner-of-bot")).kind())
                .isEqualTo(FailureKind.FORBIDDEN);
        assertThat(ask(STORE_FIND, id).orElseThrow().rollbackVotes())
                .extracting(Store.Vote::reviewer)
                .containsExactly("anna");
        assertThat(ask(STORE_BEGIN_ROLLBACK, rollback(id, "ben"))).isEqualTo(new Store.Tally(2, 2));
        assertThat(ask(STORE_UNFINISHED, null).toRollBack()).containsExactly(id);
        assertThat(kinds(id)).endsWith("patch_request.applied", "patch_request.rollback_vote_recorded");
    }

    @Test
    void anAttemptToRollBackThatIsGivenUpTakesItsVotesWithIt() throws Exception {
        UUID id = applied(2);
        ask(STORE_BEGIN_ROLLBACK, rollback(id, "anna"));
        ask(STORE_BEGIN_ROLLBACK, rollback(id, "ben"));
        ask(STORE_END_ROLLBACK, new Store.RollbackEnd(id, false));

        assertThat(ask(STORE_FIND, id).orElseThrow().rollbackVotes()).isEmpty();
        assertThat(ask(STORE_BEGIN_ROLLBACK, rollback(id, "anna"))).isEqualTo(new Store.Tally(1, 2));
    }

    @Test
    void ofManyRollbacksAtOnceOneBegins() throws Exception {
        for (int required = 1; required <= 3; required++) {
            UUID id = applied(required);
            List<Future<Store.Tally>> calls = IntStream.range(0, 12)
                    .mapToObj(i -> (i % 2 == 0 ? here : there).ask(STORE_BEGIN_ROLLBACK, rollback(id, "reviewer" + i)))
                    .toList();
            await(Future.join(calls).otherwiseEmpty());
            assertThat(calls.stream()
                            .filter(Future::succeeded)
                            .map(Future::result)
                            .filter(Store.Tally::complete))
                    .as("required " + required)
                    .hasSize(1);
            assertThat(calls.stream().filter(Future::succeeded)).hasSize(required);
        }
    }

    @Test
    void noStatementCanApproveWithoutTheQuorumOrLowerIt() throws Exception {
        UUID id = admitted(2);
        ask(STORE_DECIDE, approve(id, "anna", KEY));
        ask(STORE_DECIDE, approve(id, "ben", OTHER_KEY));
        try (Connection owner = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = owner.createStatement()) {
            for (String forbidden : List.of(
                    "update patch_requests set status = 'APPROVED'",
                    "update patch_requests set required_approvals = 1",
                    "update votes set approved = false",
                    "delete from votes",
                    "delete from rollback_votes")) {
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isNotNull();
            }
        }
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
    }

    @Test
    void anOwnerOfThePathHasToBeAmongThoseWhoApprove() throws Exception {
        UUID id = admitted(owned(List.of("olga", "otto"), 1));

        assertThat(ask(STORE_DECIDE, approve(id, "anna", KEY))).isEqualTo(new Store.Tally(1, 1, true));
        assertThat(ask(STORE_DECIDE, approve(id, "ben", KEY))).isEqualTo(new Store.Tally(2, 1, true));
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(ask(STORE_DECIDE, approve(id, "otto", KEY))).isEqualTo(new Store.Tally(3, 1));
        assertThat(status(id)).isEqualTo(PatchStatus.APPROVED);
    }

    @Test
    void ownersOfTheMomentAreAddedToThoseOfTheAdmission() throws Exception {
        UUID id = admitted(owned(List.of("olga"), 1));
        Demand now = owned(List.of("otto"), 1);

        assertThat(ask(STORE_DECIDE, decision(id, "olga", true, KEY, now))).isEqualTo(new Store.Tally(1, 1, true));
        assertThat(ask(STORE_FIND, id).orElseThrow().demand().owners()).hasSize(2);
        assertThat(ask(STORE_DECIDE, approve(id, "otto", KEY))).isEqualTo(new Store.Tally(2, 1));
    }

    @Test
    void noStatementCanApproveWithoutTheOwnersOrDropThem() throws Exception {
        UUID id = admitted(owned(List.of("olga", "otto"), 2));
        ask(STORE_DECIDE, approve(id, "anna", KEY));
        ask(STORE_DECIDE, approve(id, "olga", KEY));
        try (Connection owner = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = owner.createStatement()) {
            for (String forbidden : List.of(
                    "update patch_requests set status = 'APPROVED'",
                    "update patch_requests set code_owners = '[]'",
                    "update patch_requests set code_owners = '[{\"reviewers\": [\"olga\", \"otto\"], \"approvals\": 1}]'",
                    "update patch_requests set code_owners = '[{\"reviewers\": [\"olga\", \"otto\", \"x\"],"
                            + " \"approvals\": 2}]'")) {
                assertThatThrownBy(() -> statement.execute(forbidden))
                        .as(forbidden)
                        .isNotNull();
            }
        }
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
    }

    @Test
    void noStatementCanCastAVoteOnOnesOwnRequest() throws Exception {
        UUID id = admitted(2);
        try (Connection owner = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = owner.createStatement()) {
            for (String person : List.of("bot", "owner-of-bot")) {
                assertThatThrownBy(() -> statement.execute(
                                "insert into votes (request_id, reviewer, approved, approval_key, at) values ('" + id
                                        + "', '" + person + "', true, 'k', now())"))
                        .hasMessageContaining("nobody votes on a request of his own");
            }
        }
    }

    @Test
    void takingBackWaitsForAnOwnerOfThePathAsApprovingDid() throws Exception {
        UUID id = admitted(owned(List.of("olga", "otto"), 1));
        ask(STORE_DECIDE, approve(id, "otto", KEY));
        ask(STORE_FINISH, new Store.Finish(id, null));

        assertThat(ask(STORE_BEGIN_ROLLBACK, rollback(id, "anna"))).isEqualTo(new Store.Tally(1, 1, true));
        assertThat(ask(STORE_FIND, id).orElseThrow().rollingBack()).isFalse();
        assertThat(refused(STORE_BEGIN_ROLLBACK, rollback(id, "anna")).kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(ask(STORE_BEGIN_ROLLBACK, rollback(id, "olga"))).isEqualTo(new Store.Tally(2, 1));
        assertThat(ask(STORE_FIND, id).orElseThrow().rollingBack()).isTrue();
    }

    private static Demand owned(List<String> people, int approvals) {
        return new Demand(1, List.of(), List.of(new Demand.Owners(people, approvals)));
    }

    private UUID admitted(int required) throws Exception {
        return admitted(new Demand(required, List.of()));
    }

    private UUID admitted(Demand demand) throws Exception {
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "bot",
                "owner-of-bot",
                "default",
                "learning",
                "CODE_PATCH",
                0.75,
                "why",
                List.of(),
                "{}",
                List.of(new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
        ask(STORE_RECEIVE, submission);
        BaseFile file = new BaseFile(new WorkspacePath("src/a.py"), KEY, 3, 0644, OTHER_KEY, 4);
        ask(STORE_ADMIT, new Store.Admission(submission, "the diff", List.of(file), KEY, KEY, demand));
        return submission.requestId();
    }

    private UUID applied(int required) throws Exception {
        UUID id = admitted(required);
        for (int i = 0; i < required; i++) {
            ask(STORE_DECIDE, approve(id, "first" + i, KEY));
        }
        ask(STORE_FINISH, new Store.Finish(id, null));
        return id;
    }

    private static Store.Decision approve(UUID id, String by, String key) {
        return decision(id, by, true, key, Demand.ONE);
    }

    private static Store.Decision decision(UUID id, String by, boolean approved, String key, Demand demand) {
        return new Store.Decision(id, person(by), approved, "because", approved ? null : Category.UNSAFE, key, demand);
    }

    private static Store.RollbackStart rollback(UUID id, String by) {
        return new Store.RollbackStart(id, person(by), "worse");
    }

    private static Actor person(String name) {
        return new Actor(name, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    private static Store.ListQuery all() {
        return new Store.ListQuery(null, null, null, null, Store.Sort.CREATED, 10, null, false, false);
    }

    private PatchStatus status(UUID id) throws Exception {
        return ask(STORE_FIND, id).orElseThrow().row().outcome().status();
    }

    private List<String> kinds(UUID id) throws Exception {
        return ask(STORE_TIMELINE, id).orElseThrow().stream()
                .map(Store.TimelineEntry::kind)
                .toList();
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) throws Exception {
        return await(here.ask(address, question));
    }

    private <Q, R> Failure refused(Address<Q, R> address, Q question) throws Exception {
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
}
