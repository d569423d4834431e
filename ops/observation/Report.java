package observation;

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
