package io.patchgate.checks;

import java.time.Duration;
import java.util.Optional;

/**
 * A check of a workspace, as the operator has set it.
 *
 * @param run a line for the shell; absent: another machine reports it
 * @param junit where it leaves its reports, a pattern of the shell; absent: where they commonly are
 */
public record CheckCommand(
        String name, Optional<String> run, Duration timeout, boolean required, Optional<String> junit) {
    public static final Duration STANDARD = Duration.ofMinutes(5);
    public static final Duration LONGEST = Duration.ofHours(1);
}
