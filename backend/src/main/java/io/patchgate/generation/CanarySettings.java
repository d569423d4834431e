package io.patchgate.generation;

import java.time.Duration;

/**
 * How what is in the canary is compared with what is not. What is significantly worse is withdrawn without asking.
 *
 * @param share of the traffic that the operator sends to the canary, above 0 and below 1
 * @param minEvents of monitors on each variant, before anything is concluded
 * @param promote whether what is not worse when the watch is over is promoted without asking
 */
public record CanarySettings(double share, Duration watch, int minEvents, boolean promote) {
    public static final CanarySettings DEFAULT = new CanarySettings(0.1, Duration.ofHours(24), 20, false);
}
