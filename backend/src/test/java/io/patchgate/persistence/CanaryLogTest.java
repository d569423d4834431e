package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Address;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Share;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a request enters and leaves the canary, on the real request log. */
@Timeout(60)
class CanaryLogTest {
    private static final String SHA = "a".repeat(64);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private DatabaseUrls urls;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14)))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void entersWithTheShareOfThatTimeAndIsPromotedByWhoeverIsNamed() {
        UUID id = inCanary("src/a.py");
        assertThat(status(id)).isEqualTo(PatchStatus.CANARY);
        assertThat(ask(STORE_ON_CANARY, null)).singleElement().satisfies(canary -> {
            assertThat(canary.requestId()).isEqualTo(id);
            assertThat(canary.share()).isEqualTo(0.25);
            assertThat(Duration.between(canary.startedAt(), canary.until())).isEqualTo(Duration.ofHours(2));
            assertThat(canary.verdict()).isEqualTo(Verdict.UNCLEAR);
            assertThat(canary.leaving()).isFalse();
        });

        ask(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.PROMOTE, person("carol"), "good"));
        assertThat(status(id)).isEqualTo(PatchStatus.CANARY);
        assertThat(ask(STORE_UNFINISHED, null).toEndCanary()).containsExactly(id);
        ask(STORE_END_CANARY_ACT, new Canaries.ActEnd(id, null));
        ask(STORE_END_CANARY_ACT, new Canaries.ActEnd(id, null));

        Store.PatchDetail request = ask(STORE_FIND, id).orElseThrow();
        assertThat(request.row().outcome().status()).isEqualTo(PatchStatus.APPLIED);
        assertThat(request.row().outcome().appliedAt()).isNotNull();
        assertThat(ask(STORE_UNFINISHED, null).toEndCanary()).isEmpty();
        assertThat(ask(STORE_ON_CANARY, null)).isEmpty();
        assertThat(ask(STORE_TIMELINE, id).orElseThrow())
                .extracting(entry -> entry.kind() + " by " + entry.actor())
                .containsExactly(
                        "patch_request.pending by bot",
                        "patch_request.approved by alice",
                        "patch_request.canary by patchgate",
                        "patch_request.applied by carol");
        assertThat(ask(STORE_ANALYTICS, null).outcomes()).hasSize(1);
    }

    @Test
    void isWithdrawnAlsoByItsOwnerWhoMayNotPromoteIt() {
        UUID id = inCanary("src/a.py");
        for (String own : List.of("bot", "bob")) {
            Canaries.ActStart promotion = new Canaries.ActStart(id, Act.PROMOTE, person(own), null);
            assertThat(refused(STORE_BEGIN_CANARY_ACT, promotion).kind()).isEqualTo(FailureKind.FORBIDDEN);
        }
        ask(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.WITHDRAW, person("bob"), "slow"));
        assertThat(refused(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.PROMOTE, person("carol"), null)))
                .hasMessageContaining("leaving the canary already");
        ask(STORE_END_CANARY_ACT, new Canaries.ActEnd(id, null));

        assertThat(status(id)).isEqualTo(PatchStatus.ROLLED_BACK);
        Canaries.Canary ended = ask(STORE_CANARY, id).orElseThrow();
        assertThat(ended.endedAt()).isNotNull();
        assertThat(ended.act().act()).isEqualTo(Act.WITHDRAW);
        assertThat(ended.act().by()).isEqualTo("bob");
        assertThat(ended.act().comment()).isEqualTo("slow");
        assertThat(refused(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.PROMOTE, person("carol"), null)))
                .hasMessageContaining("not in the canary: it is ROLLED_BACK");
    }

    @Test
    void whatCouldNotBeDoneLeavesItInTheCanaryWithTheReason() {
        UUID id = inCanary("src/a.py");
        Canaries.ActStart promotion = new Canaries.ActStart(id, Act.PROMOTE, person("carol"), null);
        ask(STORE_BEGIN_CANARY_ACT, promotion);
        ask(STORE_END_CANARY_ACT, new Canaries.ActEnd(id, "'src/a.py' changed since it was reviewed."));
        assertThat(status(id)).isEqualTo(PatchStatus.CANARY);
        Canaries.Canary stays = ask(STORE_CANARY, id).orElseThrow();
        assertThat(stays.note()).contains("changed since");
        assertThat(stays.act()).isNull();
        assertThat(ask(STORE_UNFINISHED, null).toEndCanary()).isEmpty();
        ask(STORE_BEGIN_CANARY_ACT, promotion);
        assertThat(ask(STORE_CANARY, id).orElseThrow().note()).isNull();
    }

    @Test
    void aStopLetsNothingOut() {
        UUID id = inCanary("src/a.py");
        ask(STORE_STOP, new Store.Stop("alice", null));
        for (Act act : Act.values()) {
            assertThat(refused(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, act, person("carol"), "so")))
                    .hasMessageContaining("stopped by alice");
        }
    }

    @Test
    void whileAFileIsInTheCanaryNothingElseIsApprovedOverItNorTakenBackBeneathIt() {
        UUID earlier = approved("src/a.py");
        ask(STORE_FINISH, new Store.Finish(earlier, null));
        UUID other = admitted("src/b.py");
        UUID same = admitted("src/a.py");
        UUID id = inCanary("src/a.py");

        assertThat(refused(STORE_DECIDE, approval(same)))
                .hasMessage("'src/a.py' is changed by the request " + id
                        + " too, which is in the canary: promote or withdraw that first.");
        assertThat(refused(STORE_BEGIN_ROLLBACK, new Store.RollbackStart(earlier, person("alice"), null))
                        .kind())
                .isEqualTo(FailureKind.CONFLICT);
        ask(STORE_DECIDE, approval(other));
        assertThat(status(same)).isEqualTo(PatchStatus.PENDING_APPROVAL);

        ask(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.WITHDRAW, person("carol"), "no"));
        ask(STORE_END_CANARY_ACT, new Canaries.ActEnd(id, null));
        ask(STORE_DECIDE, approval(same));
        assertThat(status(same)).isEqualTo(PatchStatus.APPROVED);
    }

    @Test
    void looksAreKeptAndThatAPersonIsWaitedForIsToldOnce() {
        UUID id = inCanary("src/a.py");
        Effect effect = new Effect(new Metric("negative", new Share(2, 10), new Share(3, 9)), 0.13, -0.2, 0.4);
        ask(
                STORE_CANARY_LOOKED,
                new Canaries.Look(id, 1, Verdict.UNCLEAR, "Too few events.", List.of(effect), 10, 9, false));
        assertThat(ask(STORE_CANARY, id).orElseThrow().effects()).contains("\"bad_canary\": 3", "\"n_stable\": 10");
        for (int i = 2; i < 4; i++) {
            ask(
                    STORE_CANARY_LOOKED,
                    new Canaries.Look(id, i, Verdict.UNCLEAR, "The watch is over.", List.of(), 10, 9, true));
        }
        assertThat(ask(STORE_ON_CANARY, null).get(0).waiting()).isTrue();
        assertThat(ask(STORE_ON_CANARY, null).get(0).looks()).isEqualTo(3);
        assertThat(ask(STORE_TIMELINE, id).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.canary_waiting"))
                .hasSize(1);
        assertThat(ask(STORE_EVENTS_AFTER, new Store.EventsAfter(0, 100)).events())
                .extracting(Store.RequestEvent::kind)
                .contains("patch_request.canary", "patch_request.canary_waiting");
    }

    @Test
    void theDatabaseItselfLetsNothingInUnrecordedNorOutByNobody() throws Exception {
        UUID approved = approved("src/a.py");
        assertThatThrownBy(() -> move(approved, "CANARY")).hasMessageContaining("a canary begins with its record");
        UUID id = inCanary("src/b.py");
        for (String status : List.of("APPLIED", "ROLLED_BACK")) {
            assertThatThrownBy(() -> move(id, status)).hasMessageContaining("a canary ends by an act");
        }
        assertThatThrownBy(() -> move(id, "FAILED")).hasMessageContaining("illegal status move");
        ask(STORE_BEGIN_CANARY_ACT, new Canaries.ActStart(id, Act.PROMOTE, person("carol"), null));
        assertThatThrownBy(() -> move(id, "ROLLED_BACK")).hasMessageContaining("a canary ends by an act");
    }

    private void move(UUID id, String status) throws SQLException {
        try (Connection sql = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = sql.createStatement()) {
            statement.execute("update patch_requests set status = '" + status + "' where request_id = '" + id + "'");
        }
    }

    private UUID inCanary(String path) {
        UUID id = approved(path);
        Canaries.Start start = new Canaries.Start(id, 0.25, Duration.ofHours(2));
        ask(STORE_CANARY_STARTED, start);
        ask(STORE_CANARY_STARTED, start);
        return id;
    }

    private UUID approved(String path) {
        UUID id = admitted(path);
        ask(STORE_DECIDE, approval(id));
        return id;
    }

    private UUID admitted(String path) {
        WorkspacePath target = new WorkspacePath(path);
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "bot",
                "bob",
                "default",
                "learning",
                "CODE_PATCH",
                0.8,
                "because",
                List.of(),
                "{}",
                List.of(new Change(target, Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
        ask(STORE_RECEIVE, submission);
        BaseFile file = new BaseFile(target, SHA, 3, 0644, "c".repeat(64), 4);
        ask(STORE_ADMIT, new Store.Admission(submission, "the diff", List.of(file), SHA, "b".repeat(64), Demand.ONE));
        return submission.requestId();
    }

    private static Store.Decision approval(UUID id) {
        return new Store.Decision(id, person("alice"), true, "so", null, SHA, Demand.ONE);
    }

    private static Actor person(String name) {
        return new Actor(name, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    private PatchStatus status(UUID id) {
        return ask(STORE_FIND, id).orElseThrow().row().outcome().status();
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) {
        return bus.ask(address, question).await();
    }

    private <Q> Failure refused(Address<Q, ?> address, Q question) {
        Throwable refusal = bus.ask(address, question)
                .transform(result -> io.vertx.core.Future.succeededFuture(result.cause()))
                .await();
        assertThat(refusal).isInstanceOf(Failure.class);
        return (Failure) refusal;
    }
}
