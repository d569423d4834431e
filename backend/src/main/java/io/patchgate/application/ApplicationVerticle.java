package io.patchgate.application;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.Actor;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what is approved, by way of the canary where there is one, and takes back what is asked to be, and tells the
 * request log. Work that cannot be done or told now is done or told later: an approved request ends in the canary, applied
 * or failed, and what was begun after that ends, across the absence of the log or a folder and across kills.
 */
public final class ApplicationVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ApplicationVerticle.class);

    private final Bus bus;
    private final Map<String, Place> places;
    private final Map<String, CanaryFolder> canaries;
    private final Map<String, Place> canaryPlaces;
    private final Backoff backoff;
    private Writers writers;
    private Reports reports;
    private UnderWay underWay;
    private boolean sweepPlanned;
    private boolean swept;

    /**
     * @param workspaces by name
     * @param guards by the name of their workspace, one for each
     * @param repositories by the name of their workspace, for those whose changes may be committed
     * @param canaries by the name of their workspace, for those that have one
     * @param dataDir Patchgate's own folder, outside every workspace
     */
    public ApplicationVerticle(
            Bus bus,
            Map<String, Workspace> workspaces,
            Map<String, ? extends Guard> guards,
            Map<String, GitWorkspace> repositories,
            Map<String, CanaryFolder> canaries,
            Path dataDir) {
        this(bus, workspaces, guards, repositories, canaries, dataDir, Backoff.standard());
    }

    ApplicationVerticle(
            Bus bus,
            Map<String, Workspace> workspaces,
            Map<String, ? extends Guard> guards,
            Map<String, GitWorkspace> repositories,
            Map<String, CanaryFolder> canaries,
            Path dataDir,
            Backoff backoff) {
        this.bus = bus;
        this.places = Place.own(workspaces, guards, repositories, dataDir);
        this.canaries = Map.copyOf(canaries);
        this.canaryPlaces = Place.canaries(canaries, dataDir);
        this.backoff = backoff;
    }

    @Override
    public Future<?> start() {
        writers = new Writers(vertx, places, canaryPlaces, this::leave);
        reports = new Reports(vertx, bus);
        underWay = new UnderWay(vertx);
        bus.on(Addresses.PATCH_DECIDED, this::decided);
        bus.on(Addresses.STOP_CHANGED, this::stopChanged);
        bus.serve(Addresses.APPLICATION_ROLL_BACK, this::rollBack);
        bus.serve(Addresses.APPLICATION_CANARY_ACT, this::act);
        bus.serve(Addresses.APPLICATION_QUIET, nothing -> writers.finished());
        sweep();
        return Future.succeededFuture();
    }

    /** Waits for what is being written; what is not begun is left to the next start. */
    @Override
    public Future<?> stop() {
        underWay.close();
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
                unsettled.addAll(unfinished.toEndCanary());
                unsettled.addAll(underWay.all());
                writers.sweep(unsettled);
            }
            unfinished.toApply().forEach(this::apply);
            unfinished.toRollBack().forEach(id -> resume(id, this::undo));
            unfinished.toEndCanary().forEach(id -> resume(id, this::endAct));
        });
    }

    private void planSweep(Throwable cause) {
        if (!sweepPlanned && !underWay.closed()) {
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
        resume(
                requestId,
                id -> find(id).compose(request -> request.row().outcome().status() == PatchStatus.APPROVED
                        ? provenance(id)
                                .compose(provenance -> writers.apply(request, provenance))
                                .compose(written -> report(request, written))
                                .compose(reported -> writers.reported(request))
                        : Future.succeededFuture()));
    }

    private Future<Void> report(Store.PatchDetail request, Writers.Written written) {
        UUID requestId = request.row().requestId();
        if (!written.inCanary()) {
            return reports.finish(new Store.Finish(requestId, written.error()));
        }
        CanaryFolder canary = canaries.get(request.row().workspace());
        return reports.startCanary(new Canaries.Start(requestId, canary.share(), canary.watch()));
    }

    private void resume(UUID requestId, Function<UUID, Future<Void>> work) {
        if (underWay.begin(requestId)) {
            work.apply(requestId).onComplete(result -> done(requestId, result.cause()));
        }
    }

    private Future<Store.Tally> rollBack(Store.RollbackStart rollback) {
        UUID requestId = rollback.requestId();
        return underWay.awaited(requestId)
                .compose(begun -> bus.ask(Addresses.STORE_BEGIN_ROLLBACK, rollback)
                        .compose(tally -> tally.complete() ? undo(requestId).map(tally) : Future.succeededFuture(tally))
                        .onComplete(result -> done(requestId, result.cause())));
    }

    private Future<Void> act(Canaries.ActStart start) {
        UUID requestId = start.requestId();
        return underWay.awaited(requestId)
                .compose(begun -> bus.ask(Addresses.STORE_BEGIN_CANARY_ACT, start)
                        .compose(recorded -> endAct(requestId))
                        .onComplete(result -> done(requestId, result.cause())));
    }

    /** What failed otherwise than by a refusal may have been begun, and the sweep ends what was begun. */
    private void done(UUID requestId, Throwable cause) {
        underWay.end(requestId);
        if (cause == null || cause instanceof Failure failure && failure.kind().refusal()) {
            backoff.reset();
        } else {
            planSweep(cause);
        }
    }

    /** Undoes a begun rollback and reports it; fails with CONFLICT when it is given up. */
    private Future<Void> undo(UUID requestId) {
        return find(requestId)
                .compose(request -> provenance(requestId)
                        .compose(provenance -> writers.undo(request, provenance))
                        .compose(refusal -> ended(
                                request,
                                refusal,
                                reports.endRollback(new Store.RollbackEnd(requestId, refusal.isEmpty())))));
    }

    /** Does what a begun act on a canary says and reports it; fails with CONFLICT when it is given up. */
    private Future<Void> endAct(UUID requestId) {
        return bus.ask(Addresses.STORE_CANARY, requestId)
                .compose(canary -> canary.filter(Canaries.Canary::leaving).isEmpty()
                        ? Future.<Void>succeededFuture()
                        : find(requestId)
                                .compose(request -> act(request, canary.get().act())
                                        .compose(refusal -> ended(
                                                request,
                                                refusal,
                                                reports.endCanaryAct(
                                                        new Canaries.ActEnd(requestId, refusal.orElse(null)))))));
    }

    private Future<Optional<String>> act(Store.PatchDetail request, Canaries.Taken act) {
        boolean byRule = act.by().equals(Actor.CANARY.subject());
        return act.act() == Act.PROMOTE
                ? provenance(request.row().requestId())
                        .compose(provenance -> writers.promote(request, provenance, byRule))
                : writers.withdraw(request);
    }

    private Future<Void> ended(Store.PatchDetail request, Optional<String> refusal, Future<Void> report) {
        return report.compose(reported -> writers.reported(request))
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
