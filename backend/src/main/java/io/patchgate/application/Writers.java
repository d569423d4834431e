package io.patchgate.application;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.git.CommitText;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * One thread a workspace, which alone writes to it. Leave to write is asked for immediately before each
 * write, when the one before it has ended: what waits in the queue does not pass a stop. Used on the
 * verticle's context.
 */
final class Writers {
    private final Map<String, Workspace> workspaces;
    private final Map<String, Guard> guards;
    private final Map<String, GitWorkspace> repositories;
    private final Application application;
    private final Rollback rollback;
    private final Map<String, WorkerExecutor> threads = new HashMap<>();
    private final Map<String, Future<?>> last = new HashMap<>();
    private final Set<Future<?>> running = new HashSet<>();
    private final Supplier<Future<Void>> leave;

    /** @param leave fails while nothing may be written */
    Writers(
            Vertx vertx,
            Map<String, Workspace> workspaces,
            Map<String, Guard> guards,
            Map<String, GitWorkspace> repositories,
            Path dataDir,
            Supplier<Future<Void>> leave) {
        this.leave = leave;
        this.workspaces = workspaces;
        this.guards = guards;
        this.repositories = repositories;
        this.application = new Application(dataDir);
        this.rollback = new Rollback(dataDir);
        workspaces
                .keySet()
                .forEach(name -> threads.put(name, vertx.createSharedWorkerExecutor("patchgate-write-" + name, 1)));
    }

    /** What to report of the request; fails with UNAVAILABLE when it must be tried again. */
    Future<Store.Finish> apply(Store.PatchDetail request, Store.Provenance provenance) {
        UUID requestId = request.row().requestId();
        String name = request.row().workspace();
        return permitted(name, () -> {
            try {
                application.apply(
                        workspaces.get(name),
                        guards.get(name),
                        requestId,
                        request.changes(),
                        request.files(),
                        commits(request, provenance.reviewedBy(), provenance));
                return new Store.Finish(requestId, null);
            } catch (NotDone e) {
                return new Store.Finish(requestId, e.getMessage());
            }
        });
    }

    /** Why it was not rolled back, empty when it was; fails with UNAVAILABLE when it must be tried again. */
    Future<Optional<String>> undo(Store.PatchDetail request, Store.Provenance provenance) {
        String name = request.row().workspace();
        return permitted(name, () -> {
            try {
                rollback.undo(
                        workspaces.get(name),
                        guards.get(name),
                        request.row().requestId(),
                        request.files(),
                        commits(request, provenance.rollbackBy(), provenance));
                return Optional.empty();
            } catch (NotDone e) {
                return Optional.of(Explanations.withLater(e.getMessage(), provenance.later()));
            }
        });
    }

    private Optional<Commits> commits(Store.PatchDetail request, List<String> by, Store.Provenance provenance) {
        Store.PatchRow row = request.row();
        return Optional.ofNullable(repositories.get(row.workspace()))
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
        return write(request.row().workspace(), () -> {
            application.reported(request.row().requestId());
            return null;
        });
    }

    /** Takes away what a kill left in any workspace, before anything that is asked for later. */
    void sweep(Set<UUID> unsettled) {
        workspaces.forEach((name, workspace) -> write(name, () -> {
            application.sweep(workspace, unsettled, Optional.ofNullable(repositories.get(name)));
            return null;
        }));
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
