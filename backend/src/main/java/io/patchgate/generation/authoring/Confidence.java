package io.patchgate.generation.authoring;

import io.patchgate.patch.Trial;
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

    /** How much of what is missing a trial adds, or of what is there takes away. */
    private static final double TRIAL = 0.25;

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
        return bounded(0.6 * evidence + 0.4 * gravity);
    }

    /**
     * The same after the patch was tried: a quarter of what is missing more where the workspace's own checks passed, a
     * quarter less where they could not be run. That it parses, or that there are no checks, says nothing.
     */
    static double tried(double prior, Trial.Result tried) {
        return tried.notRun() != null
                ? bounded(prior - TRIAL * prior)
                : tried.passed().isEmpty() ? prior : bounded(prior + TRIAL * (MOST - prior));
    }

    private static double bounded(double raw) {
        // More digits than people could mean would be shown to them.
        return Math.round(Math.max(LEAST, Math.min(MOST, raw)) * 10_000) / 10_000.0;
    }
}
