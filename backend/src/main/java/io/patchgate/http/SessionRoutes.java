package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, and who the caller is. */
public final class SessionRoutes {
    private static final Logger log = LoggerFactory.getLogger(SessionRoutes.class);
    private static final Duration SESSION = Duration.ofHours(12);

    private final Bus bus;
    private final Tokens tokens;
    private final Revocations revocations;
    private final Csrf csrf;
    private final SignIn signIn;
    private final Clock clock;

    public SessionRoutes(Bus bus, Tokens tokens, Revocations revocations, Csrf csrf, SignIn signIn, Clock clock) {
        this.bus = bus;
        this.tokens = tokens;
        this.revocations = revocations;
        this.csrf = csrf;
        this.signIn = signIn;
        this.clock = clock;
    }

    public void mount(Operations operations) {
        operations.on("createSession", this::createSession);
        operations.on("deleteSession", this::deleteSession);
        operations.on("getMe", this::getMe);
    }

    /** Another site's page must not sign a browser in either: it would work under a stranger's name. */
    Future<Void> createSession(RoutingContext rc) {
        if (!Csrf.sameSite(rc.request())) {
            return Failure.future(FailureKind.FORBIDDEN, "The header Origin names another site.");
        }
        return person(rc)
                .compose(this::session)
                .transform(minted -> minted.succeeded() ? begin(rc, minted.result()) : refusal(rc, minted.cause()));
    }

    Future<Void> deleteSession(RoutingContext rc) {
        Actor caller = Caller.of(rc);
        Store.Revocation revocation = new Store.Revocation(caller.tokenId(), caller.expiresAt(), caller.subject());
        return bus.ask(Addresses.STORE_REVOKE, revocation).compose(stored -> {
            revocations.add(revocation);
            SessionCookie.clear(rc);
            return Replies.noContent(rc);
        });
    }

    Future<Void> getMe(RoutingContext rc) {
        Actor caller = Caller.of(rc);
        String csrfToken = Authentication.byCookie(rc) ? csrf.token(caller.tokenId()) : null;
        return answer(rc, me(caller.subject(), caller.roles(), caller.owner(), caller.expiresAt(), csrfToken));
    }

    private Future<Store.User> person(RoutingContext rc) {
        JsonObject body = Input.of(rc).object();
        String name = body.getString("name");
        String password = body.getString("password");
        String secret = body.getString("link");
        if (secret != null && name == null && password == null) {
            return signIn.byLink(secret, Peer.of(rc).address());
        }
        if (secret == null && name != null && password != null) {
            return signIn.byPassword(name, password, Peer.of(rc).address());
        }
        return Future.failedFuture(Failure.invalid("name", "must be given with password, or link alone"));
    }

    private Future<TokenMint.Minted> session(Store.User user) {
        Set<Role> roles = RoleSets.parse(user.roles()).orElse(Set.of());
        if (roles.isEmpty() || roles.stream().anyMatch(Role::machine)) {
            log.error("The stored roles of {} are not a person's", user.name());
            return Future.failedFuture(Tokens.Rejected.INSTANCE);
        }
        return tokens.mint(user.name(), roles, null, SESSION);
    }

    private Future<Void> begin(RoutingContext rc, TokenMint.Minted minted) {
        SessionCookie.write(rc, minted.token(), clock.instant(), minted.expiresAt());
        String csrfToken = csrf.token(minted.tokenId().toString());
        return answer(rc, me(minted.subject(), minted.roles(), null, minted.expiresAt(), csrfToken));
    }

    private static Future<Void> refusal(RoutingContext rc, Throwable cause) {
        if (cause instanceof Tokens.Rejected) {
            Authentication.reject(rc);
            return Future.succeededFuture();
        }
        if (cause instanceof SignIn.TooManyAttempts tooMany) {
            rc.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.waitSeconds()));
            return Failure.future(FailureKind.QUOTA, "Too many attempts to sign in.");
        }
        return Future.failedFuture(cause);
    }

    private static JsonObject me(
            String subject, Collection<Role> roles, String owner, Instant expiresAt, String csrfToken) {
        return new JsonObject()
                .put("subject", subject)
                .put("roles", roleIds(roles))
                .put("owner", owner)
                .put("expires_at", expiresAt.toString())
                .put("csrf_token", csrfToken);
    }

    static JsonArray roleIds(Collection<Role> roles) {
        return new JsonArray(roles.stream().map(Role::id).sorted().toList());
    }

    private static Future<Void> answer(RoutingContext rc, JsonObject body) {
        rc.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return Replies.json(rc, 200, body.toBuffer());
    }
}
