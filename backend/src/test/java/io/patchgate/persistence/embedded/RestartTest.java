package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends on one folder, which each test takes closed and leaves closed, with one row in it. */
class RestartTest {
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
    void keepsItsDataAndPasswordsAcrossARestart() throws Exception {
        String credentials = Files.readString(layout.credentials());
        assertStartsWithTheRow();
        assertThat(Files.readString(layout.credentials())).isEqualTo(credentials);
    }

    @Test
    void leavesNoProcessWhenClosed() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(data);
        List<ProcessHandle> processes = Processes.databaseProgramsIn(layout.cluster());
        assertThat(processes).hasSizeGreaterThan(3);
        assertThat(server.exited()).isNotDone();
        server.close();
        server.close();
        assertThat(server.exited()).succeedsWithin(5, TimeUnit.SECONDS);
        Harness.await("all have ended", () -> processes.stream().noneMatch(Processes::alive));
        assertThat(PostmasterFile.in(layout.cluster())).doesNotExist();
        assertThat(EmbeddedPostgres.running(data)).isEmpty();
    }

    @Test
    void closesInOrderUnderOpenConnections() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(data);
        try (var connection = Harness.connect(server.urls().owner())) {
            assertThat(connection.isValid(5)).isTrue();
            long begun = System.nanoTime();
            server.close();
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
        }
        assertThat(PostmasterFile.in(layout.cluster())).doesNotExist();
    }

    @Test
    void tellsWhenTheServerEndsUnexpectedlyAndRecovers() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(data);
        Harness.server(data).destroyForcibly();
        assertThat(server.exited()).succeedsWithin(10, TimeUnit.SECONDS);
        server.close();
        assertStartsWithTheRow();
    }

    @Test
    void stopsTheServerThatAKilledParentLeft() throws Exception {
        Process parent = Harness.otherProcess("start", data);
        String url = Harness.line(parent);
        ProcessHandle orphan = Harness.server(data);
        Harness.execute(url, "CREATE TABLE IF NOT EXISTS late AS SELECT 1 AS id");
        parent.destroyForcibly().waitFor();
        assertThat(orphan.isAlive()).isTrue();
        // Nobody holds the folder: the orphan is no server to join.
        assertThat(EmbeddedPostgres.running(data)).isEmpty();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            assertThat(Processes.alive(orphan)).isFalse();
            assertThat(Harness.server(data).pid()).isNotEqualTo(orphan.pid());
            assertThat(Harness.query(server.urls().owner(), "SELECT id FROM late"))
                    .isEqualTo("1");
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

    @Test
    void refusesAServerThatWouldNotSync() throws Exception {
        Path auto = layout.cluster().resolve("postgresql.auto.conf");
        String before = Files.readString(auto);
        Files.writeString(auto, "fsync = off\n", StandardOpenOption.APPEND);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("fsync='off'");
        } finally {
            Files.writeString(auto, before);
        }
        assertThat(PostmasterFile.in(layout.cluster())).doesNotExist();
        assertStartsWithTheRow();
    }

    @Test
    void refusesARoleThatWouldNotWaitForTheDisk() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            Harness.execute(server.urls().runtime(), "ALTER ROLE patchgate_runtime SET synchronous_commit = off");
        }
        assertThatThrownBy(() -> EmbeddedPostgres.start(data)).hasMessageContaining("synchronous_commit=off");
        // The way back that the message names needs a running server: one that is started by hand.
        ServerProcess byHand = launch();
        String url = "postgresql://postgres:"
                + Credentials.load(layout.credentials()).superuser() + "@127.0.0.1:" + byHand.port() + "/patchgate";
        Harness.execute(url, "ALTER ROLE patchgate_runtime RESET synchronous_commit");
        byHand.stop();
        assertStartsWithTheRow();
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws Exception {
        Path version = layout.cluster().resolve("PG_VERSION");
        Files.writeString(version, "17\n");
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .hasMessageContaining("written by PostgreSQL 17 and this Patchgate carries PostgreSQL 18");
        } finally {
            Files.writeString(version, "18\n");
        }
        assertStartsWithTheRow();
    }

    @Test
    void makesTheRolesAgainWhenTheirMakingWasCutOff() throws Exception {
        Files.delete(layout.complete());
        assertStartsWithTheRow();
        assertThat(layout.complete()).exists();
    }

    @Test
    void refusesPasswordsThatOthersCanRead() throws Exception {
        Files.setPosixFilePermissions(layout.credentials(), PosixFilePermissions.fromString("rw-r-----"));
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(data)).hasMessageContaining("can be read by others");
        } finally {
            Files.setPosixFilePermissions(layout.credentials(), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void takesBackAFolderThatARestoreGaveToRoot() throws Exception {
        assumeTrue(Harness.root());
        try (Stream<Path> files = Files.walk(layout.cluster())) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", 0);
            }
        }
        assertStartsWithTheRow();
    }

    @Test
    void startsThroughPgCtlWhereThereIsNoSetsid() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(data, Optional.empty());
        ProcessHandle process = Harness.server(data);
        assertThat(Harness.query(server.urls().runtime(), "SELECT 1")).isEqualTo("1");
        server.close();
        assertThat(Processes.alive(process)).isFalse();
        assertThat(server.exited()).succeedsWithin(5, TimeUnit.SECONDS);
    }

    @Test
    void listensNowhereButOnTheLoopback() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            int port = URI.create(server.urls().owner()).getPort();
            // 127.0.0.2 is this machine too, as any other of its addresses.
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.2", port), 2000))
                        .isInstanceOf(java.net.ConnectException.class);
            }
        }
    }

    private static ServerProcess launch() throws Exception {
        ServerAccount account = ServerAccount.choose(layout);
        return ServerProcess.launch(layout, Binaries.unpacked(layout, account), account, Programs.find("setsid"));
    }
}
