package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two successive releases of real libraries, sent through the running product file by file as {@code ops/replay} does
 * by hand with whole ones: at the end the workspace equals the new release, byte for byte, and where all is rolled back
 * in random order the old one again.
 */
class ReplayIT {
    /** Enough to meet every kind of change, few enough for a small machine; {@code ops/replay} has no bound. */
    private static final String FILES = System.getProperty("replay.files", "40");

    private static final long PATIENCE_MINUTES = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"commons-lang3, code, false", "guava, diff, true", "vertx-core, mixed, false"})
    void theWorkspaceBecomesTheNewRelease(String library, String form, boolean andBack) throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "ops/replay is a shell script");
        Path base = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
        Path releases = base.resolve("target/replay").resolve(library);
        Path workspace = Files.createDirectory(folder.resolve("replayed"));
        Installation installation = new Installation(Files.createDirectory(folder.resolve("product")))
                .set("WORKSPACE", workspace.toString());
        try (RunningProduct product = installation.start()) {
            Path report = folder.resolve("report.txt");
            ProcessBuilder replay = new ProcessBuilder(new ArrayList<>(List.of(
                            base.resolveSibling("ops").resolve("replay").toString(),
                            releases.resolve("old").toString(),
                            releases.resolve("new").toString(),
                            "--prepare",
                            "--workspace-dir",
                            workspace.toString(),
                            "--url",
                            product.address().toString(),
                            "--form",
                            form,
                            "--limit",
                            FILES)))
                    .redirectErrorStream(true)
                    .redirectOutput(report.toFile());
            if (andBack) {
                replay.command().addAll(List.of("--roll-back", "7"));
            }
            replay.environment().put("PATCHGATE_AGENT_TOKEN", installation.token("--role", "agent", "--subject", "a"));
            replay.environment()
                    .put("PATCHGATE_REVIEWER_TOKEN", installation.token("--role", "reviewer", "--subject", "r"));
            ended(replay.start(), report);
        }
    }

    private static void ended(Process replay, Path report) throws IOException, InterruptedException {
        try {
            assertThat(replay.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .as(() -> "the replay ends:\n" + read(report))
                    .isTrue();
            assertThat(replay.exitValue()).as(() -> read(report)).isZero();
        } finally {
            replay.destroyForcibly();
        }
    }

    private static String read(Path report) {
        try {
            return Files.readString(report);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
