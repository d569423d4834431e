package io.patchgate.generation;

import io.vertx.core.Future;
import java.util.Optional;

/** How a consideration gets on, as reviewers follow it. May be used from any thread. */
public interface Progress {
    /** @param sentence what is being done now, at most 500 characters; the latest one is shown */
    void step(String sentence);

    /** The person who asked for it, himself or by his agent, and may not approve what comes of it; empty for the clock. */
    Optional<String> owner();

    /** Whether to give up, as far as it is known here: an emergency stop is in force, or the service is stopping. */
    boolean stopped();

    /** Whether to go on, as the request log knows it. Asked before anything is sent to a model, and before it is filed. */
    Future<Boolean> free();
}
