package io.patchgate.statistics;

/** Intervals for shares and for the difference of two, which hold for small counts too. */
public final class Shares {
    public static final double Z_95 = 1.959963984540054;

    private Shares() {}

    /** Wilson's score interval (1927); everything where there is nothing. */
    public static Interval wilson(int successes, int n, double z) {
        if (n == 0) {
            return new Interval(0, 1);
        }
        double p = (double) successes / n;
        double square = z * z;
        double centre = (p + square / (2 * n)) / (1 + square / n);
        double half = z / (1 + square / n) * Math.sqrt(p * (1 - p) / n + square / (4.0 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Of the second share minus the first: Newcombe's hybrid of two score intervals (1998, method 10). */
    public static Interval difference(int x0, int n0, int x1, int n1, double z) {
        if (n0 == 0 || n1 == 0) {
            return new Interval(-1, 1);
        }
        double p0 = (double) x0 / n0;
        double p1 = (double) x1 / n1;
        Interval first = wilson(x0, n0, z);
        Interval second = wilson(x1, n1, z);
        double low = p1 - p0 - Math.hypot(p1 - second.low(), first.high() - p0);
        double high = p1 - p0 + Math.hypot(second.high() - p1, p0 - first.low());
        return new Interval(low, high);
    }

    /** The z of a two-sided interval that misses with probability {@code alpha}. */
    public static double z(double alpha) {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (tail(middle) * 2 > alpha) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The upper tail of the normal distribution: by its series near the middle, by its continued fraction further out. */
    private static double tail(double z) {
        if (z < 2) {
            // The series of the integral from 0, which converges quickly here.
            double sum = z;
            double term = z;
            for (int k = 1; k < 60; k++) {
                term *= z * z / (2 * k + 1);
                sum += term;
            }
            return 0.5 - sum * density(z);
        }
        double fraction = z;
        for (int k = 80; k >= 1; k--) {
            fraction = z + k / fraction;
        }
        return density(z) / fraction;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
