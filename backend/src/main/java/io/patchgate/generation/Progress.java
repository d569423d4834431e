package io.patchgate.generation;

import java.util.Optional;

/** How a consideration gets on, as reviewers follow it. May be used from any thread. */
public interface Progress {
    /** @param sentence what is being done now, at most 500 characters; the latest one is shown */
    void step(String sentence);

    /** The person who asked for it, who may not approve what comes of it; empty for the clock and for agents. */
    Optional<String> askedBy();

    /** Whether to give up: an emergency stop is in force, or the service is stopping. */
    boolean stopped();
}
