package io.patchgate.application;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.git.CommitText;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread a workspace, which alone writes to it and to its canary folder. Leave to write is asked for immediately before each
 * write, when the one before it has ended: what waits in the queue does not pass a stop. Used on the
 * verticle's context.
 */
final class Writers {
    private static final Logger log = LoggerFactory.getLogger(Writers.class);
    private static final String NO_CANARY =
            "The settings name no canary folder of the workspace any more, so that nothing can be taken out of it.";

    private final Map<String, Place> places;
    private final Map<String, Place> canaries;
    private final Map<String, WorkerExecutor> threads = new HashMap<>();
    private final Map<String, Future<?>> last = new HashMap<>();
    private final Set<Future<?>> running = new HashSet<>();
    private final Supplier<Future<Void>> leave;

    /**
     * @param places by the name of the workspace
     * @param canaries so too, for those that have one
     * @param leave fails while nothing may be written
     */
    Writers(Vertx vertx, Map<String, Place> places, Map<String, Place> canaries, Supplier<Future<Void>> leave) {
        this.leave = leave;
        this.places = places;
        this.canaries = canaries;
        places.keySet()
                .forEach(name -> threads.put(name, vertx.createSharedWorkerExecutor("patchgate-write-" + name, 1)));
    }

    /**
     * What became of an approved request.
     *
     * @param error null where it is written
     * @param inCanary whether that is to the canary folder, which is not the end
     */
    record Written(String error, boolean inCanary) {}

    /**
     * Writes to the canary folder where there is one. What was begun in the workspace itself, before it had one, is gone
     * on with there. Fails with UNAVAILABLE when it must be tried again.
     */
    Future<Written> apply(Store.PatchDetail request, Store.Provenance provenance) {
        String name = request.row().workspace();
        return permitted(name, () -> {
            Place own = places.get(name);
            Place canary = canaries.get(name);
            try {
                if (canary != null && !own.application().begun(request.row().requestId())) {
                    return tried(canary, request);
                }
                own.apply(request, commits(own, request, provenance.reviewedBy(), provenance));
                return new Written(null, false);
            } catch (NotDone e) {
                return new Written(e.getMessage(), false);
            }
        });
    }

    private static Written tried(Place canary, Store.PatchDetail request) throws WorkspaceUnavailable {
        try {
            canary.apply(request, Optional.empty());
            return new Written(null, true);
        } catch (NotDone e) {
            return new Written("It could not be put into the canary folder. " + e.getMessage(), false);
        }
    }

    /**
     * Why what is in the canary was not applied to the workspace, empty when it was; fails as {@link #apply}.
     *
     * @param asCompared whether only what is still as it was put there is promoted: where nobody but a comparison says so
     */
    Future<Optional<String>> promote(Store.PatchDetail request, Store.Provenance provenance, boolean asCompared) {
        String name = request.row().workspace();
        return permitted(name, () -> {
            Place own = places.get(name);
            Optional<WorkspacePath> other = asCompared && canaries.containsKey(name)
                    ? canaries.get(name).drifted(request)
                    : Optional.empty();
            if (other.isPresent()) {
                return Optional.of("In the canary folder '" + other.get()
                        + "' is not what was put there, so that something else was compared: a person decides.");
            }
            try {
                own.apply(request, commits(own, request, provenance.reviewedBy(), provenance));
                return Optional.empty();
            } catch (NotDone e) {
                return Optional.of(e.getMessage());
            }
        });
    }

    /** Why it is still in the canary folder, empty when it is not; fails as {@link #apply}. */
    Future<Optional<String>> withdraw(Store.PatchDetail request) {
        String name = request.row().workspace();
        return permitted(name, () -> {
            Place canary = canaries.get(name);
            if (canary == null) {
                return Optional.of(NO_CANARY);
            }
            try {
                canary.undo(request, Optional.empty());
                return Optional.empty();
            } catch (NotDone e) {
                return Optional.of("In the canary folder: " + e.getMessage());
            }
        });
    }

    /**
     * Why it was not rolled back, empty when it was; fails as {@link #apply}. The canary folder follows the workspace, in
     * the same turn, so that the two stay alike.
     */
    Future<Optional<String>> undo(Store.PatchDetail request, Store.Provenance provenance) {
        String name = request.row().workspace();
        return permitted(name, () -> {
            Place own = places.get(name);
            try {
                own.undo(request, commits(own, request, provenance.rollbackBy(), provenance));
            } catch (NotDone e) {
                return Optional.of(Explanations.withLater(e.getMessage(), provenance.later()));
            }
            if (canaries.containsKey(name)) {
                follow(canaries.get(name), request);
            }
            return Optional.empty();
        });
    }

    private static void follow(Place canary, Store.PatchDetail request) throws WorkspaceUnavailable {
        try {
            canary.undo(request, Optional.empty());
        } catch (NotDone e) {
            log.warn(
                    "{} was rolled back, but '{}' is not as the workspace is any more: {}",
                    request.row().requestId(),
                    canary.workspace().name(),
                    e.getMessage());
        }
    }

    private static Optional<Commits> commits(
            Place place, Store.PatchDetail request, List<String> by, Store.Provenance provenance) {
        Store.PatchRow row = request.row();
        return place.git()
                .filter(GitWorkspace::commits)
                .map(git -> new Commits(
                        git,
                        new CommitText(
                                row.requestId(),
                                request.files().stream().map(BaseFile::target).toList(),
                                Explanations.verb(request.files()),
                                row.submittedBy(),
                                row.component(),
                                row.reasoning(),
                                by,
                                provenance.approvalEntry())));
    }

    /** The outcome is known to the request log. */
    Future<Void> reported(Store.PatchDetail request) {
        String name = request.row().workspace();
        return write(name, () -> {
            places.get(name).application().reported(request.row().requestId());
            if (canaries.containsKey(name)) {
                canaries.get(name).application().reported(request.row().requestId());
            }
            return null;
        });
    }

    /** Takes away what a kill left in any folder, before anything that is asked for later. */
    void sweep(Set<UUID> unsettled) {
        List.of(places, canaries)
                .forEach(all -> all.forEach((name, place) -> write(name, () -> {
                    place.sweep(unsettled);
                    return null;
                })));
    }

    /** Succeeds when nothing is being written. */
    Future<Void> finished() {
        return running.isEmpty()
                ? Future.succeededFuture()
                : Future.join(List.copyOf(running)).transform(result -> Future.succeededFuture());
    }

    private <T> Future<T> permitted(String name, Callable<T> work) {
        Future<T> turn = last.getOrDefault(name, Future.succeededFuture())
                .transform(ended -> leave.get())
                .compose(granted -> write(name, work));
        last.put(name, turn);
        return turn;
    }

    private <T> Future<T> write(String name, Callable<T> work) {
        WorkerExecutor thread = threads.get(name);
        if (thread == null) {
            return Failure.future(FailureKind.UNAVAILABLE, "The workspace '" + name + "' is not configured here.");
        }
        Future<T> writing = thread.executeBlocking(work, true);
        running.add(writing);
        return writing.onComplete(result -> running.remove(writing))
                .recover(cause -> cause instanceof WorkspaceUnavailable
                        ? Failure.future(FailureKind.UNAVAILABLE, cause.getMessage())
                        : Future.failedFuture(cause));
    }
}
