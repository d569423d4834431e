package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Actor;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/**
 * Lets through who holds a valid token, as bearer or in the session cookie; where both are sent, the
 * bearer counts alone. Everyone else gets one answer, whatever was wrong. A cookie travels by
 * itself, so a call by cookie that may change something must prove that our page made it.
 */
public final class Authentication implements Handler<RoutingContext> {
    private static final String BY_COOKIE = "patchgate.by-cookie";
    private static final String SCHEME = "Bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Tokens tokens;
    private final Csrf csrf;

    public Authentication(Tokens tokens, Csrf csrf) {
        this.tokens = tokens;
        this.csrf = csrf;
    }

    @Override
    public void handle(RoutingContext rc) {
        HttpServerRequest request = rc.request();
        List<String> bearers = request.headers().getAll(HttpHeaders.AUTHORIZATION).stream()
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .toList();
        if (bearers.size() > 1) {
            reject(rc);
            return;
        }
        boolean byCookie = bearers.isEmpty();
        String token = byCookie
                ? SessionCookie.read(request)
                : bearers.get(0).substring(SCHEME.length()).strip();
        if (token == null) {
            reject(rc);
            return;
        }
        tokens.verify(token).onSuccess(actor -> admit(rc, actor, byCookie)).onFailure(cause -> {
            if (cause instanceof Failure failure) {
                Problems.fail(rc, failure);
            } else {
                reject(rc);
            }
        });
    }

    /** Whether the caller's token came in the cookie. */
    static boolean byCookie(RoutingContext rc) {
        return Boolean.TRUE.equals(rc.<Boolean>get(BY_COOKIE));
    }

    /** The one answer to whoever is not known, also where a name and password were wrong. */
    static void reject(RoutingContext rc) {
        rc.response().putHeader("WWW-Authenticate", "Bearer");
        Problems.refuse(rc, 401);
    }

    private void admit(RoutingContext rc, Actor actor, boolean byCookie) {
        boolean safe = SAFE.contains(rc.request().method());
        if (byCookie && !safe && !csrf.holds(rc.request(), actor.tokenId())) {
            Problems.fail(
                    rc,
                    new Failure(FailureKind.FORBIDDEN, "The header X-CSRF-Token or Origin does not fit the session."));
            return;
        }
        Caller.set(rc, actor);
        rc.put(BY_COOKIE, byCookie);
        rc.next();
    }
}
