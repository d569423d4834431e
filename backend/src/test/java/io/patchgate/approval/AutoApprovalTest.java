package io.patchgate.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Approving;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.PlannedCheck;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Vertx;
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

/** What is approved without a person, on the real request log; the gate alone is stood in for. */
@Timeout(120)
class AutoApprovalTest {
    private static final String SHA = "a".repeat(64);
    private static final String KEY = "b".repeat(64);
    private static final String DIFF = "diff --git a/docs/a.md b/docs/a.md\n--- a/docs/a.md\n+++ b/docs/a.md\n"
            + "@@ -1 +1 @@\n-old words\n+new words\n";
    private static final List<PlannedCheck> UNIT = List.of(new PlannedCheck("unit", Check.Kind.EXTERNAL, true));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private String now = KEY;

    @BeforeEach
    void start() throws Exception {
        DatabaseUrls urls = TestDatabase.fresh();
        vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14)))
                .await();
        bus.serve(
                Addresses.GATE_RECHECK,
                recheck -> bus.ask(Addresses.STORE_FIND, recheck.requestId())
                        .compose(found -> bus.ask(Addresses.STORE_CHECKS, recheck.requestId())
                                .map(checks -> new Gating.Standing(
                                        null,
                                        KEY,
                                        now,
                                        now,
                                        checks,
                                        false,
                                        null,
                                        found.orElseThrow().demand(),
                                        false))));
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void look(int perDay) {
        AutoApproveSettings settings =
                new AutoApproveSettings(true, 0.95, List.of("docs/**"), perDay, 10, Duration.ZERO);
        new AutoApprovalVerticle(bus, settings).lookAround().await();
    }

    @Test
    void approvesWhatEverythingSpeaksForAndSaysWhyInTheLedgerAlone() {
        trusted("bot");
        UUID id = pending("bot", "docs/a.md", 0.97, UNIT);
        pass(id);
        look(5);

        Store.Outcome outcome =
                ask(Addresses.STORE_FIND, id).orElseThrow().row().outcome();
        assertThat(outcome.status()).isEqualTo(PatchStatus.APPROVED);
        assertThat(outcome.reviewedBy()).isEqualTo("auto_approve_system");
        assertThat(outcome.reviewComment()).isEqualTo("Auto-approved based on high confidence (0.97)");
        assertThat(ask(Addresses.STORE_TIMELINE, id).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.approved"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.actor()).isEqualTo("auto_approve_system");
                    assertThat(entry.body())
                            .contains("\"grounds\":\"Stated 0.97, worth 1.00 by people's decisions on 40 requests;")
                            .contains("2 lines of 1 file; passed: unit\"");
                });
    }

    @Test
    void leavesToAPersonWhatOneThingSpeaksAgainst() {
        trusted("bot");
        UUID unproven = pending("new-bot", "docs/a.md", 0.97, UNIT);
        UUID unsure = pending("bot", "docs/a.md", 0.94, UNIT);
        UUID elsewhere = pending("bot", "src/a.py", 0.97, UNIT);
        UUID running = pending("bot", "docs/a.md", 0.97, UNIT);
        UUID unchecked = pending("bot", "docs/a.md", 0.97, List.of());
        UUID parsed = pending("bot", "docs/a.md", 0.97, List.of(new PlannedCheck("x", Check.Kind.EXTERNAL, false)));
        UUID spokenOf = pending("bot", "docs/a.md", 0.97, UNIT);
        UUID critical = pending("bot", "docs/a.md", 0.97, UNIT, new Demand(2, List.of()));
        UUID owned = pending(
                "bot",
                "docs/a.md",
                0.97,
                UNIT,
                new Demand(1, List.of(), List.of(new Demand.Owners(List.of("olga"), 1))));
        for (UUID id : List.of(unproven, unsure, elsewhere, spokenOf, critical, owned)) {
            pass(id);
        }
        ask(Addresses.STORE_COMMENT, new Reviewing.NewComment(spokenOf, person("carl"), "Why?", false, null));
        look(5);

        for (UUID id : List.of(unproven, unsure, elsewhere, running, unchecked, parsed, spokenOf, critical, owned)) {
            assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        }
    }

    @Test
    void leavesToAPersonWhatIsNotWhatWasReceivedAnyMoreAndWhatIsStopped() {
        trusted("bot");
        UUID id = pending("bot", "docs/a.md", 0.97, UNIT);
        pass(id);
        now = SHA;
        look(5);
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        now = KEY;
        ask(Addresses.STORE_STOP, new Store.Stop("alice", null));
        look(5);
        assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
    }

    @Test
    void approvesNoMoreADayThanMayBe() {
        trusted("bot");
        List<UUID> ids = List.of(
                pending("bot", "docs/a.md", 0.97, UNIT),
                pending("bot", "docs/b.md", 0.97, UNIT),
                pending("bot", "docs/c.md", 0.97, UNIT));
        ids.forEach(this::pass);
        look(2);
        assertThat(ids).filteredOn(id -> status(id) == PatchStatus.APPROVED).hasSize(2);
    }

    /** Else one lucky start would vouch for itself for ever. */
    @Test
    void whatNobodyDecidedCountsForNothingUnlessItTurnedOutBadly() {
        Outcomes.Proposer proposer = new Outcomes.Proposer("learning", "bot", "{}");
        trusted("bot");
        UUID good = pending("bot", "docs/a.md", 0.97, UNIT);
        UUID bad = pending("bot", "docs/b.md", 0.97, UNIT);
        for (UUID id : List.of(good, bad)) {
            pass(id);
        }
        look(5);
        ask(Addresses.STORE_FINISH, new Store.Finish(good, null));
        assertThat(ask(Addresses.STORE_CALIBRATION_BY_PEOPLE, proposer).ends()).isEqualTo(40);
        ask(Addresses.STORE_FINISH, new Store.Finish(bad, "the disk is full"));
        assertThat(ask(Addresses.STORE_CALIBRATION_BY_PEOPLE, proposer).ends()).isEqualTo(41);
        assertThat(ask(Addresses.STORE_CALIBRATION, proposer).ends()).isEqualTo(42);
    }

    @Test
    void theDatabaseItselfRefusesWhatNothingVouchesForOrSeveralMustSee() {
        UUID unchecked = pending("bot", "docs/a.md", 0.97, List.of());
        UUID critical = pending("bot", "docs/a.md", 0.97, UNIT, new Demand(2, List.of()));
        pass(critical);
        for (UUID id : List.of(unchecked, critical)) {
            Store.Decision decision =
                    new Store.Decision(id, Actor.AUTO_APPROVAL, true, "so", null, KEY, Demand.ONE, null, "no grounds");
            assertThatThrownBy(() -> ask(Addresses.STORE_AUTO_APPROVE, new Approving.Approval(decision, 5)))
                    .isInstanceOf(Failure.class);
            assertThat(status(id)).isEqualTo(PatchStatus.PENDING_APPROVAL);
        }
    }

    private void trusted(String proposer) {
        for (int i = 0; i < 40; i++) {
            UUID id = pending(proposer, "docs/a.md", 0.97, List.of());
            ask(
                    Addresses.STORE_DECIDE,
                    new Store.Decision(id, person("alice"), true, "so", (Category) null, KEY, Demand.ONE));
            ask(Addresses.STORE_FINISH, new Store.Finish(id, null));
        }
    }

    private UUID pending(String proposer, String path, double stated, List<PlannedCheck> checks) {
        return pending(proposer, path, stated, checks, Demand.ONE);
    }

    private UUID pending(String proposer, String path, double stated, List<PlannedCheck> checks, Demand demand) {
        WorkspacePath target = new WorkspacePath(path);
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                proposer,
                "bob",
                "default",
                "learning",
                "CODE_PATCH",
                stated,
                "Better words.",
                List.of(),
                "{}",
                List.of(new Change(target, Change.Form.NEW_CODE, "new words\n", null, null)),
                null,
                null);
        ask(Addresses.STORE_RECEIVE, submission);
        BaseFile file = new BaseFile(target, SHA, 10, 0644, "c".repeat(64), 10);
        ask(
                Addresses.STORE_ADMIT,
                new Store.Admission(
                        submission, DIFF.replace("docs/a.md", path), List.of(file), KEY, SHA, demand, checks));
        return submission.requestId();
    }

    private void pass(UUID id) {
        Actor ci = new Actor("ci", Set.of(Role.CI), null, "jti", Instant.MAX);
        ask(Addresses.STORE_CHECK_REPORT, new Checking.Report(id, "unit", ci, Check.Status.PASSED, 1L, "fine", null));
    }

    private static Actor person(String name) {
        return new Actor(name, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    private PatchStatus status(UUID id) {
        return ask(Addresses.STORE_FIND, id).orElseThrow().row().outcome().status();
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) {
        return bus.ask(address, question).await();
    }
}
