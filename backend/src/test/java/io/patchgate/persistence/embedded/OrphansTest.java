package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed parent leaves behind on one folder, which each test takes closed and leaves closed. */
class OrphansTest {
    @TempDir
    static Path data;

    private static Layout layout;

    @BeforeAll
    static void makeARow() throws Exception {
        data = data.toRealPath();
        layout = new Layout(data);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            Harness.execute(server.urls().owner(), "CREATE TABLE kept AS SELECT 'the row' AS text");
        }
    }

    private static void assertStartsWithTheRow() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            assertThat(Harness.query(server.urls().owner(), "SELECT text FROM kept"))
                    .isEqualTo("the row");
        }
    }

    @Test
    void stopsTheServerThatAKilledParentLeft() throws Exception {
        Process parent = Harness.otherProcess("start", data);
        String url = Harness.line(parent);
        ProcessHandle orphan = Harness.server(data);
        Harness.execute(url, "CREATE TABLE IF NOT EXISTS late AS SELECT 1 AS id");
        parent.destroyForcibly().waitFor();
        assertThat(orphan.isAlive()).isTrue();
        long crashes = crashes();
        // Nobody holds the folder: the orphan is no server to join.
        assertThat(EmbeddedPostgres.running(data)).isEmpty();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            assertThat(Processes.alive(orphan)).isFalse();
            assertThat(Harness.server(data).pid()).isNotEqualTo(orphan.pid());
            assertThat(Harness.query(server.urls().owner(), "SELECT id FROM late"))
                    .isEqualTo("1");
            // Stopped in order, not killed.
            assertThat(crashes()).isEqualTo(crashes);
        }
    }

    @Test
    void leavesAServerAloneWhoseParentLivesAndHasLostItsLock() throws Exception {
        assumeTrue(Binaries.isLinux());
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            // POSIX drops the lock when any channel on the file is closed.
            Files.readString(layout.lock());
            assertThat(Harness.answerOf("start", data))
                    .startsWith("refused: Another Patchgate process (pid "
                            + ProcessHandle.current().pid() + ")");
            assertThat(Harness.query(server.urls().owner(), "SELECT text FROM kept"))
                    .isEqualTo("the row");
        }
    }

    @Test
    void leavesAStrangerWithTheServersOldPidAlone() throws Exception {
        // The stranger is a postgres by name, and the server's user's, which PostgreSQL itself would take for the
        // server.
        Path elsewhere = Files.createDirectory(data.resolve("elsewhere"));
        Path named = Files.copy(Path.of("/bin/sleep"), elsewhere.resolve("postgres"));
        named.toFile().setExecutable(true);
        List<String> command = Stream.concat(
                        ServerAccount.choose(layout).prefix().stream(), Stream.of("./postgres", "60"))
                .toList();
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process stranger =
                new ProcessBuilder(command).directory(elsewhere.toFile()).start();
        try {
            Harness.await(
                    "the stranger runs",
                    () -> stranger.toHandle().info().command().orElse("").endsWith("postgres"));
            long started = System.currentTimeMillis() / 1000;
            Files.writeString(
                    PostmasterFile.in(layout.cluster()),
                    stranger.pid() + "\n/proc/self/cwd\n" + started + "\n54321\n\n127.0.0.1\n  1 2\nready   \n");
            assertStartsWithTheRow();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            OwnFiles.deleteTree(elsewhere);
        }
    }

    @Test
    void startsOverAHalfWrittenPidFile() throws Exception {
        Files.writeString(PostmasterFile.in(layout.cluster()), "");
        assertStartsWithTheRow();
    }

    private static long crashes() {
        return Harness.log(data)
                .lines()
                .filter(line -> line.contains("was not properly shut down"))
                .count();
    }
}
