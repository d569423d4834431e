package io.patchgate.generation;

import java.time.Duration;

/**
 * When the loop acts.
 *
 * @param minFeedback events in the window, at least
 * @param negativeShare above which, strictly
 * @param interval between two looks at everything
 * @param coolDown after a denial or a rollback, in which the same cause is left alone
 * @param learning whether what people said of earlier patches goes into the next one
 */
public record LoopSettings(
        int minFeedback,
        double negativeShare,
        Duration window,
        Duration interval,
        Duration coolDown,
        boolean learning,
        Thresholds thresholds) {
    public static final LoopSettings DEFAULT = new LoopSettings(
            5, 0.3, Duration.ofDays(30), Duration.ofHours(24), Duration.ofDays(7), true, Thresholds.DEFAULT);
}
