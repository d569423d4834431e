package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Store;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.generation.outcome.Probation;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.patchgate.statistics.Calibration;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What monitors say of an applied patch, to its end, on the real request log; the disk alone is stood in for. */
@Timeout(120)
class ProbationTest {
    private static final String SHA = "a".repeat(64);
    private static final Demand TWO = new Demand(2, List.of());

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private int sent;

    @BeforeEach
    void start() throws Exception {
        DatabaseUrls urls = TestDatabase.fresh();
        vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14)))
                .await();
        bus.serve(
                Addresses.APPLICATION_ROLL_BACK,
                start -> bus.ask(Addresses.STORE_BEGIN_ROLLBACK, start)
                        .compose(tally -> bus.ask(
                                        Addresses.STORE_END_ROLLBACK, new Store.RollbackEnd(start.requestId(), true))
                                .map(tally)));
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void whatMakesThingsWorseIsToldAndRolledBackWhereTheWorkspaceOptedIn() {
        send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = applied(TWO);
        send(40, 36, true, Instant.now());
        run(true);
        Outcomes.Row outcome = outcome();
        assertThat(outcome.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(outcome.sentence()).contains("from 20 % to 90 %");
        assertThat(outcome.rollback()).isEqualTo("done");
        assertThat(outcome.effects()).contains("\"metric\": \"negative\"");
        assertThat(status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .extracting(Store.TimelineEntry::kind)
                .containsSubsequence("patch_request.applied", "patch_request.worsened", "patch_request.rolled_back");
        assertThat(ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.rolled_back"))
                .extracting(Store.TimelineEntry::actor)
                .containsExactly("patchgate-probation");
        run(true);
        assertThat(ask(Addresses.STORE_ON_PROBATION, null)).isEmpty();
    }

    @Test
    void whileEverythingIsStoppedNothingIsRolledBackAndAfterwardsItIs() {
        send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = applied(Demand.ONE);
        send(40, 36, true, Instant.now());
        ask(Addresses.STORE_STOP, new Store.Stop("alice", null));
        run(true);
        assertThat(status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(outcome().rollback()).isEqualTo("refused");
        ask(Addresses.STORE_RESUME, "alice");
        run(true);
        assertThat(status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(outcome().rollback()).isEqualTo("done");
    }

    @Test
    void withoutOptingInItIsToldOnceAndStands() {
        send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = applied(Demand.ONE);
        send(40, 36, true, Instant.now());
        run(false);
        run(false);
        assertThat(status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.worsened"))
                .hasSize(1);
        assertThat(ask(Addresses.STORE_ANALYTICS, null).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.good()).isFalse());
    }

    @Test
    void whatAgentsSayMovesNothing() {
        send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = applied(Demand.ONE);
        send(40, 36, false, Instant.now());
        run(true);
        assertThat(status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(outcome().after()).isZero();
    }

    @Test
    void whatMonitorsSayOfACanaryCountsOnNeitherSideAndInNoWindow() {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        send(40, 8, true, yesterday);
        send(400, 400, "canary", yesterday);
        applied(Demand.ONE);
        send(40, 8, "stable", Instant.now());
        send(400, 400, "canary", Instant.now());
        run(true);
        assertThat(outcome().verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(outcome().before()).isEqualTo(40);
        assertThat(outcome().after()).isEqualTo(40);
        Instant now = Instant.now();
        var stretch = new Improvements.Stretch("default", "learning", now.minus(Duration.ofDays(30)), now);
        assertThat(ask(Addresses.STORE_WINDOWS, stretch).get(0).window().negatives())
                .isEqualTo(16);
        assertThat(ask(Addresses.STORE_REASONS, stretch).newest()).hasSize(16);
        assertThat(ask(Addresses.STORE_REASONS, stretch).counts()).containsEntry("unsaid", 16);
    }

    @Test
    void confidencesAreWorthWhatCameOfThemAndWhatWasShownIsKept() {
        for (int i = 0; i < 24; i++) {
            Submission submission = admitted(Demand.ONE);
            if (i % 4 == 0) {
                applied(submission);
            } else {
                decide(submission, "alice", false);
            }
        }
        var calibration = ask(Addresses.STORE_CALIBRATION, new Outcomes.Proposer("learning", "bot", "{}"));
        assertThat(calibration.ends()).isEqualTo(24);
        assertThat(calibration.good()).isEqualTo(6);
        assertThat(calibration.calibrated(0.8).orElseThrow()).isCloseTo(0.26, within(0.02));
        List<Outcomes.End> ends = List.of();
        for (int i = 0; i < 200 && ends.stream().noneMatch(end -> end.calibrated() != null); i++) {
            ends = ask(Addresses.STORE_ANALYTICS, null).ends();
        }
        assertThat(ends.get(0).stated()).isEqualTo(0.8);
        assertThat(ends.stream().filter(end -> end.calibrated() != null)).isNotEmpty();
    }

    @Test
    void eachModelOfTheLoopIsWorthWhatCameOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            applied(admitted(Demand.ONE, "patchgate-loop", "{\"model\": \"coder\"}"));
            decide(admitted(Demand.ONE, "patchgate-loop", "{\"model\": \"other\"}"), "alice", false);
            decide(admitted(Demand.ONE, "bot", "{\"model\": \"coder\"}"), "alice", false);
        }
        assertThat(worth("patchgate-loop", "{\"model\": \"coder\"}").good()).isEqualTo(3);
        assertThat(worth("patchgate-loop", "{\"model\": \"other\"}").good()).isZero();
        assertThat(worth("bot", "{\"model\": \"coder\"}").ends()).isEqualTo(3);
        assertThat(ask(Addresses.STORE_ANALYTICS, null).ends())
                .extracting(Outcomes.End::proposer)
                .containsOnly("patchgate-loop with coder", "patchgate-loop with other", "bot");
    }

    private Calibration worth(String subject, String metrics) {
        return ask(Addresses.STORE_CALIBRATION, new Outcomes.Proposer("learning", subject, metrics));
    }

    private void run(boolean rollback) {
        ProbationSettings settings = new ProbationSettings(Duration.ofDays(7), 20, rollback);
        new Probation(bus, Map.of("default", settings), Duration.ofDays(30), Duration.ofNanos(1), Clock.systemUTC())
                .run()
                .await();
    }

    private Outcomes.Row outcome() {
        return ask(Addresses.STORE_ANALYTICS, null).outcomes().get(0);
    }

    private PatchStatus status(UUID request) {
        return ask(Addresses.STORE_FIND, request).orElseThrow().row().outcome().status();
    }

    private UUID applied(Demand demand) {
        return applied(admitted(demand));
    }

    private UUID applied(Submission submission) {
        if (!decide(submission, "alice", true).complete()) {
            decide(submission, "carol", true);
        }
        ask(Addresses.STORE_FINISH, new Store.Finish(submission.requestId(), null));
        return submission.requestId();
    }

    private Store.Tally decide(Submission submission, String by, boolean approved) {
        Actor actor = new Actor(by, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
        Demand demand =
                ask(Addresses.STORE_FIND, submission.requestId()).orElseThrow().demand();
        return ask(
                Addresses.STORE_DECIDE,
                new Store.Decision(
                        submission.requestId(), actor, approved, "so", approved ? null : Category.OTHER, SHA, demand));
    }

    private Submission admitted(Demand demand) {
        return admitted(demand, "bot", "{}");
    }

    private Submission admitted(Demand demand, String by, String metrics) {
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by,
                "bob",
                "default",
                "learning",
                "CODE_PATCH",
                0.8,
                "because",
                List.of(),
                metrics,
                List.of(new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
        ask(Addresses.STORE_RECEIVE, submission);
        BaseFile file = new BaseFile(new WorkspacePath("src/a.py"), SHA, 3, 0644, "c".repeat(64), 4);
        ask(
                Addresses.STORE_ADMIT,
                new Store.Admission(submission, "the diff", List.of(file), SHA, "b".repeat(64), demand));
        return submission;
    }

    private void send(int events, int negatives, boolean trusted, Instant at) {
        send(events, negatives, trusted, null, at);
    }

    private void send(int events, int negatives, String variant, Instant at) {
        send(events, negatives, true, variant, at);
    }

    private void send(int events, int negatives, boolean trusted, String variant, Instant at) {
        List<Store.ReadFeedback> feedback = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            boolean negative = i < negatives;
            feedback.add(new Store.ReadFeedback(
                    new Store.Feedback(
                            "f" + sent++,
                            negative ? "explicit_negative" : "explicit_positive",
                            at.truncatedTo(ChronoUnit.MICROS),
                            "user",
                            "learning",
                            null,
                            null,
                            null,
                            null,
                            "{}",
                            "{}",
                            trusted ? "monitor" : "bot",
                            trusted,
                            "default"),
                    negative ? "unsaid" : null,
                    variant));
        }
        ask(Addresses.STORE_FEEDBACK, feedback);
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) {
        return bus.ask(address, question).await();
    }
}
