package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Improvements;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The self-improvement loop: asking it to look now, and what it looked at and found. */
final class ImprovementRoutes {
    private final Bus bus;
    private final Workspaces workspaces;

    ImprovementRoutes(Bus bus, Workspaces workspaces) {
        this.bus = bus;
        this.workspaces = workspaces;
    }

    void mount(Operations operations) {
        operations.on("requestImprovement", this::requestImprovement);
        operations.on("listImprovements", this::listImprovements);
    }

    /** Agents learn no more than that it was queued. Of what nobody answers for, anybody could approve what comes of it. */
    private Future<Void> requestImprovement(RoutingContext ctx) {
        JsonObject body = Input.of(ctx).object();
        Actor caller = Caller.of(ctx);
        boolean agent = !caller.may(Role.REVIEWER);
        if (agent && caller.owner() == null) {
            return Failure.future(
                    FailureKind.FORBIDDEN,
                    "The token names no owner, who answers for the agent and may not approve what comes of its wish.");
        }
        Improvements.Ask ask = new Improvements.Ask(
                workspaces.resolve(body.getString("workspace")),
                SubmissionBody.plain(body, "component", null),
                caller.subject(),
                agent,
                agent ? caller.owner() : caller.subject());
        return bus.ask(Addresses.GENERATION_CONSIDER, ask)
                .compose(queued -> Replies.json(ctx, 202, json -> {
                    json.writeStartObject();
                    json.writeStringField("consideration_id", queued.id().toString());
                    json.writeStringField("workspace", queued.workspace());
                    json.writeStringField("component", queued.component());
                    json.writeEndObject();
                }));
    }

    private Future<Void> listImprovements(RoutingContext ctx) {
        return bus.ask(Addresses.GENERATION_OVERVIEW, null)
                .compose(overview -> Replies.json(ctx, 200, json -> ImprovementJson.overview(json, overview)));
    }
}
