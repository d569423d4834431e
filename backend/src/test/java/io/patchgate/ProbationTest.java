package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Store;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.generation.outcome.Probation;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.patchgate.statistics.Calibration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What monitors say of an applied patch, to its end, on the real request log; the disk alone is stood in for. */
@Timeout(120)
class ProbationTest {
    private static final Demand TWO = new Demand(2, List.of());

    private RequestLog log;

    @BeforeEach
    void start() throws Exception {
        log = new RequestLog();
        log.bus.serve(
                Addresses.APPLICATION_ROLL_BACK,
                start -> log.bus
                        .ask(Addresses.STORE_BEGIN_ROLLBACK, start)
                        .compose(tally -> log.bus
                                .ask(Addresses.STORE_END_ROLLBACK, new Store.RollbackEnd(start.requestId(), true))
                                .map(tally)));
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void whatMakesThingsWorseIsToldAndRolledBackWhereTheWorkspaceOptedIn() {
        log.send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = log.applied(TWO);
        log.send(40, 36, true, Instant.now());
        run(true);
        Outcomes.Row outcome = outcome();
        assertThat(outcome.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(outcome.sentence()).contains("from 20 % to 90 %");
        assertThat(outcome.rollback()).isEqualTo("done");
        assertThat(outcome.effects()).contains("\"metric\": \"negative\"");
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(log.ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .extracting(Store.TimelineEntry::kind)
                .containsSubsequence("patch_request.applied", "patch_request.worsened", "patch_request.rolled_back");
        assertThat(log.ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.rolled_back"))
                .extracting(Store.TimelineEntry::actor)
                .containsExactly("patchgate-probation");
        run(true);
        assertThat(log.ask(Addresses.STORE_ON_PROBATION, null)).isEmpty();
    }

    @Test
    void theLoopCoolsDownFromTheRollbackOn() {
        log.send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        Submission submission = log.admitted(Demand.ONE);
        log.found(submission);
        log.applied(submission);
        log.send(40, 36, true, Instant.now());
        Instant before = Instant.now();
        run(true);
        assertThat(log.past().status()).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(log.past().at()).isAfter(before);
        assertThat(log.ask(Addresses.STORE_UNDONE, submission.requestId()).orElseThrow())
                .startsWith("Rolled back by probation. Negative feedback went from 20 % to 90 %");
    }

    @Test
    void whileEverythingIsStoppedNothingIsRolledBackAndAfterwardsItIs() {
        log.send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = log.applied(Demand.ONE);
        log.send(40, 36, true, Instant.now());
        log.ask(Addresses.STORE_STOP, new Store.Stop("alice", null));
        run(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(outcome().rollback()).isEqualTo("refused");
        log.ask(Addresses.STORE_RESUME, "alice");
        run(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(outcome().rollback()).isEqualTo("done");
    }

    @Test
    void withoutOptingInItIsToldOnceAndStands() {
        log.send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = log.applied(Demand.ONE);
        log.send(40, 36, true, Instant.now());
        run(false);
        run(false);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.WORSE);
        assertThat(log.ask(Addresses.STORE_TIMELINE, request).orElseThrow())
                .filteredOn(entry -> entry.kind().equals("patch_request.worsened"))
                .hasSize(1);
        assertThat(log.ask(Addresses.STORE_ANALYTICS, null).ends())
                .singleElement()
                .satisfies(end -> assertThat(end.good()).isFalse());
    }

    @Test
    void whatAgentsSayMovesNothing() {
        log.send(40, 8, true, Instant.now().minus(Duration.ofDays(1)));
        UUID request = log.applied(Demand.ONE);
        log.send(40, 36, false, Instant.now());
        run(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(outcome().verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(outcome().after()).isZero();
    }

    @Test
    void whatMonitorsSayOfACanaryCountsOnNeitherSideAndInNoWindow() {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        log.send(40, 8, true, yesterday);
        log.send(400, 400, "canary", yesterday);
        log.applied(Demand.ONE);
        log.send(40, 8, "stable", Instant.now());
        log.send(400, 400, "canary", Instant.now());
        run(true);
        assertThat(outcome().verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(outcome().before()).isEqualTo(40);
        assertThat(outcome().after()).isEqualTo(40);
        Instant now = Instant.now();
        var stretch = new Improvements.Stretch("default", "learning", now.minus(Duration.ofDays(30)), now);
        assertThat(log.ask(Addresses.STORE_WINDOWS, stretch).get(0).window().negatives())
                .isEqualTo(16);
        assertThat(log.ask(Addresses.STORE_REASONS, stretch).newest()).hasSize(16);
        assertThat(log.ask(Addresses.STORE_REASONS, stretch).counts()).containsEntry("unsaid", 16);
    }

    @Test
    void confidencesAreWorthWhatCameOfThemAndWhatWasShownIsKept() {
        for (int i = 0; i < 24; i++) {
            Submission submission = log.admitted(Demand.ONE);
            if (i % 4 == 0) {
                log.applied(submission);
            } else {
                log.decide(submission, "alice", false);
            }
        }
        var calibration = log.ask(Addresses.STORE_CALIBRATION, new Outcomes.Proposer("learning", "bot", "{}"));
        assertThat(calibration.ends()).isEqualTo(24);
        assertThat(calibration.good()).isEqualTo(6);
        assertThat(calibration.calibrated(0.8).orElseThrow()).isCloseTo(0.26, within(0.02));
        List<Outcomes.End> ends = List.of();
        for (int i = 0; i < 200 && ends.stream().noneMatch(end -> end.calibrated() != null); i++) {
            ends = log.ask(Addresses.STORE_ANALYTICS, null).ends();
        }
        assertThat(ends.get(0).stated()).isEqualTo(0.8);
        assertThat(ends.stream().filter(end -> end.calibrated() != null)).isNotEmpty();
    }

    @Test
    void eachModelOfTheLoopIsWorthWhatCameOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            log.applied(log.admitted(Demand.ONE, "patchgate-loop", "{\"model\": \"coder\"}"));
            log.decide(log.admitted(Demand.ONE, "patchgate-loop", "{\"model\": \"other\"}"), "alice", false);
            log.decide(log.admitted(Demand.ONE, "bot", "{\"model\": \"coder\"}"), "alice", false);
        }
        assertThat(worth("patchgate-loop", "{\"model\": \"coder\"}").good()).isEqualTo(3);
        assertThat(worth("patchgate-loop", "{\"model\": \"other\"}").good()).isZero();
        assertThat(worth("bot", "{\"model\": \"coder\"}").ends()).isEqualTo(3);
        assertThat(log.ask(Addresses.STORE_ANALYTICS, null).ends())
                .extracting(Outcomes.End::proposer)
                .containsOnly("patchgate-loop with coder", "patchgate-loop with other", "bot");
    }

    private Calibration worth(String subject, String metrics) {
        return log.ask(Addresses.STORE_CALIBRATION, new Outcomes.Proposer("learning", subject, metrics));
    }

    private void run(boolean rollback) {
        ProbationSettings settings = new ProbationSettings(Duration.ofDays(7), 20, rollback);
        new Probation(log.bus, Map.of("default", settings), Duration.ofDays(30), Duration.ofNanos(1), Clock.systemUTC())
                .run()
                .await();
    }

    private Outcomes.Row outcome() {
        return log.ask(Addresses.STORE_ANALYTICS, null).outcomes().get(0);
    }
}
