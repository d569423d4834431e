package benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of ours that prints a line beginning with {@code ready} when it serves. */
public final class Program {
    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns when it is ready; fails, with the end of what it said, when it ends or is not within a minute. */
    public static Program start(List<String> command, Map<String, String> environment, Path home, String name)
            throws IOException, InterruptedException {
        Path output = home.resolve(name + ".log");
        Program program = new Program(builder(command, environment, home, output).start(), output);
        boolean ready = false;
        try {
            ready = program.becomesReady();
        } finally {
            if (!ready) {
                program.stop();
            }
        }
        if (!ready) {
            throw new IllegalStateException(name + " did not become ready; it said: " + tail(output));
        }
        return program;
    }

    /** Runs it to its end and returns its last line. */
    public static String run(List<String> command, Map<String, String> environment, Path home, String name)
            throws IOException, InterruptedException {
        Path output = home.resolve(name + ".log");
        Path errors = home.resolve(name + ".errors.log");
        Process process = builder(command, environment, home, output)
                .redirectErrorStream(false)
                .redirectError(errors.toFile())
                .start();
        boolean ended = false;
        try {
            ended = process.waitFor(2, TimeUnit.MINUTES);
        } finally {
            process.destroy();
        }
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(name + " failed: " + tail(output) + tail(errors));
        }
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
    }

    private static ProcessBuilder builder(
            List<String> command, Map<String, String> environment, Path home, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Settings of the caller's own Patchgate must not reach this one.
        builder.environment().keySet().removeIf(key -> key.startsWith("PATCHGATE_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private boolean becomesReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (readyLine() == null) {
            if (!process.isAlive() || System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    public String readyLine() throws IOException {
        return Files.readString(output)
                .lines()
                .filter(line -> line.startsWith("ready "))
                .findFirst()
                .orElse(null);
    }

    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static String tail(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
