package io.patchgate.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How this package starts programs of the system: from its own folders, whatever PATH says, and with no environment. */
final class Programs {
    private static final int MOST_TOLD = 16_000;
    private static final int ATTEMPTS = 5;
    private static final String VANISHED = "/bin/cp: cannot (stat|open|access) .*: No such file or directory";
    private static final String REPLACED = "/bin/cp: skipping file .*, as it was replaced while being copied";

    private Programs() {}

    static Optional<Path> find(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static ProcessBuilder command(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));
        return builder;
    }

    /** Runs a short command to its end; one that fails is an {@link IOException} with what it said. */
    static void require(List<String> command) throws IOException {
        Optional<String> failure = run(command);
        if (failure.isPresent()) {
            throw new IOException(command.get(0) + " failed: " + failure.get());
        }
    }

    /**
     * Runs {@code /bin/cp} on what others write to meanwhile, Patchgate's own applications among them: a name that
     * vanishes is left out, and what was replaced is copied again.
     */
    static void copy(List<String> command) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<String> failure = run(command);
            if (failure.isEmpty() || said(failure.get(), VANISHED)) {
                return;
            }
            if (attempt == ATTEMPTS || !said(failure.get(), VANISHED + "|" + REPLACED)) {
                throw new IOException(command.get(0) + " failed: " + failure.get());
            }
        }
    }

    private static boolean said(String failure, String known) {
        return failure.length() < MOST_TOLD / 2 && failure.lines().allMatch(line -> line.matches(known));
    }

    /** What a command that failed has said. */
    private static Optional<String> run(List<String> command) throws IOException {
        Process process = command(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] said = process.getInputStream().readNBytes(MOST_TOLD);
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        try {
            return process.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of(new String(said, StandardCharsets.UTF_8).trim());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was interrupted", e);
        }
    }
}
