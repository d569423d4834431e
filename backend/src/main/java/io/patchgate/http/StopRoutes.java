package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** The emergency stop: any reviewer freezes everything, an admin lets it go on. */
final class StopRoutes {
    private final Bus bus;

    StopRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("getEmergencyStop", this::getEmergencyStop);
        operations.on("engageEmergencyStop", this::engageEmergencyStop);
        operations.on("liftEmergencyStop", this::liftEmergencyStop);
    }

    private Future<Void> getEmergencyStop(RoutingContext ctx) {
        return bus.ask(Addresses.STORE_STOPPED, null).compose(stopped -> answer(ctx, stopped.orElse(null)));
    }

    /** Answers when what was being written is written, so that after the answer nothing changes any more. */
    private Future<Void> engageEmergencyStop(RoutingContext ctx) {
        String reason = Input.of(ctx).object().getString("reason");
        return bus.ask(Addresses.STORE_STOP, new Store.Stop(Caller.of(ctx).subject(), reason))
                // The stop holds, whether that end can be waited for or not.
                .compose(
                        stopped -> bus.ask(Addresses.APPLICATION_QUIET, null).transform(quiet -> answer(ctx, stopped)));
    }

    private Future<Void> liftEmergencyStop(RoutingContext ctx) {
        return bus.ask(Addresses.STORE_RESUME, Caller.of(ctx).subject()).compose(lifted -> answer(ctx, null));
    }

    private static Future<Void> answer(RoutingContext ctx, Store.Stopped stopped) {
        return Replies.json(ctx, 200, json -> {
            json.writeStartObject();
            json.writeBooleanField("stopped", stopped != null);
            if (stopped != null) {
                json.writeStringField("since", stopped.since().toString());
                json.writeStringField("by", stopped.by());
                json.writeStringField("reason", stopped.reason());
            }
            json.writeEndObject();
        });
    }
}
