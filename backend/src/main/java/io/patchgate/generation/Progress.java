package io.patchgate.generation;

/** How a consideration gets on, as reviewers follow it. May be used from any thread. */
public interface Progress {
    /** @param sentence what is being done now, at most 500 characters; the latest one is shown */
    void step(String sentence);

    /** Whether to give up: an emergency stop is in force, or the service is stopping. */
    boolean stopped();
}
