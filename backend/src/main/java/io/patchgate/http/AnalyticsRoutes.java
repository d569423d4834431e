package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** What became of what was applied, and what confidences have been worth; for reviewers alone. */
final class AnalyticsRoutes {
    private final Bus bus;

    AnalyticsRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("getAnalytics", this::getAnalytics);
    }

    private Future<Void> getAnalytics(RoutingContext ctx) {
        return bus.ask(Addresses.STORE_ANALYTICS, null)
                .compose(analytics -> Replies.json(ctx, 200, json -> AnalyticsJson.write(json, analytics)));
    }
}
