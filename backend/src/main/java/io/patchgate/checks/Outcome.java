package io.patchgate.checks;

import io.patchgate.patch.Check;

/**
 * What came of a check.
 *
 * @param exitCode null where no command ended by itself
 * @param log null where there is none
 */
record Outcome(Check.Status status, Integer exitCode, String summary, String log) {
    static Outcome notRun(String why) {
        return new Outcome(Check.Status.NOT_RUN, null, why, null);
    }
}
