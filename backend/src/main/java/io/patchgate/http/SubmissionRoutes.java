package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Submitting a patch request, and taking it back. */
final class SubmissionRoutes {
    private final Bus bus;
    private final Workspaces workspaces;
    private final Clock clock;

    SubmissionRoutes(Bus bus, Workspaces workspaces, Clock clock) {
        this.bus = bus;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    void mount(Operations operations) {
        operations.on("submitPatchRequest", this::submitPatchRequest);
        operations.on("withdrawPatchRequest", this::withdrawPatchRequest);
    }

    /** Answers when the submission is stored; there is no verdict yet that the answer could depend on. */
    private Future<Void> submitPatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        SubmissionBody body =
                SubmissionBody.read(input, Caller.of(ctx), workspaces, input.string("Idempotency-Key"), clock);
        return replayed(body.submission())
                .compose(earlier -> earlier.map(Future::succeededFuture)
                        .orElseGet(() ->
                                inspected(body).compose(submission -> bus.ask(Addresses.STORE_RECEIVE, submission))))
                .compose(receipt -> received(ctx, receipt));
    }

    /** Asked before the disk, which may hold the very patch that is sent again. */
    private Future<Optional<Store.Receipt>> replayed(Submission sent) {
        return sent.idempotency() == null
                ? Future.succeededFuture(Optional.empty())
                : bus.ask(Addresses.STORE_REPLAY, new Store.Replay(sent.submittedBy(), sent.idempotency()));
    }

    private Future<Submission> inspected(SubmissionBody body) {
        Submission sent = body.submission();
        return bus.ask(Addresses.GATE_INSPECT, new Gating.Inspection(sent.workspace(), sent.changes(), body.single()))
                .map(changes -> with(sent, changes));
    }

    private static Submission with(Submission s, List<Change> changes) {
        return new Submission(
                s.requestId(),
                s.createdAt(),
                s.submittedBy(),
                s.owner(),
                s.workspace(),
                s.component(),
                s.improvementType(),
                s.confidence(),
                s.reasoning(),
                s.feedbackIds(),
                s.metrics(),
                changes,
                s.supersedes(),
                s.idempotency());
    }

    private static Future<Void> received(RoutingContext ctx, Store.Receipt receipt) {
        ctx.response().putHeader(HttpHeaders.LOCATION, "/api/patch-requests/" + receipt.requestId());
        return Replies.json(ctx, 202, json -> {
            json.writeStartObject();
            json.writeStringField("request_id", receipt.requestId().toString());
            json.writeStringField("status", PatchStatus.PENDING_APPROVAL.name());
            json.writeStringField("created_at", receipt.createdAt().toString());
            json.writeEndObject();
        });
    }

    private Future<Void> withdrawPatchRequest(RoutingContext ctx) {
        UUID id = Input.of(ctx).uuid("request_id");
        return bus.ask(
                        Addresses.STORE_WITHDRAW,
                        new Store.OwnRequest(Caller.of(ctx).subject(), id))
                .compose(done -> Outcomes.send(ctx, true, "Patch request withdrawn", id, "WITHDRAWN"));
    }
}
