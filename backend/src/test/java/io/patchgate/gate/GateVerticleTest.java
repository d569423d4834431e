package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PlannedCheck;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Waiting;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateVerticleTest {
    @TempDir
    Path temp;

    final Vertx vertx = Vertx.vertx();
    final Bus bus = Bus.install(vertx);
    Tree tree;
    Gate gate;

    // What the request log would hold.
    final Map<UUID, Submission> unjudged = new ConcurrentHashMap<>();
    final Map<UUID, Store.Admission> admitted = new ConcurrentHashMap<>();
    final Map<UUID, Store.Sealing> sealed = new ConcurrentHashMap<>();
    final List<Submission> takenBack = new CopyOnWriteArrayList<>();
    final List<Store.Protection> additions = new CopyOnWriteArrayList<>();
    final Map<String, Gate> canaries = new HashMap<>();
    volatile Optional<String> overlap = Optional.empty();
    volatile boolean storeAway;
    volatile boolean storeAwayAfterProtecting;
    volatile List<Check> checks = List.of();
    volatile CheckPlan plan = CheckPlan.NONE;

    @BeforeEach
    void serveARequestLog() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/ai_pal/core/config.py", "kernel\n").file("a.py", "one\n");
        gate = new Gate(tree.workspace(), ProtectedPaths.of(PolicyFile.KERNEL, List.of()));
        serve(Addresses.STORE_PROTECTED_PATHS, nothing -> List.copyOf(additions));
        serve(
                Addresses.STORE_UNJUDGED,
                limit -> unjudged.values().stream()
                        .sorted(java.util.Comparator.comparing(Submission::createdAt))
                        .limit(limit)
                        .toList());
        serve(Addresses.STORE_ADMIT, admission -> {
            settle(admission.submission().requestId());
            admitted.put(admission.submission().requestId(), admission);
            return null;
        });
        serve(Addresses.STORE_SEAL, sealing -> {
            UUID id = sealing.admission().submission().requestId();
            settle(id);
            sealed.put(id, sealing);
            return null;
        });
        serve(Addresses.STORE_TAKEN_BACK, limit -> List.copyOf(takenBack));
        serve(Addresses.STORE_PROTECT, addition -> {
            storeAway = storeAwayAfterProtecting;
            return additions.add(addition);
        });
        serve(Addresses.STORE_FIND, id -> Optional.ofNullable(admitted.get(id)).map(this::detail));
        serve(Addresses.STORE_CHECKS, id -> checks);
        serve(Addresses.STORE_OVERLAP, id -> overlap);
    }

    private static PolicyEntry added(String path) {
        return PolicyEntry.added(PolicyEntry.Kind.PATH, path, "admin", Instant.now());
    }

    private <Q, R> void serve(io.patchgate.bus.Address<Q, R> address, java.util.function.Function<Q, R> answer) {
        bus.serve(
                address,
                question -> storeAway
                        ? Failure.future(FailureKind.UNAVAILABLE, "away")
                        : Future.succeededFuture(answer.apply(question)));
    }

    private void settle(UUID requestId) {
        if (unjudged.remove(requestId) == null) {
            throw new Failure(FailureKind.CONFLICT, "no longer pending");
        }
    }

    private Store.PatchDetail detail(Store.Admission admission) {
        Submission s = admission.submission();
        var row = new Store.PatchRow(
                s.requestId(),
                s.createdAt(),
                s.submittedBy(),
                s.workspace(),
                s.target().value(),
                1,
                s.component(),
                s.improvementType(),
                s.confidence(),
                s.reasoning(),
                List.of(),
                "{}",
                null,
                null,
                null,
                List.of(),
                null);
        return new Store.PatchDetail(
                row,
                s.changes(),
                admission.files(),
                admission.approvalKey(),
                admission.policyVersion(),
                null,
                null,
                false,
                admission.demand(),
                List.of(),
                List.of(),
                null);
    }

    @AfterEach
    void close() throws Exception {
        Waiting.on(vertx.close());
    }

    private void deploy() throws Exception {
        var quick = Duration.ofMillis(10);
        var verticle = new GateVerticle(
                bus,
                Map.of("default", gate),
                canaries,
                Map.of(),
                Map.of("default", plan),
                new Backoff(quick, quick),
                new Backoff(quick, quick));
        Waiting.on(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    }

    private Submission received(String... paths) {
        return received("default", Stream.of(paths).map(InspectorTest::code).toList());
    }

    private Submission received(String workspace, List<Change> changes) {
        Submission submission = submission(workspace, changes);
        unjudged.put(submission.requestId(), submission);
        return submission;
    }

    static Submission submission(String workspace, List<Change> changes) {
        return new Submission(
                UUID.randomUUID(),
                Instant.now(),
                "agent",
                null,
                workspace,
                "c",
                "CODE_PATCH",
                0.5,
                "why",
                List.of(),
                "{}",
                changes,
                null,
                null);
    }

    private void publish(Submission submission) {
        bus.publish(Addresses.SUBMISSION_RECEIVED, submission);
    }

    @Test
    void admitsWithTheDiffOfTheBytesOnDisk() throws Exception {
        deploy();
        Submission submission = received("a.py", "new.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));

        Store.Admission admission = admitted.get(submission.requestId());
        assertThat(admission.diff())
                .contains("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-one\n+new\n")
                .contains("--- /dev/null\n+++ b/new.py\n");
        assertThat(admission.files().get(0).baseMode()).isEqualTo(0644);
        assertThat(admission.files().get(0).baseSize()).isEqualTo(4);
        assertThat(admission.files().get(1).creates()).isTrue();
        assertThat(admission.approvalKey()).matches("[0-9a-f]{64}");
        assertThat(admission.policyVersion()).isEqualTo(gate.policy().version());
    }

    @Test
    void sealsWhatIsProtected() throws Exception {
        deploy();
        Submission submission = received("a.py", "src/ai_pal/core/config.py");
        publish(submission);
        Waiting.until(() -> sealed.containsKey(submission.requestId()));

        assertThat(sealed.get(submission.requestId()).target()).isEqualTo("src/ai_pal/core/config.py");
        assertThat(sealed.get(submission.requestId()).rule()).startsWith("path: ");
        assertThat(admitted).isEmpty();
    }

    @Test
    void readsWhatItSealsAsWhatItAdmits() throws Exception {
        deploy();
        tree.file("src/ai_pal/modules/ethics.py/x", "").file("binary", new byte[] {1, 0, 2}, "rw-r--r--");
        Submission allowed = received("a.py");
        Submission denied = received("a.py", "binary", "src/ai_pal/modules/ethics.py", "src/ai_pal/core/config.py");
        publish(allowed);
        publish(denied);
        Waiting.until(() -> admitted.containsKey(allowed.requestId()) && sealed.containsKey(denied.requestId()));

        Store.Admission admission = sealed.get(denied.requestId()).admission();
        assertThat(admission.files()).extracting(BaseFile::creates).containsExactly(false, true, true, false);
        assertThat(admission.files().get(0))
                .isEqualTo(admitted.get(allowed.requestId()).files().get(0));
        assertThat(admission.diff()).contains(admitted.get(allowed.requestId()).diff());
    }

    @Test
    void waitsWhileWhatWasSentCannotBeMade() throws Exception {
        deploy();
        tree.file("d/x", "");
        Submission waiting = received("d");
        Submission other = received("a.py");
        publish(waiting);
        publish(other);
        Waiting.until(() -> admitted.containsKey(other.requestId()));
        Thread.sleep(200);
        assertThat(admitted).doesNotContainKey(waiting.requestId());

        Files.move(tree.root.resolve("d"), tree.root.resolve("moved"));

        Waiting.until(() -> admitted.containsKey(waiting.requestId()));
    }

    @Test
    void asksForNoFewerPeopleThanAtTheAdmission() throws Exception {
        tree.file("src/ai_pal/core/config.py", "import helper\n");
        deploy();
        Submission submission = received("src/helper.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));
        assertThat(admitted.get(submission.requestId()).demand().approvals()).isEqualTo(2);

        tree.file("src/ai_pal/core/config.py", "kernel\n");

        assertThat(gate.demands().of(admitted.get(submission.requestId()).files()))
                .isEqualTo(Demand.ONE);
        assertThat(standing(submission).demand().approvals()).isEqualTo(2);
    }

    @Test
    void findsWhatWasLeftUnjudgedAtTheStart() throws Exception {
        for (int i = 0; i < 2 * JudgingQueue.PAGE + 7; i++) {
            received("n" + i + ".py");
        }
        deploy();

        Waiting.until(unjudged::isEmpty);
        assertThat(admitted).hasSize(2 * JudgingQueue.PAGE + 7);
    }

    @Test
    void judgesLaterWhatItCouldNotRecord() throws Exception {
        deploy();
        storeAway = true;
        Submission submission = received("a.py");
        publish(submission);
        Thread.sleep(100);
        assertThat(admitted).isEmpty();

        storeAway = false;

        Waiting.until(() -> admitted.containsKey(submission.requestId()));
    }

    @Test
    void judgesNothingBeforeTheAdditionsAreLoaded() throws Exception {
        additions.add(new Store.Protection("default", added("a.py")));
        storeAway = true;
        deploy();
        Submission submission = received("a.py");
        publish(submission);
        assertThatThrownBy(() -> gate.judge(List.of(at("b.py")))).hasMessageContaining("being loaded");

        storeAway = false;

        Waiting.until(() -> sealed.containsKey(submission.requestId()));
        assertThat(admitted).isEmpty();
    }

    @Test
    void keepsSubmissionsWhileTheWorkspaceIsGone() throws Exception {
        deploy();
        Files.move(tree.root, temp.resolve("away"));
        for (int i = 0; i < 2 * JudgingQueue.PAGE; i++) {
            publish(received("n" + i + ".py"));
        }
        received("unknown", List.of(InspectorTest.code("x.py")));
        Thread.sleep(200);
        assertThat(admitted).isEmpty();
        assertThat(sealed).isEmpty();

        Files.move(temp.resolve("away"), tree.root);

        Waiting.until(() -> unjudged.size() == 1);
        assertThat(admitted).hasSize(2 * JudgingQueue.PAGE);
    }

    @Test
    void losesNothingToAFullQueue() throws Exception {
        deploy();
        List<Submission> many = new ArrayList<>();
        for (int i = 0; i < JudgingQueue.MAX_SUBMISSIONS + 300; i++) {
            many.add(received("n" + i + ".py"));
        }
        many.forEach(this::publish);

        Waiting.until(unjudged::isEmpty);
        assertThat(admitted).hasSize(many.size());
    }

    @Test
    void inspectsBesideTheQueue() throws Exception {
        deploy();

        assertThat(Waiting.on(bus.ask(
                        Addresses.GATE_INSPECT,
                        new Gating.Inspection("default", List.of(InspectorTest.code("a.py")), true))))
                .hasSize(1);
        assertThatThrownBy(() -> Waiting.on(bus.ask(
                        Addresses.GATE_INSPECT,
                        new Gating.Inspection("nope", List.of(InspectorTest.code("a.py")), true))))
                .hasMessage("The field 'workspace' is not known.");
        Files.move(tree.root, temp.resolve("away"));
        assertThatThrownBy(() -> Waiting.on(bus.ask(
                        Addresses.GATE_INSPECT,
                        new Gating.Inspection("default", List.of(InspectorTest.code("a.py")), true))))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }

    @Test
    void plansTheSameChecksWhateverTheVerdict() throws Exception {
        plan = changes -> List.of(new PlannedCheck("unit" + changes.size(), Check.Kind.COMMAND, true));
        deploy();
        Submission allowed = received("a.py");
        Submission denied = received("src/ai_pal/core/config.py");
        publish(allowed);
        publish(denied);
        Waiting.until(() -> admitted.containsKey(allowed.requestId()) && sealed.containsKey(denied.requestId()));

        assertThat(admitted.get(allowed.requestId()).checks()).isEqualTo(plan.of(allowed.changes()));
        assertThat(sealed.get(denied.requestId()).admission().checks()).isEqualTo(plan.of(denied.changes()));
    }

    @Test
    void bindsTheKeyToWhatChecksHaveFoundOut() throws Exception {
        deploy();
        Submission submission = received("a.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));
        String admission = admitted.get(submission.requestId()).approvalKey();

        checks = List.of(check(Check.Status.RUNNING, null));
        assertThat(standing(submission).approvalKey()).isEqualTo(admission);
        checks = List.of(check(Check.Status.PASSED, "3 tests"));
        Gating.Standing passed = standing(submission);
        assertThat(passed.contentKey()).isEqualTo(admission);
        assertThat(passed.approvalKey()).isNotEqualTo(admission);
        assertThat(passed.checks()).isEqualTo(checks);
        checks = List.of(check(Check.Status.PASSED, "4 tests"));
        assertThat(standing(submission).approvalKey())
                .isNotEqualTo(passed.approvalKey())
                .isNotEqualTo(admission);
    }

    private Gating.Standing standing(Submission submission) throws Exception {
        return Waiting.on(bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(submission.requestId())));
    }

    private static Check check(Check.Status status, String summary) {
        return new Check("unit", Check.Kind.COMMAND, true, status, 7L, 0, summary, null, null);
    }

    @Test
    void tellsHowARequestStands() throws Exception {
        deploy();
        Submission submission = received("a.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));
        var recheck = new Gating.Recheck(submission.requestId());
        String key = admitted.get(submission.requestId()).approvalKey();

        Gating.Standing same = Waiting.on(bus.ask(Addresses.GATE_RECHECK, recheck));
        assertThat(same).isEqualTo(new Gating.Standing(null, key, key, false, null, Demand.ONE));

        tree.file("a.py", "edited\n");
        Gating.Standing stale = Waiting.on(bus.ask(Addresses.GATE_RECHECK, recheck));
        assertThat(stale.stale()).isTrue();
        assertThat(stale.approvalKey()).isNotEqualTo(key);
        assertThat(stale.currentDiff()).contains("-edited\n+new\n");

        tree.file("a.py", "one\n");
        var actor = new Actor("admin", Set.of(Role.ADMIN), null, "jti", Instant.MAX);
        var protect = new Gating.Protect("default", PolicyEntry.Kind.PATH, "a.py", actor);
        assertThat(Waiting.on(bus.ask(Addresses.GATE_PROTECT, protect)).added()).isTrue();
        Gating.Standing refused = Waiting.on(bus.ask(Addresses.GATE_RECHECK, recheck));
        assertThat(refused.refusal()).startsWith("'a.py' may not be changed.");
        assertThat(refused.stale()).isFalse();
        assertThat(refused.admittedKey()).isEqualTo(key);
        assertThat(refused.approvalKey()).isNotEqualTo(key);
        assertThat(Waiting.on(bus.ask(Addresses.GATE_POLICY, "default")).entries())
                .extracting(PolicyEntry::text)
                .contains("a.py");
    }

    private Gate canary(Tree folder) throws Exception {
        Gate gate = new Gate(folder.workspace(), ProtectedPaths.of(List.of(), List.of()));
        canaries.put("default", gate);
        return gate;
    }

    @Test
    void tellsWhatSpeaksAgainstTheCanaryFolder() throws Exception {
        Tree folder = new Tree(temp.resolve("canary")).file("a.py", "one\n");
        canary(folder);
        deploy();
        Submission submission = received("a.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));
        assertThat(standing(submission).refusal()).isNull();

        overlap = Optional.of("Another request is being tried there.");
        assertThat(standing(submission).refusal()).isEqualTo("Another request is being tried there.");
        overlap = Optional.empty();
        folder.file("a.py", "another\n");
        assertThat(standing(submission).refusal()).startsWith("The canary folder has another 'a.py'");
        Files.delete(folder.root.resolve("a.py"));
        folder.link("a.py", "b.py");
        assertThat(standing(submission).refusal()).startsWith("'a.py' may not be changed in the canary folder.");
    }

    @Test
    void heedsAdditionsInTheCanaryFolderToo() throws Exception {
        Gate canary = canary(new Tree(temp.resolve("canary")).file("a.py", "one\n"));
        additions.add(new Store.Protection("default", added("before.py")));
        deploy();
        Waiting.until(() -> canary.policy().paths().contains("before.py"));
        storeAwayAfterProtecting = true;

        Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern("rules/*.py")));

        assertThat(canary.judge(List.of(at("rules/c.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void protectsByAPatternAndSaysWhatItMatches() throws Exception {
        deploy();
        tree.file("rules/a.py", "").file("rules/b.py", "");

        var protection = Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern("rules/*.py")));

        assertThat(protection.added()).isTrue();
        assertThat(protection.matches()).isEqualTo(new Gating.Matches(List.of("rules/a.py", "rules/b.py"), 2, true));
        assertThat(gate.judge(List.of(at("rules/c.py")))).isInstanceOf(Verdict.Denied.class);
        assertThat(additions)
                .extracting(Store.Protection::entry)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo(PolicyEntry.Kind.PATTERN);
                    assertThat(entry.addedBy()).isEqualTo("admin");
                });
    }

    @Test
    void heedsAnAdditionAlsoWhenTheOthersCannotBeHad() throws Exception {
        deploy();
        Waiting.until(() -> reaches(Gating.Reach.READABLE));
        storeAwayAfterProtecting = true;

        assertThat(Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern("rules/*.py")))
                        .added())
                .isTrue();

        assertThat(gate.judge(List.of(at("rules/c.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void learnsWithAnAdditionWhatOtherNodesAdded() throws Exception {
        deploy();
        Waiting.until(() -> reaches(Gating.Reach.READABLE));
        additions.add(new Store.Protection("default", added("theirs.py")));

        Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern("rules/*.py")));

        assertThat(gate.policy().paths()).contains("rules/*.py", "theirs.py");
    }

    @Test
    void heedsNoAdditionOfAnotherWorkspace() throws Exception {
        additions.add(new Store.Protection("another", added("theirs.py")));
        additions.add(new Store.Protection("default", added("ours.py")));
        deploy();

        Waiting.until(() -> gate.policy().paths().contains("ours.py"));

        assertThat(gate.policy().paths()).doesNotContain("theirs.py");
    }

    @Test
    void protectsAlsoWhileTheWorkspaceIsAway() throws Exception {
        deploy();
        Files.move(tree.root, temp.resolve("away"));

        var protection = Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern("*.pem")));

        assertThat(protection.matches()).isEqualTo(new Gating.Matches(List.of(), 0, false));
        assertThat(gate.policy().paths()).contains("*.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!a.py", "# a", "*", "**", "/", "*/**", "a[", "../x", ""})
    void refusesAPatternAtRunTime(String text) throws Exception {
        deploy();

        assertThatThrownBy(() -> Waiting.on(bus.ask(Addresses.GATE_PROTECT, pattern(text))))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
                    assertThat(failure.errors().get(0).field()).isEqualTo("pattern");
                });
        assertThat(additions).isEmpty();
    }

    private static Gating.Protect pattern(String text) {
        var actor = new Actor("admin", Set.of(Role.ADMIN), null, "jti", Instant.MAX);
        return new Gating.Protect("default", PolicyEntry.Kind.PATTERN, text, actor);
    }

    @Test
    void heedsWhatAnotherNodeAddedAndSeesTheWorkspaceGoAndComeBack() throws Exception {
        deploy();
        Waiting.until(() -> reaches(Gating.Reach.READABLE));

        additions.add(new Store.Protection("default", added("b.py")));
        Files.move(tree.root, temp.resolve("away"));

        Waiting.until(() -> gate.policy().paths().contains("b.py"));
        Waiting.until(() -> reaches(Gating.Reach.UNREADABLE));
        Files.move(temp.resolve("away"), tree.root);
        Waiting.until(() -> reaches(Gating.Reach.READABLE));
    }

    private boolean reaches(Gating.Reach expected) {
        return bus.ask(Addresses.GATE_REACH, null)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .get("default")
                == expected;
    }

    @Test
    void saysWhatBecameOfATargetThatIsNoFileAnyMore() throws Exception {
        deploy();
        Submission submission = received("d/x.py");
        publish(submission);
        Waiting.until(() -> admitted.containsKey(submission.requestId()));
        tree.file("d/x.py/y", "");

        Gating.Standing standing =
                Waiting.on(bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(submission.requestId())));

        assertThat(standing.refusal()).isEqualTo("'d/x.py' is not a file any more: a folder.");
    }

    @Test
    void protectsOnlyPathsInCanonicalForm() throws Exception {
        deploy();
        var actor = new Actor("admin", Set.of(Role.ADMIN), null, "jti", Instant.MAX);

        var protect = new Gating.Protect("default", PolicyEntry.Kind.PATH, "../x", actor);
        assertThatThrownBy(() -> Waiting.on(bus.ask(Addresses.GATE_PROTECT, protect)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.INVALID));
        assertThat(additions).isEmpty();
    }
}
