package io.patchgate.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headers that every answer has, whoever writes it: nothing is kept, guessed, framed or leaked unless
 * a later handler says otherwise. Logs each call at debug level by method, path and status; the query,
 * headers and body may hold secrets and are never logged.
 */
final class SecurityHeaders implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger("io.patchgate.http.access");

    @Override
    public void handle(RoutingContext ctx) {
        MultiMap headers = ctx.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        if (Peer.of(ctx).secure()) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
        if (log.isDebugEnabled()) {
            ctx.addEndHandler(end -> log.debug(
                    "{} {} {}",
                    ctx.request().method(),
                    ctx.request().path(),
                    ctx.response().getStatusCode()));
        }
        if (readable(ctx)) {
            ctx.next();
        } else {
            Problems.refuse(ctx, 400);
        }
    }

    /** Whether the percent-encoding of the path is whole; routing throws on others. */
    private static boolean readable(RoutingContext ctx) {
        try {
            return ctx.normalizedPath() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
