package io.patchgate.gate;

import io.patchgate.bus.Gating.Reach;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Workspace;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether each workspace can be read, as it was last seen, and a line in the log whenever that
 * changes. It decides nothing: whoever judges, decides or writes finds out by himself, at that moment.
 * Used on one context.
 */
final class WorkspaceWatch {
    private static final Logger log = LoggerFactory.getLogger(WorkspaceWatch.class);

    private static final Map<Reach, String> CLOSED = new EnumMap<>(Map.of(
            Reach.EMPTY, "is empty, as where something is not mounted",
            Reach.UNREADABLE, "cannot be read"));

    private final Map<String, Reach> seen = new LinkedHashMap<>();
    private final Set<String> looking = new HashSet<>();

    /** One that has not answered since the last time it was looked at does not answer. */
    void look(Workspace workspace, WorkerExecutor executor) {
        if (!looking.add(workspace.name())) {
            saw(workspace, Reach.UNREADABLE);
            return;
        }
        executor.executeBlocking(() -> reach(workspace), false).onComplete(result -> {
            looking.remove(workspace.name());
            saw(workspace, result.succeeded() ? result.result() : Reach.UNREADABLE);
        });
    }

    static Reach reach(Workspace workspace) {
        try (Folder root = workspace.open()) {
            return root.isEmpty() ? Reach.EMPTY : Reach.READABLE;
        } catch (IOException e) {
            log.debug("The workspace '{}' cannot be read", workspace.name(), e);
            return Reach.UNREADABLE;
        }
    }

    private void saw(Workspace workspace, Reach reach) {
        Reach before = seen.put(workspace.name(), reach);
        if (reach == before || before == null && reach == Reach.READABLE) {
            return;
        }
        if (reach == Reach.READABLE) {
            log.info("The workspace '{}' can be read again; what waited goes on", workspace.name());
        } else {
            log.warn(
                    "The workspace '{}' at {} {}: until that changes nothing is judged, decided or written there, and"
                            + " submissions that came wait",
                    workspace.name(),
                    workspace.root(),
                    CLOSED.get(reach));
        }
    }

    Map<String, Reach> seen() {
        return Map.copyOf(seen);
    }
}
