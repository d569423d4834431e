package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Category;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What a reviewer does with a request: decide it, revert it, look at what happened to it. */
final class ReviewRoutes {
    private final Bus bus;
    private final StatusWaits waits;
    private final Duration patience;

    /** @param patience how long the answer to an approval waits for the outcome */
    ReviewRoutes(Bus bus, StatusWaits waits, Duration patience) {
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
        return bus.ask(Addresses.GATE_RECHECK, new Gating.Recheck(decision.requestId()))
                .compose(standing -> mayBeApproved(decision, standing).map(standing.demand()))
                .compose(demand -> bus.ask(Addresses.STORE_DECIDE, demanding(decision, demand)))
                .compose(tally -> tally.complete()
                        ? wait.until(ReviewRoutes::isOutcome, patience)
                                .compose(outcome -> approved(ctx, decision.requestId(), outcome))
                        : voted(ctx, decision.requestId(), tally))
                .eventually(() -> {
                    wait.close();
                    return Future.succeededFuture();
                });
    }

    private static Store.Decision demanding(Store.Decision decision, Demand demand) {
        return new Store.Decision(
                decision.requestId(),
                decision.actor(),
                decision.approved(),
                decision.comment(),
                decision.category(),
                decision.approvalKey(),
                demand);
    }

    private static Future<Void> voted(RoutingContext ctx, UUID id, Store.Tally tally) {
        String message = "Vote recorded: " + tally.approvals() + " of " + tally.required() + " approvals"
                + (tally.ownersMissing() ? "; people who answer for a path are still to approve" : "");
        return Outcomes.send(ctx, true, message, id, "VOTE_RECORDED");
    }

    private static boolean isOutcome(PatchStatus status) {
        return status == PatchStatus.APPLIED || status == PatchStatus.FAILED;
    }

    private static Future<Void> approved(RoutingContext ctx, UUID id, PatchStatus outcome) {
        if (outcome == null) {
            return Outcomes.send(ctx, true, "Patch request approved; still being applied", id, "APPROVED");
        }
        return outcome == PatchStatus.APPLIED
                ? Outcomes.send(ctx, true, "Patch request approved and applied", id, "APPLIED")
                : Outcomes.send(ctx, false, "Patch request approved but failed to apply", id, "FAILED");
    }

    /** Without a key the one at admission is meant; either must be the key of this moment. */
    private Future<Void> mayBeApproved(Store.Decision decision, Gating.Standing standing) {
        String shown = decision.approvalKey() == null ? standing.admittedKey() : decision.approvalKey();
        boolean current = shown.equals(standing.approvalKey());
        if (standing.refusal() == null && !standing.stale() && current) {
            return Future.succeededFuture();
        }
        // A request that was applied meanwhile looks stale too; its reviewer should hear what really happened.
        return bus.ask(Addresses.STORE_FIND, decision.requestId())
                .map(found ->
                        found.orElseThrow(Outcomes::unknown).row().outcome().status())
                .compose(status -> Failure.future(FailureKind.CONFLICT, whyNot(status, standing)));
    }

    private static String whyNot(PatchStatus status, Gating.Standing standing) {
        if (status != PatchStatus.PENDING_APPROVAL) {
            return "The patch request is no longer pending; it is " + status + ".";
        }
        if (standing.refusal() != null) {
            return "The gate does not let it through any more: " + standing.refusal();
        }
        return standing.stale()
                ? "The patch request is stale: a file changed since it was received."
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
