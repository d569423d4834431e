package io.patchgate.generation.outcome;

import io.patchgate.bus.Outcomes.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What becomes of a request in the canary where nobody decides that. Pure. What is worse goes at once; what is not stays
 * for as long as the watch lasts, however good it looks; and nothing is promoted that little is known of.
 *
 * @param promotes whether the workspace lets what is not worse go on without asking
 */
record CanaryRule(boolean promotes) {
    enum Next {
        WATCH,
        WITHDRAW,
        PROMOTE,
        /** For a person. */
        WAIT
    }

    /**
     * @param enough whether monitors have reported as much on each variant as a conclusion takes
     * @param over whether the watch is
     * @param waiting whether a person has been asked, who then is the only one to promote it
     */
    Next next(Verdict verdict, boolean enough, boolean over, boolean waiting) {
        if (verdict == Verdict.WORSE) {
            return Next.WITHDRAW;
        }
        if (!over) {
            return Next.WATCH;
        }
        return promotes && enough && !waiting ? Next.PROMOTE : Next.WAIT;
    }

    /**
     * What a look found, and what follows from it.
     *
     * @param found in whole sentences
     * @param until when the watch is over
     */
    static String told(Next next, Verdict verdict, String found, Instant until) {
        return switch (next) {
            case WITHDRAW, PROMOTE -> found;
            case WATCH ->
                "%s The watch goes on until %s%s."
                        .formatted(
                                found,
                                until.truncatedTo(ChronoUnit.SECONDS),
                                verdict == Verdict.IMPROVED ? ", since what is better at first may not stay so" : "");
            case WAIT -> found + " The watch is over, and a person decides.";
        };
    }
}
