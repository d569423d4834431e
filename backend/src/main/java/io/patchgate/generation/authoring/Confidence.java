package io.patchgate.generation.authoring;

import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalDouble;

/**
 * How sure the loop is of a patch before anybody has judged it: by how many distinct events speak for it, and by how
 * bad they are. Pure; what the past says of such figures is calibration, which comes after.
 */
final class Confidence {
    private static final double LEAST = 0.1;
    private static final double MOST = 0.9;
    private static final double ENOUGH_EVENTS = 20;
    private static final double WITHOUT_METRICS = 0.5;

    private Confidence() {}

    /**
     * From 0.1 to 0.9.
     *
     * @param feedbackIds of the events that speak for the patch; one that stands twice counts once
     * @param negativeShare of all events in the window, 0 to 1; empty where there are no metrics
     */
    static double of(Collection<String> feedbackIds, OptionalDouble negativeShare) {
        return of(new HashSet<>(feedbackIds).size(), negativeShare);
    }

    private static double of(int distinctEvents, OptionalDouble negativeShare) {
        double evidence = Math.min(1, distinctEvents / ENOUGH_EVENTS);
        double gravity = negativeShare.isPresent() ? Math.min(1, 1.5 * negativeShare.getAsDouble()) : WITHOUT_METRICS;
        double raw = Math.max(LEAST, Math.min(MOST, 0.6 * evidence + 0.4 * gravity));
        // More digits than people could mean would be shown to them.
        return Math.round(raw * 10_000) / 10_000.0;
    }
}
