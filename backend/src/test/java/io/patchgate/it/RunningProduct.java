package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A served installation. Closing it stops it in order and asserts that nothing of it is left running. */
final class RunningProduct implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String READY = "ready ";
    private static final long PATIENCE_SECONDS = 60;

    private final Installation installation;
    private final Process process;
    private final Path log;
    private final URI address;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private String adminToken;

    private RunningProduct(Installation installation, Process process, Path log, URI address) {
        this.installation = installation;
        this.process = process;
        this.log = log;
        this.address = address;
    }

    static RunningProduct start(Installation installation) throws IOException {
        Path out = Files.createTempFile(installation.folder(), "serve", ".out");
        Path log = Files.createTempFile(installation.folder(), "serve", ".log");
        Process process = installation
                .command("serve")
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        // A test that fails half-way does not come to stop it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> killAll(installation, process)));
        try {
            String line = Eventually.present("the product serves; its log: " + log, () -> {
                if (!process.isAlive()) {
                    fail("The start ended with %d: %s", process.exitValue(), Files.readString(log));
                }
                return Files.readString(out)
                        .lines()
                        .filter(l -> l.startsWith(READY))
                        .findFirst();
            });
            return new RunningProduct(installation, process, log, URI.create(line.substring(READY.length())));
        } catch (AssertionError | IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    URI address() {
        return address;
    }

    Installation installation() {
        return installation;
    }

    Path workspace() {
        return installation.workspace();
    }

    ServerProcesses database() {
        return new ServerProcesses(installation.data());
    }

    /** Without credentials. */
    Api api() {
        return new Api(address, null);
    }

    /** As an agent, its owner being the admin of these tests. */
    Api agent(String subject) {
        return as("agent", subject);
    }

    Api reviewer(String subject) {
        return as("reviewer", subject);
    }

    synchronized Api admin() {
        if (adminToken == null) {
            try {
                adminToken = installation.token("--role", "admin", "--subject", "ada");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return api().with(adminToken);
    }

    /** A person's or program's calls, with a token that is minted once by the API. */
    Api as(String role, String subject) {
        Api admin = admin();
        return api().with(tokens.computeIfAbsent(
                role + " " + subject,
                name -> admin.post("/api/tokens", Map.of("role", role, "subject", subject))
                        .expect(201)
                        .json()
                        .get("token")
                        .asText()));
    }

    Api management() {
        return new Api(URI.create("http://127.0.0.1:" + installation.managementPort()), null);
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        return management()
                .with(Installation.MANAGEMENT_TOKEN)
                .get("/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What a reviewer sees of a request, once the gate has let it through. */
    JsonNode admitted(String id) throws IOException {
        return Eventually.present("the reviewer sees " + id, () -> {
            Reply reply = reviewer("rita").get("/api/patch-requests/" + id);
            return reply.status() == 404
                    ? Optional.empty()
                    : Optional.of(reply.expect(200).json());
        });
    }

    /** As a reviewer sees it when every check of it has ended, so that its approval key stays what it is. */
    JsonNode checked(String id) throws IOException {
        return Eventually.present("the checks of " + id + " have ended", () -> {
            JsonNode shown = admitted(id);
            return shown.get("checks").findValuesAsText("status").stream()
                            .noneMatch(Set.of("queued", "running")::contains)
                    ? Optional.of(shown)
                    : Optional.empty();
        });
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** As Ctrl-C in a terminal; answers the exit code. */
    int interrupt() throws IOException {
        new ProcessBuilder("kill", ignoresInterrupts() ? "-TERM" : "-INT", Long.toString(process.pid())).start();
        return ended();
    }

    /** A shell starts what runs in its background with SIGINT ignored, and every process below inherits that. */
    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readString(status)
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(ignored -> (ignored & 1L << 1) != 0);
    }

    /** As SIGKILL, so that nothing can be tidied up. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        ended();
        assertThat(database().pids()).as("processes of the embedded database").isEmpty();
        assertThat(log()).doesNotContain(" ERROR ");
    }

    private static void killAll(Installation installation, Process process) {
        process.destroyForcibly();
        new ServerProcesses(installation.data())
                .pids()
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private int ended() {
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended).as("the product ends").isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
