package observation;

import java.util.List;

/**
 * Learns to tell denied from allowed: a logistic regression finds what is slower altogether, boosted stumps find what
 * differs only in places. Its score is the sum of both.
 */
final class Classifier {
    private static final int STEPS = 200;
    private static final double RATE = 0.5;
    private static final double RIDGE = 0.002;
    private static final int STUMPS = 80;
    private static final double SHRINKAGE = 0.1;
    private static final int BINS = 16;

    private final Features features;
    private final double[] weights;
    private final double[][] boosted;

    Classifier(List<Observation> learnt) {
        features = new Features(learnt);
        double[][] x = learnt.stream().map(features::of).toArray(double[][]::new);
        double[] y = learnt.stream().mapToDouble(each -> each.denied() ? 1 : 0).toArray();
        weights = regress(x, y);
        boosted = boost(x, y);
    }

    double score(Observation observation) {
        double[] x = features.of(observation);
        return linear(x) + stumps(x);
    }

    private double[] regress(double[][] x, double[] y) {
        double[] w = new double[features.width()];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[w.length];
            for (int i = 0; i < x.length; i++) {
                double error = y[i] - sigmoid(dot(w, x[i]));
                for (int f = 0; f < w.length; f++) {
                    gradient[f] += error * x[i][f];
                }
            }
            for (int f = 0; f < w.length; f++) {
                w[f] += RATE * (gradient[f] / x.length - RIDGE * w[f]);
            }
        }
        return w;
    }

    /** Each stump adds one step to every feature's curve, which is kept as a value for each of its bins. */
    private double[][] boost(double[][] x, double[] y) {
        double[][] curves = new double[features.width()][BINS];
        double[] score = new double[x.length];
        for (int stump = 0; stump < STUMPS; stump++) {
            double[][] gradient = new double[curves.length][BINS];
            double[][] weight = new double[curves.length][BINS];
            for (int i = 0; i < x.length; i++) {
                double p = sigmoid(score[i]);
                for (int f = 0; f < curves.length; f++) {
                    int bin = bin(x[i][f]);
                    gradient[f][bin] += y[i] - p;
                    weight[f][bin] += p * (1 - p);
                }
            }
            Step best = new Step(0, 0, 0, 0, 0);
            for (int f = 0; f < curves.length; f++) {
                best = better(best, f, gradient[f], weight[f]);
            }
            for (int bin = 0; bin < BINS; bin++) {
                curves[best.feature][bin] += bin <= best.cut ? best.left : best.right;
            }
            for (int i = 0; i < x.length; i++) {
                score[i] += bin(x[i][best.feature]) <= best.cut ? best.left : best.right;
            }
        }
        return curves;
    }

    private record Step(double gain, int feature, int cut, double left, double right) {}

    private static Step better(Step best, int feature, double[] gradient, double[] weight) {
        double g = 0;
        double w = 0;
        for (int bin = 0; bin < BINS; bin++) {
            g += gradient[bin];
            w += weight[bin];
        }
        Step found = best;
        double gl = 0;
        double wl = 0;
        for (int cut = 0; cut < BINS - 1; cut++) {
            gl += gradient[cut];
            wl += weight[cut];
            double gain = gl * gl / (wl + 1) + (g - gl) * (g - gl) / (w - wl + 1);
            if (gain > found.gain) {
                double right = (g - gl) / (w - wl + 1);
                found = new Step(gain, feature, cut, SHRINKAGE * gl / (wl + 1), SHRINKAGE * right);
            }
        }
        return found;
    }

    private double linear(double[] x) {
        return dot(weights, x);
    }

    private double stumps(double[] x) {
        double sum = 0;
        for (int f = 0; f < x.length; f++) {
            sum += boosted[f][bin(x[f])];
        }
        return sum;
    }

    private static int bin(double x) {
        return (int) Math.max(0, Math.min(BINS - 1, Math.floor((x + 1) / 2 * BINS)));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
