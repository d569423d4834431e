package io.patchgate.generation;

import java.time.Duration;

/**
 * How what was applied is watched.
 *
 * @param minEvents of monitors after the application, before anything is concluded
 * @param rollback whether what is significantly worse is rolled back without asking
 */
public record ProbationSettings(Duration watch, int minEvents, boolean rollback) {
    public static final ProbationSettings DEFAULT = new ProbationSettings(Duration.ofDays(7), 20, false);
}
