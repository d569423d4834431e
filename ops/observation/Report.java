package observation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Figures for people. */
final class Report {
    private Report() {}

    /** Of each call, by its place in the sequence. */
    static void latencies(List<Observation> all) {
        System.out.println("median latency in microseconds, allowed | denied, of each call in turn");
        for (Plan plan : Plan.values()) {
            for (int loaded = 0; loaded < 2; loaded++) {
                StringBuilder line = new StringBuilder(String.format("  %-9s%-8s", plan, loaded == 1 ? "load" : "rest"));
                for (int call = 0; call < Plan.CALLS; call++) {
                    line.append(String.format(
                            "%8.0f |%6.0f",
                            median(all, plan, loaded, call, false), median(all, plan, loaded, call, true)));
                }
                System.out.println(line);
            }
        }
    }

    /** One line an observation, in the order in which they were made; latencies in microseconds. */
    static void table(List<Observation> all, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("denied,plan,target,loaded");
            for (int call = 1; call <= Plan.CALLS; call++) {
                out.write(",call_" + call);
            }
            for (Observation each : all) {
                out.write(String.format(
                        "%n%d,%s,%s,%d",
                        each.denied() ? 1 : 0,
                        Plan.values()[plan(each)],
                        Targets.values()[each.cell() / 2 % Targets.values().length],
                        each.cell() % 2));
                for (int call = 0; call < Plan.CALLS; call++) {
                    out.write(String.format(",%.1f", each.features()[call]));
                }
            }
            out.newLine();
        }
    }

    static void halves(List<Observation> all, long seed) {
        print("at rest", all, each -> each.cell() % 2 == 0, seed);
        print("under load", all, each -> each.cell() % 2 == 1, seed);
        for (Plan plan : Plan.values()) {
            print("plan " + plan, all, each -> plan(each) == plan.ordinal(), seed);
        }
    }

    private static void print(String name, List<Observation> all, Predicate<Observation> which, long seed) {
        List<Observation> some = all.stream().filter(which).toList();
        if (some.size() >= 200) {
            System.out.printf("  %s: %s%n", name, Silence.crossed(some, seed));
        }
    }

    private static double median(List<Observation> all, Plan plan, int loaded, int call, boolean denied) {
        double[] sorted = all.stream()
                .filter(each -> plan(each) == plan.ordinal() && each.cell() % 2 == loaded && each.denied() == denied)
                .mapToDouble(each -> each.features()[call])
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static int plan(Observation observation) {
        return observation.cell() / 2 / Targets.values().length;
    }
}
