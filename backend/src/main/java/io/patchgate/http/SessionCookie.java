package io.patchgate.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;

/** The cookie in which a browser keeps a token that no script can read. */
final class SessionCookie {
    static final String NAME = "patchgate_session";

    private SessionCookie() {}

    /** Null when the request has none. */
    static String read(HttpServerRequest request) {
        Cookie cookie = request.getCookie(NAME);
        return cookie == null ? null : cookie.getValue();
    }

    static void write(RoutingContext ctx, String token, Instant now, Instant expiresAt) {
        long seconds = Math.max(1, Duration.between(now, expiresAt).toSeconds());
        ctx.response().addCookie(cookie(ctx, token).setMaxAge(seconds));
    }

    static void clear(RoutingContext ctx) {
        ctx.response().addCookie(cookie(ctx, "").setMaxAge(0));
    }

    private static Cookie cookie(RoutingContext ctx, String value) {
        return Cookie.cookie(NAME, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/")
                .setSecure(Peer.of(ctx).secure());
    }
}
