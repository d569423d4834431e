package io.patchgate.gate;

import io.patchgate.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the protected code of one workspace loads, as it is now: the last search is answered while the
 * policy and everything that it looked at are as they were, else there is a new one. Reads the disk, so
 * never on an event loop; several threads wait for one search.
 */
final class KernelDependencies {
    /** A search that ran out of time is not tried again at once, since whoever asks waits for it. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(KernelDependencies.class);

    private final Workspace workspace;
    private final Supplier<ProtectedPaths> policy;
    private final Sources.Bounds bounds;
    private ClosureSearch.Result last;
    private String version;
    private Instant searched = Instant.EPOCH;

    KernelDependencies(Workspace workspace, Supplier<ProtectedPaths> policy) {
        this(workspace, policy, Sources.Bounds.STANDARD);
    }

    KernelDependencies(Workspace workspace, Supplier<ProtectedPaths> policy, Sources.Bounds bounds) {
        this.workspace = workspace;
        this.policy = policy;
        this.bounds = bounds;
    }

    synchronized Closure now() {
        ProtectedPaths current = policy.get();
        if (last == null || !current.version().equals(version) || !stillHolds()) {
            Map<String, ClosureSearch.Parsed> parsed = last == null ? Map.of() : last.parsed();
            last = search(current, parsed);
            version = current.version();
            searched = Instant.now();
        }
        return last.closure();
    }

    /** A defect in here must not keep a request from its reviewers; not to know is what is assumed then. */
    private ClosureSearch.Result search(ProtectedPaths current, Map<String, ClosureSearch.Parsed> parsed) {
        try {
            return ClosureSearch.run(workspace, current, bounds, parsed);
        } catch (RuntimeException e) {
            log.error("The imports of the kernel in '{}' cannot be followed", workspace.name(), e);
            Closure nothing = new Closure(Map.of(), "The search for it failed.");
            return new ClosureSearch.Result(nothing, new Sources.Seen(Map.of(), searched), Map.of());
        }
    }

    private boolean stillHolds() {
        boolean resting = last.closure().incomplete() != null && Instant.now().isBefore(searched.plus(REST));
        return resting || last.seen().holds(workspace);
    }
}
