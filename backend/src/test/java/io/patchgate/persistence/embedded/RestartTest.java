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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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
    void takesBackWhatWouldLetARoleNotWaitForTheDisk() throws Exception {
        List<String> scopes = List.of("ROLE CURRENT_USER", "ROLE CURRENT_USER IN DATABASE patchgate");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            for (String scope : scopes) {
                Harness.execute(server.urls().runtime(), "ALTER " + scope + " SET synchronous_commit = off");
            }
            Harness.execute(server.urls().owner(), "ALTER DATABASE patchgate SET synchronous_commit = off");
            Harness.execute(Harness.superuser(data, server.urls()), "ALTER ROLE ALL SET synchronous_commit = off");
            assertThat(Harness.query(server.urls().runtime(), "SHOW synchronous_commit"))
                    .isEqualTo("off");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            for (String url : List.of(server.urls().owner(), server.urls().runtime())) {
                assertThat(Harness.query(url, "SHOW synchronous_commit")).isEqualTo("on");
            }
        }
    }

    @Test
    void dropsLogsThatNoRotationHasTruncated() throws Exception {
        Path old = Files.writeString(layout.log().resolve("postgresql-Old.log"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(7))));
        assertStartsWithTheRow();
        assertThat(old).doesNotExist();
        assertThat(layout.log()).isNotEmptyDirectory();
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
}
