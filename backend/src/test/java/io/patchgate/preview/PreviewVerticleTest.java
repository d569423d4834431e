package io.patchgate.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Previewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Workspace;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The preview on a real folder and, where there is one, in the real sandbox. */
@Timeout(120)
class PreviewVerticleTest {
    private static final UUID ID = UUID.randomUUID();

    @TempDir
    Path root;

    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private Sandbox sandbox;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(root.resolve("src"));
        Files.createDirectories(root.resolve(".git"));
        Files.writeString(root.resolve(".git/config"), "url = https://user:password@host");
        Files.writeString(root.resolve("patchgate.yaml"), "database: secret");
        Files.writeString(root.resolve("src/a.py"), "print('old')\n");
        Files.writeString(root.resolve("src/gone.py"), "gone\n");
        Files.writeString(root.resolve("kept.txt"), "kept\n");
        Files.writeString(data.resolve("key"), "secret");
        Files.createSymbolicLink(root.resolve("out"), data.resolve("key"));
        sandbox = Sandbox.open(data);
        bus.serve(
                Addresses.STORE_FIND,
                asked -> Future.succeededFuture(asked.equals(ID) ? Optional.of(request()) : Optional.empty()));
    }

    @AfterEach
    void close() {
        sandbox.close();
        vertx.close().await();
    }

    @Test
    void packsTheWorkspaceAsItWouldBeAndNoSecretOfOurs() throws IOException {
        deploy(null);
        Previewing.Archive archive = bus.ask(Addresses.PREVIEW_ARCHIVE, ID).await();
        assertThat(unpacked(archive.file()))
                .isEqualTo(Map.of(
                        "default/kept.txt", "kept\n",
                        "default/src/a.py", "print('new')\n",
                        "default/src/b/made.py", "made\n"));
    }

    @Test
    void runsTheCommandOnACopyWithTheChangeInIt() {
        assumeTrue(sandbox.fault().isEmpty());
        deploy("python3 src/a.py; ls -R src; cat patchgate.yaml .git/config out; exit 4");
        Previewing.Offer offer = bus.ask(Addresses.PREVIEW_OFFER, ID).await();
        assertThat(offer.command()).startsWith("python3 src/a.py");
        Previewing.Outcome outcome = bus.ask(Addresses.PREVIEW_RUN, ID).await();
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.ended()).isEqualTo("ended with exit code 4");
        assertThat(outcome.output())
                .startsWith("new\nsrc:\na.py\nb\n\nsrc/b:\nmade.py\n")
                .doesNotContain("secret", "password");
        assertThat(root.resolve("src/a.py")).hasContent("print('old')");
    }

    @Test
    void runsNothingWhereNoCommandIsSetAndKnowsNoRequestThatReviewersDoNotSee() {
        deploy(null);
        assertThat(bus.ask(Addresses.PREVIEW_OFFER, ID).await().command()).isNull();
        assertThatThrownBy(() -> bus.ask(Addresses.PREVIEW_RUN, ID).await())
                .hasMessage("The settings of this workspace name no preview command.");
        assertThatThrownBy(() ->
                        bus.ask(Addresses.PREVIEW_ARCHIVE, UUID.randomUUID()).await())
                .hasMessage("There is no such patch request.");
    }

    private void deploy(String command) {
        Previewed previewed = new Previewed(
                new Workspace("default", root),
                List.of(new WorkspacePath("patchgate.yaml")),
                Optional.ofNullable(command).map(run -> new PreviewCommand(run, Duration.ofSeconds(30))));
        vertx.deployVerticle(
                        new PreviewVerticle(bus, Map.of("default", previewed), sandbox, data),
                        new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP))
                .await();
    }

    private static Map<String, String> unpacked(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static Store.PatchDetail request() {
        List<Change> changes = List.of(
                new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "print('new')\n", null, null),
                new Change(new WorkspacePath("src/b/made.py"), Change.Form.NEW_CODE, "made\n", null, null),
                new Change(new WorkspacePath("src/gone.py"), Change.Form.DELETE, null, null, null));
        Store.PatchRow row = new Store.PatchRow(
                ID,
                Instant.now(),
                "bot",
                "default",
                "src/a.py",
                3,
                "component",
                "CODE_PATCH",
                0.5,
                "because",
                List.of(),
                "{}",
                new Store.Outcome(PatchStatus.PENDING_APPROVAL, null, null, null, null, null, null),
                null,
                null,
                List.of(),
                new Store.Tally(0, 1));
        List<BaseFile> files = changes.stream()
                .map(change -> new BaseFile(change.target(), "aa", 3, 420, "bb", 3))
                .toList();
        return new Store.PatchDetail(
                row, changes, files, "key", "v1", null, null, false, Demand.ONE, List.of(), List.of(), null);
    }
}
