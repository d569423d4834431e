package io.patchgate.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the confidences of one proposer have been worth. The share of good ends in each tenth of stated confidence,
 * shrunk towards the base rate as if {@link #PRIOR} more ends had been at that rate, then made monotone by pooling
 * adjacent violators, so that a higher claim never counts for less.
 *
 * @param brier the mean squared distance between what was stated and what came, 0 at best; NaN without ends
 * @param bins tenths that have ends, in order
 */
public record Calibration(int ends, int good, double brier, List<Bin> bins) {
    /** Fewer say nothing about a proposer. */
    public static final int ENOUGH = 20;

    private static final double PRIOR = 10;
    private static final int BINS = 10;

    public Calibration {
        bins = List.copyOf(bins);
    }

    /** @param good whether it was applied, stands, and made nothing worse */
    public record End(double stated, boolean good) {}

    /**
     * @param stated the mean of what was stated in it
     * @param observed the share of good ends, with its interval of 95 %
     * @param calibrated what a confidence in it is worth
     */
    public record Bin(
            double from, double to, int ends, double stated, double observed, Interval interval, double calibrated) {}

    public static Calibration of(List<End> ends) {
        int[] n = new int[BINS];
        int[] good = new int[BINS];
        double[] stated = new double[BINS];
        int allGood = 0;
        double squares = 0;
        for (End end : ends) {
            int bin = bin(end.stated());
            n[bin]++;
            stated[bin] += end.stated();
            good[bin] += end.good() ? 1 : 0;
            allGood += end.good() ? 1 : 0;
            squares += Math.pow(end.stated() - (end.good() ? 1 : 0), 2);
        }
        double base = (allGood + 1.0) / (ends.size() + 2.0);
        double[] worth = monotone(n, good, base);
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            if (n[i] > 0) {
                bins.add(new Bin(
                        (double) i / BINS,
                        (i + 1.0) / BINS,
                        n[i],
                        stated[i] / n[i],
                        (double) good[i] / n[i],
                        Shares.wilson(good[i], n[i], Shares.Z_95),
                        worth[i]));
            }
        }
        return new Calibration(ends.size(), allGood, ends.isEmpty() ? Double.NaN : squares / ends.size(), bins);
    }

    /** Empty without enough history. Between two tenths that have ends the lower one counts. */
    public OptionalDouble calibrated(double confidence) {
        if (ends < ENOUGH) {
            return OptionalDouble.empty();
        }
        double worth = bins.get(0).calibrated();
        for (Bin bin : bins) {
            if (bin(confidence) >= bin(bin.from() + 0.5 / BINS)) {
                worth = bin.calibrated();
            }
        }
        return OptionalDouble.of(worth);
    }

    private static int bin(double confidence) {
        return Math.min(BINS - 1, (int) Math.floor(confidence * BINS + 1e-9));
    }

    private static double[] monotone(int[] n, int[] good, double base) {
        List<double[]> blocks = new ArrayList<>(); // value, weight, bins
        for (int i = 0; i < BINS; i++) {
            double weight = n[i] + PRIOR;
            blocks.add(new double[] {(good[i] + PRIOR * base) / weight, weight, 1});
            while (blocks.size() > 1 && last(blocks, 2)[0] > last(blocks, 1)[0]) {
                double[] b = blocks.remove(blocks.size() - 1);
                double[] a = blocks.remove(blocks.size() - 1);
                double both = a[1] + b[1];
                blocks.add(new double[] {(a[0] * a[1] + b[0] * b[1]) / both, both, a[2] + b[2]});
            }
        }
        double[] worth = new double[BINS];
        int at = 0;
        for (double[] block : blocks) {
            for (int i = 0; i < block[2]; i++) {
                worth[at++] = block[0];
            }
        }
        return worth;
    }

    private static double[] last(List<double[]> blocks, int back) {
        return blocks.get(blocks.size() - back);
    }
}
