package io.patchgate.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
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

    static void write(HttpServerRequest request, String token, Instant now, Instant expiresAt) {
        long seconds = Math.max(1, Duration.between(now, expiresAt).toSeconds());
        request.response().addCookie(cookie(request, token).setMaxAge(seconds));
    }

    static void clear(HttpServerRequest request) {
        request.response().addCookie(cookie(request, "").setMaxAge(0));
    }

    /** A trusted proxy's word on the scheme has been worked into the request before it comes here. */
    private static Cookie cookie(HttpServerRequest request, String value) {
        return Cookie.cookie(NAME, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setPath("/")
                .setSecure(request.isSSL() || "https".equalsIgnoreCase(request.scheme()));
    }
}
