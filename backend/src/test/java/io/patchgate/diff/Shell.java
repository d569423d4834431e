package io.patchgate.diff;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs the real tools in a folder, without the machine's own git configuration. */
record Shell(Path folder) {
    record Outcome(int code, byte[] output) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    Outcome run(byte[] input, String... command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CEILING_DIRECTORIES", folder.getParent().toString());
        try {
            // Through a file, so that a tool that answers before it has read everything cannot block.
            Path stdin = Files.createTempFile("patchgate-diff", null);
            Files.write(stdin, input);
            Process process = builder.redirectInput(stdin.toFile()).start();
            byte[] output = process.getInputStream().readAllBytes();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            Files.delete(stdin);
            return new Outcome(ended ? process.exitValue() : -1, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Outcome run(String input, String... command) {
        return run(input.getBytes(StandardCharsets.UTF_8), command);
    }

    static void assumeInstalled(String tool) {
        try {
            assumeTrue(new ProcessBuilder(tool, "--version").start().waitFor() == 0);
        } catch (IOException missing) {
            assumeTrue(false, tool + " is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
