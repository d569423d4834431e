package verdict;

import io.patchgate.gate.Gate;
import io.patchgate.gate.InvalidPolicy;
import io.patchgate.gate.ProtectedPaths;
import io.patchgate.gate.Verdict;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long one verdict takes, resolution on a real filesystem included, under a policy of 10,000 entries. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VerdictBenchmark {
    private static final int ENTRIES = 10_000;
    private static final int FILES = 500;
    private static final double MEDIAN = 50;
    private static final double P99 = 500;

    /** A file that may be written, one that is not there yet, one that an entry names, one below a pattern. */
    @Param({"allowed", "new", "named", "pattern"})
    public String target;

    private Path root;
    private Gate gate;
    private List<List<WorkspacePath>> targets;
    private int next;

    @Setup
    public void write() throws IOException, InvalidPolicy {
        root = Files.createTempDirectory("patchgate-verdict-");
        for (int i = 0; i < FILES; i++) {
            for (String folder : List.of("open", "kernel", "secret/x")) {
                Path file = root.resolve(path(folder, i));
                Files.createDirectories(file.getParent());
                Files.writeString(file, "x = " + i + "\n");
            }
        }
        gate = new Gate(new Workspace("default", root), ProtectedPaths.of(policy(), List.of()));
        gate.ready();
        targets = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String path = switch (target) {
                case "allowed" -> path("open", i);
                case "new" -> "src/open/new" + i % 20 + "/fresh" + i + ".py";
                case "named" -> path("kernel", i);
                default -> path("secret/x", i);
            };
            targets.add(List.of(new WorkspacePath(path)));
        }
    }

    /** Seven in ten are paths, the others patterns below a folder; some fifty may match anywhere. */
    private static List<String> policy() {
        List<String> entries = new ArrayList<>(ENTRIES);
        for (int i = 0; entries.size() < ENTRIES - 50; i++) {
            entries.add(path("kernel", i));
            entries.add("src/core" + i + "/engine.py");
            entries.add(i % 3 == 0 ? "src/secret" + i + "/**/*.py" : "src/deep/a" + i + "/b.py");
        }
        entries.add("src/secret/**/*.py");
        for (int i = 0; entries.size() < ENTRIES; i++) {
            entries.add(i % 2 == 0 ? "*.key" + i : "vault" + i + "/");
        }
        return entries;
    }

    private static String path(String folder, int i) {
        return "src/" + folder + "/part" + i % 20 + "/module" + i + ".py";
    }

    @TearDown
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public Verdict verdict() throws WorkspaceUnavailable {
        next = (next + 1) % targets.size();
        return gate.judge(targets.get(next));
    }

    public static void main(String[] arguments) throws Exception {
        var options = new OptionsBuilder()
                .include(VerdictBenchmark.class.getSimpleName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .build();
        boolean good = true;
        StringBuilder summary = new StringBuilder();
        for (RunResult result : new Runner(options).run()) {
            var sample = result.getPrimaryResult().getStatistics();
            double median = sample.getPercentile(50);
            double p99 = sample.getPercentile(99);
            good &= median <= MEDIAN && p99 <= P99;
            summary.append(String.format(
                    "%-8s median %.1f us (at most %.0f), p99 %.1f us (at most %.0f), %,d verdicts%n",
                    result.getParams().getParam("target"), median, MEDIAN, p99, P99, sample.getN()));
        }
        System.out.print(summary);
        System.exit(good ? 0 : 1);
    }
}
