package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Gating;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** What the gate would do and why, for auditors alone. */
final class GateRoutes {
    private final Bus bus;
    private final Workspaces workspaces;

    GateRoutes(Bus bus, Workspaces workspaces) {
        this.bus = bus;
        this.workspaces = workspaces;
    }

    void mount(Operations operations) {
        operations.on("explainGate", this::explainGate);
    }

    private Future<Void> explainGate(RoutingContext ctx) {
        Input input = Input.of(ctx);
        String workspace = workspaces.resolve(input.string("workspace"));
        return bus.ask(Addresses.GATE_EXPLAIN, new Gating.Question(workspace, input.string("path")))
                .compose(explanation -> Replies.json(ctx, 200, json -> PolicyJson.explanation(json, explanation)));
    }
}
