package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Category;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What a reviewer does with a request: decide it, revert it, look at what happened to it. */
final class ReviewRoutes {
    private static final long LOOK_AGAIN_MILLIS = 150;

    private final Vertx vertx;
    private final Bus bus;
    private final StatusWaits waits;
    private final Duration patience;

    /** @param patience how long an approval waits for checks, and its answer for the outcome */
    ReviewRoutes(Vertx vertx, Bus bus, StatusWaits waits, Duration patience) {
        this.vertx = vertx;
        this.bus = bus;
        this.waits = waits;
        this.patience = patience;
    }

    void mount(Operations operations) {
        operations.on("decidePatchRequest", this::decidePatchRequest);
        operations.on("rollbackPatchRequest", this::rollbackPatchRequest);
        operations.on("getPatchRequestTimeline", this::getPatchRequestTimeline);
    }

    private Future<Void> decidePatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        JsonObject body = input.object();
        Store.Decision decision = new Store.Decision(
                input.uuid("request_id"),
                Caller.of(ctx),
                body.getBoolean("approved"),
                body.getString("review_comment"),
                Category.of(body.getString("category")).orElse(null),
                body.getString("approval_key"),
                Demand.ONE);
        return decision.approved() ? approve(ctx, decision) : deny(ctx, decision);
    }

    private Future<Void> deny(RoutingContext ctx, Store.Decision decision) {
        return bus.ask(Addresses.STORE_DECIDE, decision)
                .compose(done -> Outcomes.send(ctx, true, "Patch request denied", decision.requestId(), "DENIED"));
    }

    private Future<Void> approve(RoutingContext ctx, Store.Decision decision) {
        // Listens before it decides: the outcome may be there before the store's answer is.
        StatusWaits.Wait wait = waits.open(decision.requestId(), null);
        long deadline = System.nanoTime() + patience.toNanos();
        return standing(decision, deadline)
                .compose(standing -> mayBeApproved(decision, standing).map(standing))
                .compose(standing -> bus.ask(Addresses.STORE_DECIDE, completed(decision, standing)))
                .compose(tally -> tally.complete()
                        ? wait.until(ReviewRoutes::isOutcome, patience)
                                .compose(outcome -> approved(ctx, decision.requestId(), outcome))
                        : voted(ctx, decision.requestId(), tally))
                .eventually(() -> {
                    wait.close();
                    return Future.succeededFuture();
                });
    }

    /**
     * Who approves without a key means whatever the checks will say, and waits for them; who sends one has seen what they
     * said and does not.
     */
    private Future<Gating.Standing> standing(Store.Decision decision, long deadline) {
        return bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(decision.requestId()))
                .compose(standing -> {
                    boolean open = standing.checks().stream()
                            .anyMatch(check -> check.required()
                                    && check.kind() != Check.Kind.EXTERNAL
                                    && check.status().open());
                    boolean waits = open && decision.approvalKey() == null && isCurrent(decision, standing);
                    return waits && System.nanoTime() < deadline
                            ? vertx.timer(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                                    .compose(looked -> standing(decision, deadline))
                            : Future.succeededFuture(standing);
                });
    }

    /** With the key of this moment, under which every vote is kept. */
    private static Store.Decision completed(Store.Decision decision, Gating.Standing standing) {
        return new Store.Decision(
                decision.requestId(),
                decision.actor(),
                decision.approved(),
                decision.comment(),
                decision.category(),
                standing.approvalKey(),
                standing.demand(),
                Check.evidence(standing.checks()));
    }

    private static Future<Void> voted(RoutingContext ctx, UUID id, Store.Tally tally) {
        String message = "Vote recorded: " + tally.approvals() + " of " + tally.required() + " approvals"
                + (tally.ownersMissing() ? "; people who answer for a path are still to approve" : "");
        return Outcomes.send(ctx, true, message, id, "VOTE_RECORDED");
    }

    private static boolean isOutcome(PatchStatus status) {
        return status == PatchStatus.APPLIED || status == PatchStatus.CANARY || status == PatchStatus.FAILED;
    }

    private static Future<Void> approved(RoutingContext ctx, UUID id, PatchStatus outcome) {
        if (outcome == null) {
            return Outcomes.send(ctx, true, "Patch request approved; still being applied", id, "APPROVED");
        }
        return switch (outcome) {
            case APPLIED -> Outcomes.send(ctx, true, "Patch request approved and applied", id, "APPLIED");
            case CANARY -> Outcomes.send(ctx, true, "Patch request approved and put into the canary", id, "CANARY");
            default -> Outcomes.send(ctx, false, "Patch request approved but failed to apply", id, "FAILED");
        };
    }

    /** Without a key the content at admission is meant; either must be that of this moment. */
    private static boolean isCurrent(Store.Decision decision, Gating.Standing standing) {
        return decision.approvalKey() == null
                ? standing.admittedKey().equals(standing.contentKey())
                : decision.approvalKey().equals(standing.approvalKey());
    }

    private Future<Void> mayBeApproved(Store.Decision decision, Gating.Standing standing) {
        boolean current = isCurrent(decision, standing);
        Optional<String> obstacle = Check.obstacle(standing.checks());
        if (standing.refusal() == null && !standing.stale() && current && obstacle.isEmpty()) {
            return Future.succeededFuture();
        }
        // A request that was applied meanwhile looks stale too; its reviewer should hear what really happened.
        return bus.ask(Addresses.STORE_FIND, decision.requestId())
                .map(found ->
                        found.orElseThrow(Outcomes::unknown).row().outcome().status())
                .compose(status -> Failure.future(FailureKind.CONFLICT, whyNot(status, standing, current)));
    }

    private static String whyNot(PatchStatus status, Gating.Standing standing, boolean current) {
        if (status != PatchStatus.PENDING_APPROVAL) {
            return "The patch request is no longer pending; it is " + status + ".";
        }
        if (standing.refusal() != null) {
            return "The gate does not let it through any more: " + standing.refusal();
        }
        if (standing.stale()) {
            return "The patch request is stale: a file changed since it was received.";
        }
        return current
                ? Check.obstacle(standing.checks()).orElseThrow()
                : "The approval key is not the one of this moment: what was shown is not what would be approved."
                        + " Look again.";
    }

    private Future<Void> rollbackPatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        UUID id = input.uuid("request_id");
        String comment = input.object().getString("comment");
        return bus.ask(Addresses.APPLICATION_ROLL_BACK, new Store.RollbackStart(id, Caller.of(ctx), comment))
                .recover(cause -> RollbackRefusal.explained(bus, id, cause))
                .compose(tally -> tally.complete()
                        ? Outcomes.send(ctx, true, "Patch request rolled back", id, "ROLLED_BACK")
                        : voted(ctx, id, tally));
    }

    private Future<Void> getPatchRequestTimeline(RoutingContext ctx) {
        UUID id = Input.of(ctx).uuid("request_id");
        return bus.ask(Addresses.STORE_TIMELINE, id)
                .map(found -> found.orElseThrow(Outcomes::unknown))
                .compose(entries -> timeline(ctx, id, entries));
    }

    private static Future<Void> timeline(RoutingContext ctx, UUID id, List<Store.TimelineEntry> entries) {
        return Replies.json(ctx, 200, json -> {
            json.writeStartObject();
            json.writeStringField("request_id", id.toString());
            json.writeArrayFieldStart("entries");
            for (Store.TimelineEntry entry : entries) {
                json.writeStartObject();
                json.writeNumberField("sequence", entry.sequence());
                json.writeStringField("at", entry.at().toString());
                json.writeStringField("kind", entry.kind());
                json.writeStringField("actor", entry.actor());
                json.writeFieldName("body");
                json.writeRawValue(entry.body());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
