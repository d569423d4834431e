package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries.Canary;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.patchgate.statistics.Calibration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reading one patch request, and waiting for it to move. */
final class PatchRequestRoutes {
    /** Longer answers are written on a worker thread. */
    private static final int LARGE = 256 * 1024;

    /** Where a request stands that is or may have been in the canary. */
    private static final Set<PatchStatus> MAYBE_TRIED =
            EnumSet.of(PatchStatus.CANARY, PatchStatus.APPLIED, PatchStatus.ROLLED_BACK);

    private final Vertx vertx;
    private final Bus bus;
    private final StatusWaits waits;
    private final PatchRequestJson views;
    private final RiskSignals signals;

    PatchRequestRoutes(Vertx vertx, Bus bus, StatusWaits waits, PatchRequestJson views) {
        this.vertx = vertx;
        this.bus = bus;
        this.waits = waits;
        this.views = views;
        this.signals = new RiskSignals(vertx);
    }

    void mount(Operations operations) {
        operations.on("getPatchRequest", this::getPatchRequest);
    }

    private Future<Void> getPatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        View<?> view = Caller.of(ctx).may(Role.REVIEWER) ? new ReviewerView() : new OwnView(Caller.of(ctx));
        return get(ctx, input.uuid("request_id"), Duration.ofSeconds(input.integer("wait")), view);
    }

    private <T> Future<Void> get(RoutingContext ctx, UUID id, Duration patience, View<T> view) {
        if (patience.isZero()) {
            return view.read(id).compose(found -> view.answer(ctx, found));
        }
        StatusWaits.Wait wait = waits.open(id, Caller.of(ctx).subject());
        ctx.addEndHandler(gone -> wait.close());
        return view.read(id)
                .compose(first -> (view.status(first).settled()
                                ? Future.succeededFuture()
                                : wait.until(status -> status != view.status(first), patience))
                        .compose(moved -> moved == null ? Future.succeededFuture(first) : view.read(id)))
                .eventually(() -> {
                    wait.close();
                    return Future.succeededFuture();
                })
                .compose(found -> view.answer(ctx, found));
    }

    /** The same request as different callers may see it. */
    private interface View<T> {
        Future<T> read(UUID id);

        PatchStatus status(T found);

        Future<Void> answer(RoutingContext ctx, T found);
    }

    private final class ReviewerView implements View<Store.PatchDetail> {
        @Override
        public Future<Store.PatchDetail> read(UUID id) {
            return bus.ask(Addresses.STORE_FIND, id).map(found -> found.orElseThrow(Outcomes::unknown));
        }

        @Override
        public PatchStatus status(Store.PatchDetail found) {
            return found.row().outcome().status();
        }

        @Override
        public Future<Void> answer(RoutingContext ctx, Store.PatchDetail found) {
            return reviewersConversation(found.row().requestId())
                    .compose(conversation -> standing(found)
                            .compose(standing -> advice(found, standing)
                                    .compose(advice -> encoded(
                                            ctx,
                                            length(found.changes(), found.row().diff()),
                                            json -> views.detail(json, found, standing, conversation, advice)))));
        }

        private Future<PatchRequestJson.Advice> advice(Store.PatchDetail found, Gating.Standing standing) {
            return calibration(found.row())
                    .compose(calibration -> signals.of(found, standing.demand())
                            .compose(known -> canary(found)
                                    .map(canary -> new PatchRequestJson.Advice(calibration, known, canary))));
        }

        private Future<Optional<Canary>> canary(Store.PatchDetail found) {
            return MAYBE_TRIED.contains(status(found))
                    ? bus.ask(Addresses.STORE_CANARY, found.row().requestId())
                    : Future.succeededFuture(Optional.empty());
        }

        /** Asked only here, upon a reviewer's own call. */
        private Future<Calibration> calibration(Store.PatchRow row) {
            return bus.ask(
                    Addresses.STORE_CALIBRATION,
                    new io.patchgate.bus.Outcomes.Proposer(row.component(), row.submittedBy(), row.metrics()));
        }

        /** Only a pending request can be stale; and one whose workspace is away can still be read and denied. */
        private Future<Gating.Standing> standing(Store.PatchDetail found) {
            if (status(found) != PatchStatus.PENDING_APPROVAL) {
                return checked(found, null);
            }
            return bus.ask(
                            Addresses.GATE_RECHECK,
                            new Gating.Recheck(found.row().requestId()))
                    .recover(cause -> away(cause)
                            ? checked(found, "The workspace cannot be looked at now.")
                            : Future.failedFuture(cause));
        }

        /** By its key at admission, since nothing can be approved. */
        private Future<Gating.Standing> checked(Store.PatchDetail found, String refusal) {
            String key = found.approvalKey();
            return bus.ask(Addresses.STORE_CHECKS, found.row().requestId())
                    .map(checks ->
                            new Gating.Standing(refusal, key, key, key, checks, false, null, found.demand(), false));
        }

        private static boolean away(Throwable cause) {
            return cause instanceof Failure failure
                    && (failure.kind() == FailureKind.UNAVAILABLE || failure.kind() == FailureKind.TIMED_OUT);
        }
    }

    private final class OwnView implements View<Store.SubmissionView> {
        private final Actor agent;

        OwnView(Actor agent) {
            this.agent = agent;
        }

        @Override
        public Future<Store.SubmissionView> read(UUID id) {
            return bus.ask(Addresses.STORE_FIND_OWN, new Store.OwnRequest(agent.subject(), id))
                    .map(found -> found.orElseThrow(Outcomes::unknown));
        }

        @Override
        public PatchStatus status(Store.SubmissionView found) {
            return found.outcome().status();
        }

        @Override
        public Future<Void> answer(RoutingContext ctx, Store.SubmissionView found) {
            return conversation(found.submission().requestId())
                    .compose(conversation -> encoded(
                            ctx,
                            length(found.submission().changes(), null),
                            json -> views.own(json, found, conversation)));
        }
    }

    private Future<Reviewing.Conversation> conversation(UUID id) {
        return bus.ask(Addresses.STORE_CONVERSATION, id);
    }

    /** Without a successor that reviewers do not see. Asked for them alone: an agent's view heeds no verdict. */
    private Future<Reviewing.Conversation> reviewersConversation(UUID id) {
        return conversation(id)
                .compose(conversation -> conversation.supersededBy() == null
                        ? Future.succeededFuture(conversation)
                        : bus.ask(
                                        Addresses.STORE_FIND,
                                        conversation.supersededBy().requestId())
                                .map(found -> found.isPresent() ? conversation : conversation.withoutSuccessor()));
    }

    private Future<Void> encoded(RoutingContext ctx, long length, Replies.Writing writing) {
        return length < LARGE
                ? Replies.json(ctx, 200, writing)
                : vertx.executeBlocking(() -> Replies.encode(writing), false)
                        .compose(body -> Replies.json(ctx, 200, body));
    }

    private static long length(List<Change> changes, String diff) {
        long length = diff == null ? 0 : diff.length();
        for (Change change : changes) {
            length += change.newCode() == null ? 0 : change.newCode().length();
            length += change.originalCode() == null ? 0 : change.originalCode().length();
        }
        return length;
    }
}
