package io.patchgate.application;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.PatchStatus;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what is approved and takes back what is asked to be, and tells the request log. Work that
 * cannot be done or told now is done or told later: an approved request ends applied or failed, and a
 * begun rollback ends, across the absence of the log or the workspace and across kills.
 */
public final class ApplicationVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ApplicationVerticle.class);
    private static final int LOOKS = 20;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Bus bus;
    private final Map<String, Workspace> workspaces;
    private final Map<String, Guard> guards;
    private final Map<String, GitWorkspace> repositories;
    private final Path dataDir;
    private final Backoff backoff;
    private Writers writers;
    private Reports reports;
    /** Requests that are worked on now, so that an event and a sweep do not meet on one. */
    private final Set<UUID> busy = new HashSet<>();

    private boolean sweepPlanned;
    private boolean swept;
    private boolean stopped;

    /**
     * @param workspaces by name
     * @param guards by the name of their workspace, one for each
     * @param repositories by the name of their workspace, for those whose changes may be committed
     * @param dataDir Patchgate's own folder, outside every workspace
     */
    public ApplicationVerticle(
            Bus bus,
            Map<String, Workspace> workspaces,
            Map<String, ? extends Guard> guards,
            Map<String, GitWorkspace> repositories,
            Path dataDir) {
        this(bus, workspaces, guards, repositories, dataDir, Backoff.standard());
    }

    ApplicationVerticle(
            Bus bus,
            Map<String, Workspace> workspaces,
            Map<String, ? extends Guard> guards,
            Map<String, GitWorkspace> repositories,
            Path dataDir,
            Backoff backoff) {
        this.bus = bus;
        this.workspaces = Map.copyOf(workspaces);
        this.guards = Map.copyOf(guards);
        this.repositories = Map.copyOf(repositories);
        this.dataDir = dataDir;
        this.backoff = backoff;
    }

    @Override
    public Future<?> start() {
        writers = new Writers(vertx, workspaces, guards, repositories, dataDir, this::leave);
        reports = new Reports(vertx, bus);
        bus.on(Addresses.PATCH_DECIDED, this::decided);
        bus.on(Addresses.STOP_CHANGED, this::stopChanged);
        bus.serve(Addresses.APPLICATION_ROLL_BACK, this::rollBack);
        bus.serve(Addresses.APPLICATION_QUIET, nothing -> writers.finished());
        sweep();
        return Future.succeededFuture();
    }

    /** Waits for what is being written; what is not begun is left to the next start. */
    @Override
    public Future<?> stop() {
        stopped = true;
        reports.close();
        return writers.finished();
    }

    private void decided(Events.PatchChanged event) {
        if (event.status() == PatchStatus.APPROVED) {
            apply(event.requestId());
        }
    }

    private void stopChanged(Events.StopChanged change) {
        if (!change.stopped()) {
            sweep();
        }
    }

    /** The request log is asked, since a stop may come from another process; no answer is no leave. */
    private Future<Void> leave() {
        return bus.ask(Addresses.STORE_STOPPED, null)
                .compose(stop -> stop.isEmpty()
                        ? Future.succeededFuture()
                        : Failure.future(
                                FailureKind.UNAVAILABLE,
                                "everything was stopped by " + stop.get().by() + "; it goes on when an admin resumes"));
    }

    private void sweep() {
        bus.ask(Addresses.STORE_UNFINISHED, null).onComplete(result -> {
            if (result.failed()) {
                planSweep(result.cause());
                return;
            }
            Store.Unfinished unfinished = result.result();
            if (!swept) {
                swept = true;
                Set<UUID> unsettled = new HashSet<>(unfinished.toApply());
                unsettled.addAll(unfinished.toRollBack());
                unsettled.addAll(busy);
                writers.sweep(unsettled);
            }
            unfinished.toApply().forEach(this::apply);
            unfinished.toRollBack().forEach(this::resumeRollback);
        });
    }

    private void planSweep(Throwable cause) {
        if (!sweepPlanned && !stopped) {
            sweepPlanned = true;
            long delay = backoff.next();
            log.warn("Approved work is tried again in {} ms: {}", delay, cause.getMessage());
            vertx.setTimer(delay, timer -> {
                sweepPlanned = false;
                sweep();
            });
        }
    }

    private void apply(UUID requestId) {
        if (stopped || !busy.add(requestId)) {
            return;
        }
        find(requestId)
                .compose(request -> request.row().outcome().status() == PatchStatus.APPROVED
                        ? provenance(requestId)
                                .compose(provenance -> writers.apply(request, provenance))
                                .compose(reports::finish)
                                .compose(reported -> writers.reported(request))
                        : Future.succeededFuture())
                .onComplete(result -> done(requestId, result.cause()));
    }

    private void resumeRollback(UUID requestId) {
        if (!stopped && busy.add(requestId)) {
            undo(requestId).onComplete(result -> done(requestId, result.cause()));
        }
    }

    private Future<Store.Tally> rollBack(Store.RollbackStart rollback) {
        return rollBack(rollback, LOOKS);
    }

    /** Who has just read that a request is applied may be quicker than what is still to be tidied up after it. */
    private Future<Store.Tally> rollBack(Store.RollbackStart rollback, int looks) {
        UUID requestId = rollback.requestId();
        if (!stopped && looks > 0 && busy.contains(requestId)) {
            return vertx.timer(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .compose(passed -> rollBack(rollback, looks - 1));
        }
        if (stopped || !busy.add(requestId)) {
            return Failure.future(FailureKind.CONFLICT, "The request is being applied or rolled back already.");
        }
        return bus.ask(Addresses.STORE_BEGIN_ROLLBACK, rollback)
                .compose(tally -> tally.complete() ? undo(requestId).map(tally) : Future.succeededFuture(tally))
                .onComplete(result -> done(requestId, result.cause()));
    }

    private void done(UUID requestId, Throwable cause) {
        busy.remove(requestId);
        if (cause == null || settled(cause)) {
            backoff.reset();
        } else {
            planSweep(cause);
        }
    }

    /** Whether it is over; otherwise it may have been begun, and the sweep ends what was begun. */
    private static boolean settled(Throwable cause) {
        return cause instanceof Failure failure
                && switch (failure.kind()) {
                    case INVALID, NOT_FOUND, FORBIDDEN, CONFLICT, QUOTA -> true;
                    case OVERLOADED, UNAVAILABLE, TIMED_OUT, INTERNAL -> false;
                };
    }

    /** Undoes a begun rollback and reports it; fails with CONFLICT when it is given up. */
    private Future<Void> undo(UUID requestId) {
        return find(requestId)
                .compose(request -> provenance(requestId)
                        .compose(provenance -> writers.undo(request, provenance))
                        .compose(refusal -> ended(request, refusal)));
    }

    private Future<Void> ended(Store.PatchDetail request, Optional<String> refusal) {
        return reports.endRollback(new Store.RollbackEnd(request.row().requestId(), refusal.isEmpty()))
                .compose(reported -> writers.reported(request))
                .compose(reported -> refusal.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : Failure.future(FailureKind.CONFLICT, refusal.get()));
    }

    private Future<Store.Provenance> provenance(UUID requestId) {
        return bus.ask(Addresses.STORE_PROVENANCE, requestId);
    }

    private Future<Store.PatchDetail> find(UUID requestId) {
        return bus.ask(Addresses.STORE_FIND, requestId)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Failure.future(FailureKind.NOT_FOUND, "There is no such request.")));
    }
}
