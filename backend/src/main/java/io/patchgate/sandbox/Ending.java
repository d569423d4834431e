package io.patchgate.sandbox;

import java.time.Duration;

/**
 * How a run ended. Nothing of it runs any more.
 *
 * @param exitCode the command's own, or 128 and the signal that ended it; says little unless it {@code EXITED}
 */
public record Ending(Cause cause, int exitCode, Duration duration) {

    /** What ended it. */
    public enum Cause {
        EXITED,
        TIMED_OUT,
        TOO_MUCH_OUTPUT,
        OUT_OF_MEMORY,
        /** The machine was about to run out of memory or of disk. */
        MACHINE_SHORT,
        /** The service stops, or whoever asked for the run gave it up. */
        CANCELLED
    }

    public boolean succeeded() {
        return cause == Cause.EXITED && exitCode == 0;
    }

    /** For a person: "ended with exit code 1". */
    public String described() {
        return switch (cause) {
            case EXITED -> exitCode == 0 ? "ended in order" : "ended with exit code " + exitCode;
            case TIMED_OUT -> "was killed after " + duration.toSeconds() + " s, its time limit";
            case TOO_MUCH_OUTPUT -> "was killed because it wrote too much output";
            case OUT_OF_MEMORY -> "was killed because it used too much memory";
            case MACHINE_SHORT -> "was killed because the machine ran short of memory or disk";
            case CANCELLED -> "was stopped";
        };
    }
}
