package benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds of one measurement. The ratio is taken within each round, then the median of the rounds. */
final class Result {
    private final Measurement measurement;
    private final List<Figure> product = new ArrayList<>();
    private final List<Figure> reference = new ArrayList<>();

    Result(Measurement measurement) {
        this.measurement = measurement;
    }

    void add(Figure ours, Figure theirs) {
        product.add(ours);
        if (theirs != null) {
            reference.add(theirs);
        }
    }

    String last() {
        Figure ours = product.get(product.size() - 1);
        if (reference.isEmpty()) {
            return ours + ", no reference";
        }
        Figure theirs = reference.get(reference.size() - 1);
        return String.format(
                Locale.ROOT, "%s against %s = %.2f×", ours, theirs, ours.perSecond() / theirs.perSecond());
    }

    static void table(List<Result> results) {
        System.out.printf(
                "%n%-34s %10s %9s %9s %10s %22s %8s%n",
                "median of the rounds", "Patchgate", "p50 ms", "p99 ms", "reference", "ratio (min..max)", "wanted");
        results.forEach(Result::row);
    }

    private void row() {
        System.out.printf(
                Locale.ROOT,
                "%-34s %,8.0f/s %9.2f %9.2f %10s %22s %8s%n",
                measurement.title(),
                median(product, Figure::perSecond),
                median(product, figure -> figure.millis(0.5)),
                median(product, figure -> figure.millis(0.99)),
                reference.isEmpty()
                        ? "none"
                        : String.format(Locale.ROOT, "%,8.0f/s", median(reference, Figure::perSecond)),
                ratio(),
                Double.isNaN(measurement.wanted())
                        ? "-"
                        : String.format(Locale.ROOT, "≥ %.1f×", measurement.wanted()));
    }

    private String ratio() {
        if (reference.isEmpty()) {
            return "-";
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < product.size(); i++) {
            ratios.add(product.get(i).perSecond() / reference.get(i).perSecond());
        }
        double median = median(ratios, Double::doubleValue);
        String met = Double.isNaN(measurement.wanted()) ? "" : median >= measurement.wanted() ? " met" : " MISSED";
        return String.format(
                Locale.ROOT,
                "%.2f× (%.2f..%.2f)%s",
                median,
                Collections.min(ratios),
                Collections.max(ratios),
                met);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> number) {
        double[] sorted = values.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
