package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that cannot succeed says why in one line, ends with a code other than 0, and leaves nothing running. */
class StartRefusalIT {
    @TempDir
    static Path folder;

    private static RunningProduct running;

    private Installation installation;

    /** Serves on a folder and ports of its own, which others try to take. */
    @BeforeAll
    static void start() throws IOException {
        running = new Installation(Files.createDirectory(folder.resolve("running"))).start();
    }

    @AfterAll
    static void stop() throws IOException {
        running.close();
    }

    private Installation installation(String name) throws IOException {
        installation = new Installation(Files.createDirectory(folder.resolve(name)));
        return installation;
    }

    @Test
    void refusesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(installation("ports").set("HTTP_PORT", port), port, "PATCHGATE_HTTP_PORT", "taken");
            String free = Integer.toString(Installation.freePort());
            installation.set("HTTP_PORT", free).set("MANAGEMENT_PORT", port);
            assertRefused(installation, port, "PATCHGATE_MANAGEMENT_PORT", "taken");
        }
    }

    @Test
    void refusesADataFolderThatAnotherServerUses() throws IOException {
        assertRefused(
                installation("second")
                        .set("DATA_DIR", running.installation().data().toString()),
                running.installation().data().toString());
        running.api().get("/openapi.yaml").expect(200);
        assertThat(running.database().pids()).isNotEmpty();
    }

    @Test
    void refusesADataFolderThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(installation("data").folder().resolve("file"));
        assertRefused(installation.set("DATA_DIR", file.resolve("below").toString()), "PATCHGATE_DATA_DIR");
        assertRefused(installation.set("DATA_DIR", file.toString()), "PATCHGATE_DATA_DIR");
        Path kernel = Path.of("/proc/self/fd");
        if (Files.exists(kernel)) {
            // Not even root makes files here.
            assertRefused(installation.set("DATA_DIR", kernel.resolve("data").toString()), "PATCHGATE_DATA_DIR");
        }
        Path readOnly = Files.createDirectory(installation.folder().resolve("read-only"));
        readOnly.toFile().setWritable(false);
        if (!Files.isWritable(readOnly)) {
            assertRefused(installation.set("DATA_DIR", readOnly.toString()), "PATCHGATE_DATA_DIR");
        }
    }

    @Test
    void refusesADatabaseThatDoesNotAnswer() throws IOException {
        String url = "postgresql://someone:hidden-password@127.0.0.1:" + Installation.freePort() + "/patchgate";
        String line = assertRefused(installation("database").set("DATABASE_URL", url), "database");
        assertThat(line).doesNotContain("hidden-password");
        assertRefused(installation.set("DATABASE_URL", "not an address"), "PATCHGATE_DATABASE_URL");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, abc, http.port",
        "MANAGEMENT_PORT, 70000, management.port",
        "SAMPLE, perhaps, sample",
        "HTTP_HOST, 0.0.0.0, http.tls.certificate",
        "CONFIG, missing.yaml, missing.yaml",
        "REQUESTS_EXPIRY, soon, requests.expiry",
        "WORKSPACE, missing, missing",
        "WORKSPACE, , PATCHGATE_WORKSPACE"
    })
    void refusesAWrongSetting(String name, String value, String named) throws IOException {
        assertRefused(installation("setting " + name + " " + value).set(name, value), named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {prt: 8000} | http.prt",
                "colour: green | colour",
                "http: [1, 2 | line 1",
                "http: {port: 1}~http: {port: 2} | line 2",
                "just words | keys and values",
                "http: 8000 | http",
                "workspaces: [{name: default, root: 'workspace', policy: missing.yaml}] | missing.yaml",
                "workspaces: [{name: default, root: 'workspace', policy: patchgate.yaml}] | patchgate.yaml",
                "workspaces: [{name: '../x', root: 'workspace'}] | name",
                "workspaces: [{name: one}] | root"
            })
    void refusesAWrongFile(String yaml, String named) throws IOException {
        installation("file " + yaml.hashCode()).set("WORKSPACE", null);
        Files.writeString(installation.folder().resolve("patchgate.yaml"), yaml.replace('~', '\n'));
        assertRefused(installation, named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protected: [a | is not valid YAML",
                "protected: ['a['] | has the entry 'a['",
                "protected: ['**'] | has the entry '**', which matches every path",
                "groups: {kernel: [/]} | has the entry '/', which matches every path",
                "protected: [../x] | has the entry '../x'",
                "protected: [/etc/passwd] | has the entry '/etc/passwd', which is a path of this machine",
                "groups: {kernel: } | has the group 'kernel' without a list"
            })
    void refusesAWrongPolicy(String yaml, String named) throws IOException {
        installation("policy " + yaml.hashCode()).set("WORKSPACE", null);
        Files.writeString(
                installation.folder().resolve("patchgate.yaml"),
                "workspaces: [{name: default, root: workspace, policy: rules.yaml}]");
        Files.writeString(installation.folder().resolve("rules.yaml"), yaml);
        assertRefused(installation, "The policy file " + installation.folder().resolve("rules.yaml"), named);
    }

    @Test
    void refusesADataFolderAndAWorkspaceInsideEachOther() throws IOException {
        Path workspace = installation("inside").workspace();
        assertRefused(installation.set("DATA_DIR", workspace.resolve("data").toString()), "inside each other");
        Path data = Files.createDirectory(installation.folder().resolve("outer"));
        Path inner = Files.createDirectory(data.resolve("workspace"));
        installation.set("DATA_DIR", data.toString()).set("WORKSPACE", inner.toString());
        assertRefused(installation, "inside each other");
    }

    /** Answers the line. */
    private static String assertRefused(Installation installation, String... named) throws IOException {
        Installation.Ended ended = installation.run("", "serve");
        List<String> lines = ended.stderr().lines().toList();
        assertThat(lines).as(Arrays.toString(named)).hasSize(1);
        assertThat(lines.get(0)).contains(named).doesNotContain("Exception", "null");
        assertThat(ended.stdout()).isEmpty();
        assertThat(ended.exitCode()).isNotZero();
        assertThat(new ServerProcesses(installation.data()).pids()).isEmpty();
        return lines.get(0);
    }
}
