package io.patchgate.application;

import static io.patchgate.application.ApplicationTest.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Waiting;
import io.patchgate.workspace.Workspace;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationVerticleTest {
    @TempDir
    Path temp;

    final Vertx vertx = Vertx.vertx();
    final Bus bus = Bus.install(vertx);
    Tree tree;

    // What the request log would hold.
    final Map<UUID, Request> requests = new ConcurrentHashMap<>();
    final Map<UUID, PatchStatus> statuses = new ConcurrentHashMap<>();
    final Map<UUID, Boolean> rollingBack = new ConcurrentHashMap<>();
    final List<Store.Finish> finishes = new CopyOnWriteArrayList<>();
    volatile boolean storeAway;
    volatile boolean stopped;
    volatile int finishesToMiss;
    Map<String, CanaryFolder> canaries = Map.of();

    @BeforeEach
    void serveARequestLog() throws Exception {
        tree = new Tree(temp.resolve("ws")).file("a.py", "one\n");
        serve(
                Addresses.STORE_UNFINISHED,
                nothing -> new Store.Unfinished(
                        with(PatchStatus.APPROVED),
                        rollingBack.keySet().stream().toList(),
                        List.of()));
        serve(Addresses.STORE_FIND, id -> Optional.ofNullable(requests.get(id)).map(this::detail));
        serve(Addresses.STORE_PROVENANCE, id -> new Store.Provenance(7, List.of("rita"), List.of(), List.of()));
        serve(Addresses.STORE_FINISH, finish -> {
            if (finishesToMiss > 0) {
                finishesToMiss--;
                throw new Failure(FailureKind.TIMED_OUT, "No answer in time.");
            }
            finishes.add(finish);
            move(finish.requestId(), PatchStatus.APPROVED, finish.applied() ? PatchStatus.APPLIED : PatchStatus.FAILED);
            return null;
        });
        serve(Addresses.STORE_CANARY_STARTED, start -> {
            move(start.requestId(), PatchStatus.APPROVED, PatchStatus.CANARY);
            return null;
        });
        serve(Addresses.STORE_BEGIN_ROLLBACK, start -> {
            move(start.requestId(), PatchStatus.APPLIED, PatchStatus.APPLIED);
            rollingBack.put(start.requestId(), true);
            return new Store.Tally(1, 1);
        });
        serve(
                Addresses.STORE_STOPPED,
                nothing -> stopped ? Optional.of(new Store.Stopped(Instant.now(), "alice", null)) : Optional.empty());
        serve(Addresses.STORE_END_ROLLBACK, end -> {
            rollingBack.remove(end.requestId());
            if (end.done()) {
                move(end.requestId(), PatchStatus.APPLIED, PatchStatus.ROLLED_BACK);
            }
            return null;
        });
    }

    private List<UUID> with(PatchStatus status) {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue() == status)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void move(UUID id, PatchStatus from, PatchStatus to) {
        if (!statuses.replace(id, from, to)) {
            throw new Failure(FailureKind.CONFLICT, "It is " + statuses.get(id) + ".");
        }
    }

    private <Q, R> void serve(Address<Q, R> address, Function<Q, R> answer) {
        bus.serve(
                address,
                question -> storeAway
                        ? Failure.future(FailureKind.UNAVAILABLE, "away")
                        : Future.succeededFuture(answer.apply(question)));
    }

    private Store.PatchDetail detail(Request request) {
        var outcome = new Store.Outcome(statuses.get(request.id), null, null, null, null, null, null);
        var row = new Store.PatchRow(
                request.id,
                Instant.now(),
                "agent",
                "default",
                "a.py",
                1,
                "c",
                "CODE_PATCH",
                0.5,
                "why",
                List.of(),
                "{}",
                outcome,
                null,
                null,
                List.of(),
                null);
        boolean undoing = rollingBack.containsKey(request.id);
        return new Store.PatchDetail(
                row,
                request.changes,
                request.files,
                "key",
                "version",
                null,
                null,
                undoing,
                Demand.ONE,
                List.of(),
                List.of(),
                null);
    }

    @AfterEach
    void close() throws Exception {
        Waiting.on(vertx.close());
    }

    private String deploy() throws Exception {
        var quick = Duration.ofMillis(10);
        var verticle = new ApplicationVerticle(
                bus,
                Map.of("default", tree.workspace()),
                Map.of("default", OPEN),
                Map.of(),
                canaries,
                temp.resolve("data"),
                new Backoff(quick, quick));
        return Waiting.on(
                vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    }

    private Request approved(String content) throws Exception {
        Files.createDirectories(temp.resolve("data"));
        Request request = new Request(tree.workspace()).write("a.py", content);
        requests.put(request.id, request);
        statuses.put(request.id, PatchStatus.APPROVED);
        return request;
    }

    private void publish(Request request) {
        bus.publish(
                Addresses.PATCH_DECIDED,
                new Events.PatchChanged(
                        1, request.id, PatchStatus.APPROVED, "a.py", "c", 0.5, Instant.now(), Instant.now()));
    }

    private void until(Request request, PatchStatus status) throws Exception {
        Waiting.until(() -> statuses.get(request.id) == status);
    }

    private Future<Store.Tally> rollBack(Request request) {
        return bus.ask(Addresses.APPLICATION_ROLL_BACK, new Store.RollbackStart(request.id, null, null));
    }

    @Test
    void appliesWhatIsApproved() throws Exception {
        deploy();
        Request request = approved("two\n");
        publish(request);

        until(request, PatchStatus.APPLIED);
        assertThat(tree.text("a.py")).isEqualTo("two\n");
    }

    @Test
    void reportsAFailureInWords() throws Exception {
        deploy();
        Request request = approved("two\n");
        tree.file("a.py", "edited\n");
        publish(request);

        until(request, PatchStatus.FAILED);
        assertThat(finishes.get(0).error()).isEqualTo("'a.py' changed since it was reviewed. Nothing was written.");
    }

    @Test
    void picksUpWhatWasApprovedBeforeTheStart() throws Exception {
        Request request = approved("two\n");
        storeAway = true;
        deploy();
        Thread.sleep(50);
        storeAway = false;

        until(request, PatchStatus.APPLIED);
        assertThat(tree.text("a.py")).isEqualTo("two\n");
    }

    @Test
    void appliesOnceHoweverOftenItIsTold() throws Exception {
        Request request = approved("two\n");
        deploy();
        for (int i = 0; i < 20; i++) {
            publish(request);
        }

        until(request, PatchStatus.APPLIED);
        Thread.sleep(50);
        assertThat(finishes).hasSize(1);
    }

    @Test
    void tellsTheSameOutcomeUntilTheLogHasHeardIt() throws Exception {
        deploy();
        Request request = approved("two\n");
        tree.file("a.py", "edited\n");
        finishesToMiss = 2;
        publish(request);
        Waiting.until(() -> finishesToMiss == 1);
        // Were it worked out anew, it would succeed now and contradict what was told before.
        tree.file("a.py", "one\n");

        until(request, PatchStatus.FAILED);
        assertThat(tree.text("a.py")).isEqualTo("one\n");
    }

    @Test
    void waitsForTheWorkspaceToComeBack() throws Exception {
        deploy();
        Request request = approved("two\n");
        Files.move(tree.root, temp.resolve("away"));
        publish(request);
        Thread.sleep(100);
        assertThat(statuses.get(request.id)).isEqualTo(PatchStatus.APPROVED);
        Files.move(temp.resolve("away"), tree.root);

        until(request, PatchStatus.APPLIED);
    }

    @Test
    void writesNothingWhileEverythingIsStoppedAndGoesOnAfterwards() throws Exception {
        deploy();
        stopped = true;
        Request request = approved("two\n");
        publish(request);
        Waiting.on(bus.ask(Addresses.APPLICATION_QUIET, null));
        Thread.sleep(100);
        assertThat(statuses.get(request.id)).isEqualTo(PatchStatus.APPROVED);
        assertThat(tree.text("a.py")).isEqualTo("one\n");
        stopped = false;
        bus.publish(Addresses.STOP_CHANGED, new Events.StopChanged(2, false));

        until(request, PatchStatus.APPLIED);
        assertThat(tree.text("a.py")).isEqualTo("two\n");
        assertThat(finishes).hasSize(1);
    }

    private Tree canary() throws Exception {
        Tree canary = new Tree(temp.resolve("canary")).file("a.py", "one\n");
        var workspace = new Workspace("default (canary)", canary.root);
        canaries = Map.of("default", new CanaryFolder(workspace, OPEN, 0.1, Duration.ofHours(1)));
        return canary;
    }

    @Test
    void putsWhatIsApprovedIntoTheCanaryAlone() throws Exception {
        Tree canary = canary();
        deploy();
        Request request = approved("two\n");
        publish(request);

        until(request, PatchStatus.CANARY);
        assertThat(canary.text("a.py")).isEqualTo("two\n");
        assertThat(tree.text("a.py")).isEqualTo("one\n");
    }

    @Test
    void failsWhereTheCanaryFolderIsNotAsTheWorkspace() throws Exception {
        Tree canary = canary().file("a.py", "edited\n");
        deploy();
        Request request = approved("two\n");
        publish(request);

        until(request, PatchStatus.FAILED);
        assertThat(finishes.get(0).error())
                .isEqualTo("It could not be put into the canary folder. 'a.py' changed since it was reviewed."
                        + " Nothing was written.");
        assertThat(canary.text("a.py") + tree.text("a.py")).isEqualTo("edited\none\n");
    }

    @Test
    void goesOnInTheWorkspaceWithWhatWasBegunThereBeforeThereWasACanary() throws Exception {
        Request request = approved("two\n").write("b.py", "new\n");
        int killed = 0;
        for (int n = 0; tree.text("a.py").equals("one\n"); n++) {
            try {
                new Application(temp.resolve("data"), FaultyDisk.killedAt(n))
                        .apply(tree.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());
            } catch (FaultyDisk.Killed e) {
                killed++;
            }
        }
        assertThat(killed).isPositive();
        assertThat(tree.has("b.py")).isFalse();
        Tree canary = canary();
        deploy();

        until(request, PatchStatus.APPLIED);
        assertThat(tree.text("a.py") + tree.text("b.py")).isEqualTo("two\nnew\n");
        assertThat(canary.text("a.py")).isEqualTo("one\n");
    }

    @Test
    void rollsBackAndTellsWhenItCannot() throws Exception {
        deploy();
        Request first = approved("two\n");
        publish(first);
        until(first, PatchStatus.APPLIED);
        Request second = approved("three\n");
        publish(second);
        until(second, PatchStatus.APPLIED);

        assertThatThrownBy(() -> Waiting.on(rollBack(first)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT))
                .hasMessage("'a.py' changed since the request was applied. Nothing was written.");
        assertThat(statuses.get(first.id)).isEqualTo(PatchStatus.APPLIED);
        assertThat(rollingBack).isEmpty();

        Waiting.on(rollBack(second));
        Waiting.on(rollBack(first));
        assertThat(tree.text("a.py")).isEqualTo("one\n");
        assertThat(statuses.values()).containsOnly(PatchStatus.ROLLED_BACK);
        assertThatThrownBy(() -> Waiting.on(rollBack(first))).isInstanceOf(Failure.class);
    }

    @Test
    void endsARollbackThatAKillInterrupted() throws Exception {
        String deployment = deploy();
        Request request = approved("two\n");
        publish(request);
        until(request, PatchStatus.APPLIED);
        Waiting.on(vertx.undeploy(deployment));
        rollingBack.put(request.id, true);

        deploy();

        until(request, PatchStatus.ROLLED_BACK);
        assertThat(tree.text("a.py")).isEqualTo("one\n");
    }
}
