package io.patchgate.approval;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Approving;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Check;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Approves what the settings let be approved without a person, as {@link Actor#AUTO_APPROVAL}: through the same decision
 * as a reviewer's, by the key of that moment, and with the grounds in the ledger. Deployed only where it is switched on.
 */
public final class AutoApprovalVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AutoApprovalVerticle.class);
    private static final int AT_ONCE = 20;
    private static final long LOOK_AROUND_MILLIS = 60_000;

    private final Bus bus;
    private final AutoApproveSettings settings;
    private boolean looking;

    public AutoApprovalVerticle(Bus bus, AutoApproveSettings settings) {
        this.bus = bus;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        log.warn(
                "Up to {} requests a day are approved without a person where all bounds of 'auto_approve' are kept",
                settings.perDay());
        vertx.setPeriodic(LOOK_AROUND_MILLIS, timer -> {
            if (!looking) {
                looking = true;
                lookAround().onComplete(done -> looking = false);
            }
        });
        return Future.succeededFuture();
    }

    /** Succeeds when everything that came into question has been looked at. */
    Future<Void> lookAround() {
        return bus.ask(
                        Addresses.STORE_AUTO_CANDIDATES,
                        new Approving.Search(settings.threshold(), settings.delay(), AT_ONCE))
                .compose(candidates -> {
                    Future<Void> all = Future.succeededFuture();
                    for (UUID candidate : candidates) {
                        all = all.compose(done -> consider(candidate));
                    }
                    return all;
                })
                .onFailure(cause -> log.debug("Nothing is approved without a person: {}", cause.getMessage()));
    }

    /** A request that cannot be approved stays as it is, for a person. */
    private Future<Void> consider(UUID requestId) {
        return bounds(requestId)
                .compose(bounds -> {
                    Optional<String> obstacle = bounds.obstacle();
                    if (obstacle.isPresent()) {
                        log.debug("{} waits for a person: {}", requestId, obstacle.get());
                        return Future.<Void>succeededFuture();
                    }
                    return approve(bounds);
                })
                .recover(cause -> {
                    if (!(cause instanceof Failure)) {
                        log.warn("Whether {} needs a person is not known", requestId, cause);
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<Bounds> bounds(UUID requestId) {
        return bus.ask(Addresses.STORE_FIND, requestId)
                .map(Optional::orElseThrow)
                .compose(request -> bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(requestId))
                        .compose(standing -> bus.ask(Addresses.STORE_CONVERSATION, requestId)
                                .compose(conversation -> bus.ask(
                                                Addresses.STORE_CALIBRATION_BY_PEOPLE, proposer(request))
                                        .map(calibration ->
                                                new Bounds(settings, request, standing, conversation, calibration)))));
    }

    private static Outcomes.Proposer proposer(Store.PatchDetail request) {
        return new Outcomes.Proposer(
                request.row().component(),
                request.row().submittedBy(),
                request.row().metrics());
    }

    private Future<Void> approve(Bounds bounds) {
        Gating.Standing standing = bounds.standing();
        Store.Decision decision = new Store.Decision(
                bounds.request().row().requestId(),
                Actor.AUTO_APPROVAL,
                true,
                // Its agent reads it, who knows what it stated and nothing else that is said here.
                String.format(Locale.ROOT, "Auto-approved based on high confidence (%.2f)", bounds.stated()),
                null,
                standing.approvalKey(),
                standing.demand(),
                Check.evidence(standing.checks()),
                bounds.grounds());
        return bus.ask(Addresses.STORE_AUTO_APPROVE, new Approving.Approval(decision, settings.perDay()))
                .onSuccess(done -> log.info(
                        "{} was approved without a person. {}",
                        bounds.request().row().requestId(),
                        bounds.grounds()))
                .mapEmpty();
    }
}
