package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Stage;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Store;
import io.patchgate.generation.CanarySettings;
import io.patchgate.generation.outcome.CanaryWatch;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What monitors say of a canary, to its end, on the real request log; the disk alone is stood in for. */
@Timeout(120)
class CanaryTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration OVER = Duration.ofMillis(1);

    private final List<Stage> passed = new CopyOnWriteArrayList<>();
    private String drift;
    private UUID broken;
    private RequestLog log;

    @BeforeEach
    void start() throws Exception {
        log = new RequestLog();
        log.bus.serve(Addresses.APPLICATION_CANARY_ACT, this::act);
        log.bus.on(Addresses.LOOP_PASSED, (Passed event) -> passed.add(event.stage()));
    }

    private Future<Void> act(Canaries.ActStart start) {
        if (start.requestId().equals(broken)) {
            return Future.failedFuture("The disk is away.");
        }
        return log.bus
                .ask(Addresses.STORE_BEGIN_CANARY_ACT, start)
                .compose(begun ->
                        log.bus.ask(Addresses.STORE_END_CANARY_ACT, new Canaries.ActEnd(start.requestId(), drift)))
                .compose(ended ->
                        drift == null ? Future.succeededFuture() : Failure.future(FailureKind.CONFLICT, drift));
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void whatIsWorseIsWithdrawnByTheRuleAtOnce() {
        UUID request = inCanary(LONG);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 62, "canary", Instant.now());
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(canary(request).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(canary(request).act().by()).isEqualTo("patchgate-canary");
        assertThat(canary(request).act().comment())
                .isEqualTo("Withdrawn by the rule. Negative feedback is 31 % on the canary and 12 % on stable.");
        assertThat(kinds(request)).endsWith("patch_request.canary", "patch_request.rolled_back");
        assertThat(passed).containsExactly(Stage.CANARY_WITHDRAWN);
        assertThat(analytics().outcomes()).isEmpty();
        assertThat(analytics().canaries()).singleElement().satisfies(row -> {
            assertThat(row.requestId()).isEqualTo(request);
            assertThat(row.canary()).isEqualTo(canary(request));
            assertThat(row.canary().effects()).contains("\"bad_canary\": 62", "\"bad_stable\": 24");
        });
        assertThat(analytics().ends())
                .singleElement()
                .satisfies(end -> assertThat(end.good()).isFalse());
    }

    @Test
    void whatIsNotWorseAtTheEndIsPromotedWhereTheWorkspaceSaysSo() {
        UUID request = inCanary(OVER);
        log.send(100, 20, "stable", Instant.now());
        log.send(25, 5, "canary", Instant.now());
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(canary(request).act().comment())
                .isEqualTo(
                        "Promoted by the rule. Over 25 events on the canary and 100 on stable no difference is beyond"
                                + " chance.");
        assertThat(passed).containsExactly(Stage.CANARY_PROMOTED);
        assertThat(log.ask(Addresses.STORE_UNDONE, request)).isEmpty();
    }

    @Test
    void whatAPromotionChangesIsWatchedFromThenOnAgainstWhatWasSaidOfStable() {
        UUID request = inCanary(OVER);
        log.send(100, 20, "stable", Instant.now());
        log.send(25, 5, "canary", Instant.now());
        assertThat(log.ask(Addresses.STORE_ON_PROBATION, null)).isEmpty();
        Instant before = Instant.now();
        look(true);
        Outcomes.Watched watched = log.ask(Addresses.STORE_ON_PROBATION, null).get(0);
        assertThat(watched.requestId()).isEqualTo(request);
        assertThat(watched.appliedAt()).isAfter(before);
        log.send(30, 6, true, Instant.now());
        Outcomes.Compared compared = log.ask(
                Addresses.STORE_COMPARE,
                new Outcomes.Comparison(
                        request, "default", "learning", before.minus(Duration.ofDays(30)), watched.appliedAt()));
        assertThat(compared.before()).isEqualTo(100);
        assertThat(compared.after()).isEqualTo(30);
    }

    @Test
    void whatLittleIsKnownOfWaitsForAPersonWhoIsToldOnce() {
        UUID request = inCanary(OVER);
        log.send(500, 100, "stable", Instant.now());
        log.send(19, 0, "canary", Instant.now());
        look(true);
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(canary(request).waitingSince()).isNotNull();
        assertThat(canary(request).sentence())
                .isEqualTo("Monitors reported 19 events on the canary and 500 on stable, and it takes at least 20 on"
                        + " each. The watch is over, and a person decides.");
        log.send(500, 100, "canary", Instant.now());
        look(true);
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(kinds(request)).containsOnlyOnce("patch_request.canary_waiting");
        assertThat(passed).containsExactly(Stage.CANARY_WAITING);
    }

    @Test
    void whatWaitsForAPersonIsStillWithdrawnWhenItTurnsOutWorse() {
        UUID request = inCanary(OVER);
        look(false);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 124, "canary", Instant.now());
        look(false);
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(passed).containsExactly(Stage.CANARY_WAITING, Stage.CANARY_WITHDRAWN);
    }

    @Test
    void whereTheWorkspaceDoesNotLetTheRulePromoteAPersonIsAskedOnce() {
        UUID request = inCanary(OVER);
        log.send(100, 20, "stable", Instant.now());
        log.send(25, 5, "canary", Instant.now());
        look(false);
        int looks = running().looks();
        look(false);
        look(false);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(running().looks()).isEqualTo(looks);
        assertThat(canary(request).sentence())
                .endsWith("no difference is beyond chance. The watch is over, and a person" + " decides.");
        assertThat(kinds(request)).containsOnlyOnce("patch_request.canary_waiting");
    }

    @Test
    void whatIsBetterIsWatchedToTheEndAllTheSame() {
        UUID request = inCanary(LONG);
        log.send(200, 124, "stable", Instant.now());
        log.send(200, 24, "canary", Instant.now());
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(canary(request).verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(canary(request).sentence())
                .startsWith("Negative feedback is 12 % on the canary and 62 % on stable. The watch goes on until ")
                .endsWith(", since what is better at first may not stay so.");
        assertThat(passed).isEmpty();
    }

    @Test
    void whatAgentsSayWhatNamesNoVariantAndWhatWasBeforeIsOnNeitherSide() {
        Instant before = Instant.now();
        UUID request = inCanary(LONG);
        log.send(200, 24, "stable", Instant.now());
        log.send(100, 12, "canary", Instant.now());
        log.send(200, 200, true, Instant.now());
        log.send(200, 200, false, Instant.now());
        log.send(200, 200, "canary", before);
        log.send(200, 0, "stable", before);
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(canary(request).verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(canary(request).stableEvents()).isEqualTo(200);
        assertThat(canary(request).canaryEvents()).isEqualTo(100);
    }

    @Test
    void whileEverythingIsStoppedNothingIsLookedAt() {
        UUID request = inCanary(LONG);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 62, "canary", Instant.now());
        log.ask(Addresses.STORE_STOP, new Store.Stop("alice", null));
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(canary(request).lookedAt()).isNull();
        log.ask(Addresses.STORE_RESUME, "alice");
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
    }

    @Test
    void aPromotionThatIsRefusedIsToldOnceAndTriedAgainWithoutSpendingALook() {
        UUID request = inCanary(OVER);
        log.send(100, 20, "stable", Instant.now());
        log.send(25, 5, "canary", Instant.now());
        drift = "The file has changed in the workspace since.";
        look(true);
        assertThat(kinds(request)).containsOnlyOnce("patch_request.canary_waiting");
        int looks = running().looks();
        List<String> entries = kinds(request);
        look(true);
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        assertThat(canary(request).note()).isEqualTo(drift);
        assertThat(running().looks()).isEqualTo(looks);
        assertThat(kinds(request)).isEqualTo(entries);
        assertThat(passed).containsExactly(Stage.CANARY_WAITING);
        drift = null;
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
    }

    @Test
    void aWithdrawalThatIsRefusedIsToldOnceAndTriedAgainByItsSentence() {
        UUID request = inCanary(LONG);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 62, "canary", Instant.now());
        drift = "The file has changed in the canary folder since.";
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        look(true);
        assertThat(kinds(request)).containsOnlyOnce("patch_request.canary_waiting");
        assertThat(passed).containsExactly(Stage.CANARY_WAITING);
        drift = null;
        look(true);
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(canary(request).act().comment())
                .isEqualTo("Withdrawn by the rule. Negative feedback is 31 % on the canary and 12 % on stable.");
    }

    @Test
    void aLookThatFailsDoesNotStopTheOthers() {
        broken = inCanary("src/a.py", OVER);
        UUID fine = inCanary("src/b.py", OVER);
        log.send(100, 20, "stable", Instant.now());
        log.send(25, 5, "canary", Instant.now());
        look(true);
        assertThat(log.status(broken)).isEqualTo(PatchStatus.CANARY);
        assertThat(log.status(fine)).isEqualTo(PatchStatus.APPLIED);
    }

    @Test
    void theLoopCoolsDownFromTheWithdrawalOn() {
        Submission submission = log.admitted("src/a.py", "learning");
        log.found(submission);
        start(submission, LONG);
        assertThat(log.past().status()).isEqualTo(PatchStatus.CANARY);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 62, "canary", Instant.now());
        Instant before = Instant.now();
        look(true);
        assertThat(log.past().status()).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(log.past().at()).isAfter(before);
        assertThat(log.ask(Addresses.STORE_UNDONE, submission.requestId()).orElseThrow())
                .startsWith("Withdrawn by the rule. Negative feedback is 31 %");
    }

    @Test
    void whatIsWithdrawnCountsAgainstItsProposersConfidence() {
        for (int i = 0; i < 20; i++) {
            log.applied(Demand.ONE);
        }
        inCanary("src/b.py", LONG);
        log.send(200, 24, "stable", Instant.now());
        log.send(200, 62, "canary", Instant.now());
        look(true);
        var calibration = log.ask(Addresses.STORE_CALIBRATION, new Outcomes.Proposer("learning", "bot", "{}"));
        assertThat(calibration.ends()).isEqualTo(21);
        assertThat(calibration.good()).isEqualTo(20);
        Outcomes.End end = analytics().ends().get(0);
        for (int i = 0; i < 200 && end.calibrated() == null; i++) {
            end = analytics().ends().get(0);
        }
        assertThat(end.good()).isFalse();
        assertThat(end.calibrated()).isNotNull();
    }

    @Test
    void whileARequestIsInTheCanaryItsComponentIsLeftAloneByTheLoop() {
        UUID request = inCanary(LONG);
        Instant now = Instant.now();
        var stretch = new Improvements.Stretch("default", "learning", now.minus(LONG), now);
        var other = new Improvements.Stretch("default", "storage", now.minus(LONG), now);
        assertThat(log.ask(Addresses.STORE_STANDING, stretch).inCanary()).isTrue();
        assertThat(log.ask(Addresses.STORE_STANDING, other).inCanary()).isFalse();
        log.ask(
                Addresses.APPLICATION_CANARY_ACT,
                new Canaries.ActStart(request, Canaries.Act.WITHDRAW, RequestLog.person("carol"), "No."));
        assertThat(log.ask(Addresses.STORE_STANDING, stretch).inCanary()).isFalse();
    }

    private void look(boolean promote) {
        CanarySettings settings = new CanarySettings(0.1, LONG, 20, promote);
        new CanaryWatch(log.bus, Map.of("default", settings), Duration.ofNanos(1), Clock.systemUTC())
                .run()
                .await();
    }

    private UUID inCanary(Duration watch) {
        return inCanary("src/a.py", watch);
    }

    private UUID inCanary(String file, Duration watch) {
        return start(log.admitted(file, "learning"), watch);
    }

    private UUID start(Submission submission, Duration watch) {
        log.approve(submission);
        log.ask(Addresses.STORE_CANARY_STARTED, new Canaries.Start(submission.requestId(), 0.1, watch));
        assertThat(log.status(submission.requestId())).isEqualTo(PatchStatus.CANARY);
        return submission.requestId();
    }

    private Canaries.OnCanary running() {
        return log.ask(Addresses.STORE_ON_CANARY, null).get(0);
    }

    private Canaries.Canary canary(UUID request) {
        return log.ask(Addresses.STORE_CANARY, request).orElseThrow();
    }

    private Outcomes.Analytics analytics() {
        return log.ask(Addresses.STORE_ANALYTICS, null);
    }

    private List<String> kinds(UUID request) {
        return log.ask(Addresses.STORE_TIMELINE, request).orElseThrow().stream()
                .map(Store.TimelineEntry::kind)
                .toList();
    }
}
