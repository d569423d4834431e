package io.patchgate.generation;

import io.patchgate.bus.Improvements;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Writes the patch for what the analysis found, and files it as any agent does. Asked one suggestion at a time for a
 * component. What it answers may not depend on what the gate made of the request.
 */
public interface Author {
    /** Fails only by a defect: whatever keeps a patch from being filed is {@link Authored.NotFiled}. */
    Future<Authored> write(Improvements.Suggestion suggestion, Progress progress);

    /** How many may be asked for at a time; at least one. */
    int atOnce();

    /** What reviewers see of the model and of what it may still use; empty where none is configured. */
    Optional<Model> model();

    /** @param budgets in the order in which they are shown */
    record Model(String name, String provider, List<Budget> budgets) {}

    /**
     * @param what for example {@code requests a day}
     * @param most 0 where there is no limit
     */
    record Budget(String what, long used, long most) {}
}
