package io.patchgate;

import static io.patchgate.bus.Addresses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.application.ApplicationVerticle;
import io.patchgate.application.CanaryFolder;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.ActStart;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Waiting;
import io.patchgate.workspace.Workspace;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real folders and the real request log, with the end of a process anywhere in between. */
@Timeout(120)
class CanaryFoldersTest {
    private static final Guard OPEN = resolution -> Optional.empty();
    private static final String FILE = "src/a.py";

    @TempDir
    Path temp;

    private RequestLog log;
    private Tree workspace;
    private Tree canary;
    private String running;

    @BeforeEach
    void start() throws Exception {
        log = new RequestLog();
        workspace = new Tree(temp.resolve("workspace")).file(FILE, "one\n");
        canary = new Tree(temp.resolve("canary")).file(FILE, "one\n");
        Files.createDirectory(temp.resolve("data"));
        deploy(true);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void aPromotionThatEndedWithItsProcessIsEndedByTheNext() throws Exception {
        UUID request = inCanary();
        undeploy();
        log.ask(STORE_BEGIN_CANARY_ACT, new ActStart(request, Act.PROMOTE, RequestLog.person("carol"), null));
        deploy(true);
        until(request, PatchStatus.APPLIED);
        assertThat(workspace.text(FILE) + canary.text(FILE)).isEqualTo("two\ntwo\n");
    }

    @Test
    void aWithdrawalThatEndedWithItsProcessIsEndedByTheNext() throws Exception {
        UUID request = inCanary();
        undeploy();
        log.ask(STORE_BEGIN_CANARY_ACT, new ActStart(request, Act.WITHDRAW, RequestLog.person("carol"), "no"));
        deploy(true);
        until(request, PatchStatus.ROLLED_BACK);
        assertThat(workspace.text(FILE) + canary.text(FILE)).isEqualTo("one\none\n");
    }

    @Test
    void withoutItsFolderARequestCanBePromotedAndNotWithdrawn() throws Exception {
        UUID request = inCanary();
        undeploy();
        deploy(false);
        assertThatThrownBy(() -> act(request, Act.WITHDRAW)).hasMessageContaining("name no canary folder");
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        act(request, Act.PROMOTE);
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        assertThat(workspace.text(FILE)).isEqualTo("two\n");
    }

    @Test
    void aWithdrawalLeavesWhatSomebodyWroteSince() throws Exception {
        UUID request = inCanary();
        canary.file(FILE, "edited\n");
        assertThatThrownBy(() -> act(request, Act.WITHDRAW))
                .hasMessage("In the canary folder: 'src/a.py' changed since the request was applied."
                        + " Nothing was written.");
        assertThat(canary.text(FILE)).isEqualTo("edited\n");
        assertThat(log.status(request)).isEqualTo(PatchStatus.CANARY);
        canary.file(FILE, "two\n");
        act(request, Act.WITHDRAW);
        assertThat(canary.text(FILE)).isEqualTo("one\n");
    }

    @Test
    void theRuleDoesNotPromoteWhereSomethingElseWasComparedButAPersonMay() throws Exception {
        UUID request = inCanary();
        canary.file(FILE, "edited\n");
        ActStart byRule = new ActStart(request, Act.PROMOTE, Actor.CANARY, "as good");
        assertThatThrownBy(() -> log.ask(APPLICATION_CANARY_ACT, byRule))
                .hasMessageStartingWith("In the canary folder 'src/a.py' is not what was put there");
        assertThat(workspace.text(FILE)).isEqualTo("one\n");
        act(request, Act.PROMOTE);
        assertThat(workspace.text(FILE)).isEqualTo("two\n");
    }

    @Test
    void aRollbackWaitsForACanaryFolderThatIsAwayAndTakesItOutThereToo() throws Exception {
        UUID request = inCanary();
        act(request, Act.PROMOTE);
        Files.move(canary.root, temp.resolve("away"));
        assertThatThrownBy(() -> log.ask(APPLICATION_ROLL_BACK, rollback(request)))
                .hasMessageContaining("'default (canary)' cannot be read");
        assertThat(workspace.text(FILE)).isEqualTo("one\n");
        assertThat(log.status(request)).isEqualTo(PatchStatus.APPLIED);
        Files.move(temp.resolve("away"), canary.root);
        until(request, PatchStatus.ROLLED_BACK);
        assertThat(canary.text(FILE)).isEqualTo("one\n");
    }

    @Test
    void aRollbackStandsThoughTheCanaryFolderCannotFollow() throws Exception {
        UUID request = inCanary();
        act(request, Act.PROMOTE);
        canary.file(FILE, "edited\n");
        log.ask(APPLICATION_ROLL_BACK, rollback(request));
        assertThat(log.status(request)).isEqualTo(PatchStatus.ROLLED_BACK);
        assertThat(workspace.text(FILE) + canary.text(FILE)).isEqualTo("one\nedited\n");
    }

    private void act(UUID request, Act act) {
        log.ask(APPLICATION_CANARY_ACT, new ActStart(request, act, RequestLog.person("carol"), "so"));
    }

    private static Store.RollbackStart rollback(UUID request) {
        return new Store.RollbackStart(request, RequestLog.person("carol"), null);
    }

    private void until(UUID request, PatchStatus status) throws Exception {
        Waiting.until(() -> log.status(request) == status);
    }

    private void deploy(boolean withCanary) throws Exception {
        CanaryFolder folder =
                new CanaryFolder(new Workspace("default (canary)", canary.root), OPEN, 0.1, Duration.ofHours(1));
        var verticle = new ApplicationVerticle(
                log.bus,
                Map.of("default", workspace.workspace()),
                Map.of("default", OPEN),
                Map.of(),
                withCanary ? Map.of("default", folder) : Map.of(),
                temp.resolve("data"));
        running = Waiting.on(
                log.vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    }

    private void undeploy() throws Exception {
        Waiting.on(log.vertx.undeploy(running));
    }

    private UUID inCanary() throws Exception {
        WorkspacePath path = new WorkspacePath(FILE);
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
                List.of(new Change(path, Change.Form.NEW_CODE, "two\n", null, null)),
                null,
                null);
        log.ask(STORE_RECEIVE, submission);
        BaseFile file = new BaseFile(path, sha("one\n"), 4, 0644, sha("two\n"), 4);
        log.ask(
                STORE_ADMIT,
                new Store.Admission(submission, "the diff", List.of(file), "a".repeat(64), "b".repeat(64), Demand.ONE));
        log.approve(submission);
        until(submission.requestId(), PatchStatus.CANARY);
        assertThat(canary.text(FILE)).isEqualTo("two\n");
        return submission.requestId();
    }

    private static String sha(String content) {
        return Sha256.hex(content.getBytes(StandardCharsets.UTF_8));
    }
}
