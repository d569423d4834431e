package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one running server promises. All tests share it and leave nothing in it. */
class DurableAndClosedTest {
    @TempDir
    static Path parent;

    private static Path data;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        // The folder above is nobody else's to walk through, as root's home or a folder of mktemp -d would be.
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
        data = parent.toRealPath().resolve("data");
        server = EmbeddedPostgres.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "password_encryption, scram-sha-256",
        "log_statement, none",
        "log_error_verbosity, terse",
        "log_min_error_statement, panic",
        "log_parameter_max_length_on_error, 0",
        "max_connections, 60",
        "log_timezone, UTC",
        "server_encoding, UTF8",
        "lc_messages, C",
        "jit, off",
        "allow_alter_system, off",
        "idle_in_transaction_session_timeout, 30s"
    })
    void runsWithTheSetting(String name, String value) throws Exception {
        for (String url :
                List.of(server.urls().owner(), server.urls().runtime(), Harness.superuser(data, server.urls()))) {
            // Two settings are the superuser's to see.
            if (!name.equals("unix_socket_directories") || url.contains("//postgres:")) {
                assertThat(Harness.query(url, "SHOW " + name)).isEqualTo(value);
            }
        }
    }

    @Test
    void acceptsOnlyPasswordsFromTheLoopback() throws Exception {
        String rules = """
                SELECT string_agg(DISTINCT concat_ws(' ', type, address, netmask, auth_method), ',')
                FROM pg_hba_file_rules
                """;
        assertThat(Harness.query(Harness.superuser(data, server.urls()), rules))
                .isEqualTo("host 127.0.0.1 255.255.255.255 scram-sha-256");
    }

    @ParameterizedTest
    @CsvSource({"patchgate_owner", "patchgate_runtime", "postgres"})
    void refusesAWrongPasswordAndNone(String role) {
        String url = Harness.jdbc(URI.create(server.urls().owner()));
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, null)).isInstanceOf(SQLException.class);
    }

    @Test
    void letsTheRolesIntoNoOtherDatabase() {
        for (String url : List.of(server.urls().owner(), server.urls().runtime())) {
            for (String other : List.of("/postgres", "/template1")) {
                assertThatThrownBy(() -> Harness.connect(url.replace("/patchgate", other)))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("no pg_hba.conf entry");
            }
        }
    }

    @Test
    void letsTheOwnerCreateTablesAndTheRuntimeRoleNone() throws Exception {
        Harness.execute(server.urls().owner(), "CREATE TABLE probe (id int); DROP TABLE probe");
        for (String kind : List.of("TABLE", "TEMP TABLE", "SCHEMA")) {
            String rest = kind.equals("SCHEMA") ? "" : " (id int)";
            assertThatThrownBy(() -> Harness.execute(server.urls().runtime(), "CREATE " + kind + " probe" + rest))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @Test
    void givesNeitherRoleAnyPowerOverTheServer() throws Exception {
        String powers = """
                SELECT count(*) FROM pg_roles WHERE rolname LIKE 'patchgate%'
                AND NOT rolsuper AND NOT rolcreaterole AND NOT rolcreatedb AND NOT rolreplication AND NOT rolbypassrls
                """;
        assertThat(Harness.query(server.urls().runtime(), powers)).isEqualTo("2");
        assertThat(Harness.query(
                        server.urls().runtime(),
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'patchgate'"))
                .isEqualTo("patchgate_owner");
    }

    @Test
    void keepsThePasswordsInOneFileForItsOwnerOnly() throws Exception {
        String password = server.urls().owner().split("[:@]")[2];
        assertThat(password).hasSize(43);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Reading the lock file would drop this process's lock.
                boolean holds = !file.equals(new Layout(data).lock())
                        && !file.startsWith(new Layout(data).binaries())
                        && Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains(password);
                assertThat(holds).as(file.toString()).isEqualTo(file.equals(new Layout(data).credentials()));
            }
        }
        Path file = new Layout(data).credentials();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(OwnFiles.uid(file)).isEqualTo(OwnFiles.self(data));
    }

    @Test
    void runsAsAnotherUserWithoutPowersWhenStartedByRoot() throws Exception {
        assumeTrue(Harness.root());
        String status = Files.readString(
                Path.of("/proc", Long.toString(Harness.server(data).pid()), "status"));
        assertThat(status).doesNotContainPattern("Uid:.*\\t0\\b").doesNotContainPattern("Gid:.*\\t0\\b");
        assertThat(status).containsPattern("Groups:\\s*\\n").containsPattern("NoNewPrivs:\\s+1");
        assertThat(status).containsPattern("CapEff:\\s+0+\\n").containsPattern("CapBnd:\\s+0+\\n");
    }

    @Test
    void isOutOfReachOfTheTerminalsSignals() throws Exception {
        long pid = Harness.server(data).pid();
        String[] stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"))
                .replaceAll("^.*\\) ", "")
                .split(" ");
        // state, parent, group, session
        assertThat(stat[2]).isEqualTo(Long.toString(pid));
        assertThat(stat[3]).isEqualTo(Long.toString(pid));
    }

    @Test
    void keepsWhatAgentsSentOutOfItsLog() throws Exception {
        String owner = server.urls().owner();
        Harness.execute(owner, "CREATE TABLE told (id text PRIMARY KEY CHECK (id <> 'tell-tale-2'))");
        for (String statement : List.of(
                "INSERT INTO told VALUES ('tell-tale-1'), ('tell-tale-1')",
                "INSERT INTO told VALUES ('tell-tale-2')",
                "SELECT 'tell-tale-3' FROM nothing_of_that_name")) {
            assertThatThrownBy(() -> Harness.execute(owner, statement)).isInstanceOf(SQLException.class);
        }
        Harness.execute(owner, "DROP TABLE told");
        Pattern arrived = Pattern.compile("nothing_of_that_name");
        Harness.await(
                "the log has the errors",
                () -> arrived.matcher(Harness.log(data)).find());
        assertThat(Harness.log(data)).contains("duplicate key").doesNotContain("tell-tale");
    }

    @Test
    void refusesASecondStarterInThisProcessAndKeepsItsLock() throws Exception {
        assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("Another Patchgate process (pid "
                        + ProcessHandle.current().pid() + ") runs the database");
        // POSIX would have dropped the lock if the refusal had opened and closed the file; then none would be found.
        assertThat(Harness.answerOf("running", data)).isEqualTo(server.urls().owner());
        assertThat(Harness.answerOf("start", data)).startsWith("refused: Another Patchgate process");
    }

    @Test
    void tellsAnotherProcessItsCredentials() throws Exception {
        assertThat(Harness.answerOf("running", data)).isEqualTo(server.urls().owner());
        assertThat(EmbeddedPostgres.running(data)).contains(server.urls());
    }

    @Test
    void hidesPasswordsInItsTextForm() {
        assertThat(server.urls().toString())
                .contains("patchgate_owner@127.0.0.1", "patchgate_runtime@127.0.0.1")
                .doesNotContainPattern("[A-Za-z0-9_-]{43}");
    }
}
