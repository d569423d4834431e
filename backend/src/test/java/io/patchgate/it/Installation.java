package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.sample.SampleWorkspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Folders and settings of one Patchgate, which is run from the jar as its users run it. */
final class Installation {
    static final String MANAGEMENT_TOKEN = "management-token-of-a-test";

    private static final long PATIENCE_SECONDS = 90;

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** @param folder empty; the data folder and a workspace with the sample's files, in git, are put there */
    Installation(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        SampleWorkspace.create(workspace());
        set("DATA_DIR", data().toString());
        set("WORKSPACE", workspace().toString());
        set("SAMPLE", "false");
        set("HTTP_PORT", Integer.toString(freePort()));
        set("MANAGEMENT_PORT", Integer.toString(freePort()));
        set("MANAGEMENT_TOKEN", MANAGEMENT_TOKEN);
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path workspace() {
        return folder.resolve("workspace");
    }

    /** A folder beside the workspace with the same files, as a canary begins. */
    Path canary() throws IOException {
        Path canary = folder.resolve("canary");
        try (Stream<Path> all = Files.walk(workspace())) {
            for (Path path : all.filter(file -> !file.startsWith(workspace().resolve(".git")))
                    .toList()) {
                Files.copy(path, canary.resolve(workspace().relativize(path)));
            }
        }
        return canary;
    }

    int managementPort() {
        return Integer.parseInt(settings.get("PATCHGATE_MANAGEMENT_PORT"));
    }

    /** Sets {@code PATCHGATE_name} from the next start on; null unsets it. */
    Installation set(String name, String value) {
        settings.put("PATCHGATE_" + name, value);
        return this;
    }

    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("basedir", "."), "target", "patchgate.jar")
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PATCHGATE_"));
        settings.forEach((name, value) -> {
            if (value != null) {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /** Lets the tests' own files, which nobody commits, be patched in the workspace's repository. */
    Installation includingDirty() throws IOException {
        Files.writeString(
                folder.resolve("patchgate.yaml"),
                "workspaces:\n  - {name: default, root: '" + workspace() + "', git: {include_dirty: true}}\n");
        return this;
    }

    RunningProduct start() throws IOException {
        return RunningProduct.start(this);
    }

    /** Runs a command to its end. */
    Ended run(String input, String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "stdout", null);
        Path err = Files.createTempFile(folder, "stderr", null);
        Process process = command(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", List.of(arguments))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A token by the subcommand, which prints it alone on the last line. */
    String token(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("token"));
        command.addAll(List.of(arguments));
        Ended ended = run("", command.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        return ended.stdout().lines().reduce((first, last) -> last).orElseThrow();
    }

    record Ended(int exitCode, String stdout, String stderr) {}

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
