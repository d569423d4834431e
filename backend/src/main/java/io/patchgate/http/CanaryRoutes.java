package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.ActStart;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** What is in the canary: which requests, and how a reviewer ends it. */
final class CanaryRoutes {
    private final Bus bus;

    CanaryRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("promoteCanary", ctx -> act(ctx, Act.PROMOTE, "Patch request promoted and applied"));
        operations.on("withdrawCanary", ctx -> act(ctx, Act.WITHDRAW, "Patch request withdrawn from the canary"));
        operations.on("listCanaries", this::listCanaries);
    }

    private Future<Void> act(RoutingContext ctx, Act act, String message) {
        Input input = Input.of(ctx);
        UUID id = input.uuid("request_id");
        String comment = input.object().getString("comment");
        return bus.ask(Addresses.APPLICATION_CANARY_ACT, new ActStart(id, act, Caller.of(ctx), comment))
                .compose(done ->
                        Outcomes.send(ctx, true, message, id, act.outcome().name()));
    }

    private Future<Void> listCanaries(RoutingContext ctx) {
        return bus.ask(Addresses.STORE_ON_CANARY, null)
                .compose(running -> Replies.json(ctx, 200, json -> CanaryJson.list(json, running)));
    }
}
