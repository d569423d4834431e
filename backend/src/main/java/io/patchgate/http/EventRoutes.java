package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The ledger as server-sent events. */
final class EventRoutes {
    private final EventStream events;

    EventRoutes(EventStream events) {
        this.events = events;
    }

    void mount(Operations operations) {
        operations.on("streamEvents", this::streamEvents);
    }

    private Future<Void> streamEvents(RoutingContext ctx) {
        Input input = Input.of(ctx);
        // A browser that reconnects sends the header, while its address still holds what it began with.
        Long header = input.whole("Last-Event-ID");
        Long after = header == null ? input.whole("last_event_id") : header;
        if (after == null) {
            begin(ctx, null);
            return Future.succeededFuture();
        }
        return events.knows(after).map(known -> {
            if (!known) {
                throw Failure.invalid(
                        header == null ? "last_event_id" : "Last-Event-ID",
                        "is of no event that has happened here; connect without it");
            }
            begin(ctx, after);
            return null;
        });
    }

    private void begin(RoutingContext ctx, Long after) {
        HttpServerResponse response = ctx.response();
        if (response.closed()) {
            return;
        }
        Runnable gone = events.open(Caller.of(ctx), after, () -> head(ctx, response));
        ctx.addEndHandler(ended -> gone.run());
    }

    private static Outlet head(RoutingContext ctx, HttpServerResponse response) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // A compressor of its own for each stream would cost more memory than all the rest of it.
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
        return new ResponseOutlet(
                response, ctx.request().connection(), ctx.request().version());
    }
}
