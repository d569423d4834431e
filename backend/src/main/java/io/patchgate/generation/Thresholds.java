package io.patchgate.generation;

import java.util.Map;

/**
 * Past which a reading counts as an alert.
 *
 * @param deltaAgency below which, and so {@code bhir} and {@code skillDevelopment}
 * @param aiReliance above which
 * @param performance the highest value that is well, by the metric's name; other metrics are never alerts
 */
public record Thresholds(
        double deltaAgency, double bhir, double skillDevelopment, double aiReliance, Map<String, Double> performance) {
    public static final Thresholds DEFAULT = new Thresholds(-0.1, 0.8, -0.15, 0.9, Map.of());

    public Thresholds {
        performance = Map.copyOf(performance);
    }
}
