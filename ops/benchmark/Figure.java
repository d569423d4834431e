package benchmark;

import java.util.Arrays;
import java.util.Locale;

/**
 * What one side reached in one round.
 *
 * @param nanos how long each took, sorted; empty where the side does not say
 */
record Figure(long count, double seconds, long[] nanos) {

    static Figure of(long count, double seconds, long[] nanos) {
        Arrays.sort(nanos);
        return new Figure(count, seconds, nanos);
    }

    static Figure rate(double perSecond) {
        return new Figure(Math.round(perSecond), 1, new long[0]);
    }

    double perSecond() {
        return count / seconds;
    }

    double millis(double share) {
        return nanos[(int) Math.max(0, Math.ceil(share * nanos.length) - 1)] / 1e6;
    }

    @Override
    public String toString() {
        String rate = String.format(Locale.ROOT, "%,.0f/s", perSecond());
        return nanos.length == 0
                ? rate
                : String.format(Locale.ROOT, "%s (p50 %.2f ms, p99 %.2f ms)", rate, millis(0.5), millis(0.99));
    }
}
