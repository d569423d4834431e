package observation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The area under the ROC curve: how often a denied submission scores above an allowed one. A half means that the
 * score says nothing. The variance is DeLong's.
 */
record Auc(double value, double variance) {
    private static final double Z = 1.959964;

    static Auc of(double[] scores, boolean[] denied) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        int positives = 0;
        for (boolean each : denied) {
            positives += each ? 1 : 0;
        }
        int negatives = scores.length - positives;
        // Each one's share of the other group that it stands above; ties count half.
        double[] above = new double[scores.length];
        int deniedBefore = 0;
        for (int i = 0; i < order.length; ) {
            int end = i;
            int deniedHere = 0;
            while (end < order.length && scores[order[end]] == scores[order[i]]) {
                deniedHere += denied[order[end]] ? 1 : 0;
                end++;
            }
            int allowedBefore = i - deniedBefore;
            int allowedHere = end - i - deniedHere;
            for (int k = i; k < end; k++) {
                above[order[k]] = denied[order[k]]
                        ? (allowedBefore + allowedHere / 2.0) / negatives
                        : (positives - deniedBefore - deniedHere + deniedHere / 2.0) / positives;
            }
            deniedBefore += deniedHere;
            i = end;
        }
        double auc = 0;
        for (int i = 0; i < above.length; i++) {
            auc += denied[i] ? above[i] / positives : 0;
        }
        double ofDenied = 0;
        double ofAllowed = 0;
        for (int i = 0; i < above.length; i++) {
            double square = (above[i] - auc) * (above[i] - auc);
            ofDenied += denied[i] ? square : 0;
            ofAllowed += denied[i] ? 0 : square;
        }
        double variance = ofDenied / (positives - 1.0) / positives + ofAllowed / (negatives - 1.0) / negatives;
        return new Auc(auc, variance);
    }

    /** Of two halves, each scored by what was learnt from the other. */
    static Auc mean(Auc one, Auc other) {
        return new Auc((one.value + other.value) / 2, (one.variance + other.variance) / 4);
    }

    double lower() {
        return value - Z * Math.sqrt(variance);
    }

    double upper() {
        return value + Z * Math.sqrt(variance);
    }

    @Override
    public String toString() {
        return String.format("%.4f (95 %% interval %.4f to %.4f)", value, lower(), upper());
    }
}
