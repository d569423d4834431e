package io.patchgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mints tokens and says who holds one. Only RS256 under our own key counts. One for each http
 * instance: verification holds a monitor inside, and event loops must not wait for each other.
 */
public final class Tokens {
    private static final int LONGEST_TOKEN = 8 * 1024;
    private static final int KEPT = 5_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);
    /** Clocks of nodes that share the keys differ a little; it never prolongs a token's life. */
    private static final int CLOCK_SKEW_SECONDS = 5;

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern TOKEN_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Vertx vertx;
    private final TokenMint mint;
    private final JWTAuth verifier;
    private final Revocations revocations;
    private final Clock clock;
    /** What a signature was found good for, by the token's digest; time and revocation are looked at each time. */
    private final Cache<String, JsonObject> signed = Caffeine.newBuilder()
            .maximumSize(KEPT)
            .expireAfterWrite(KEPT_FOR)
            .executor(Runnable::run)
            .build();

    public Tokens(Vertx vertx, SigningKeys keys, Revocations revocations, Clock clock) {
        this.vertx = vertx;
        this.mint = new TokenMint(keys, clock);
        this.revocations = revocations;
        this.clock = clock;
        this.verifier = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm("RS256")
                                .setId(keys.keyId())
                                .setBuffer(keys.publicPem()))
                        .setJWTOptions(new JWTOptions()
                                .setIssuer(TokenMint.ISSUER)
                                .addAudience(TokenMint.AUDIENCE)
                                .setLeeway(CLOCK_SKEW_SECONDS)));
    }

    /** The bearer is not known. One instance for every reason, so that none can be told from another. */
    static final class Rejected extends Exception {
        private static final long serialVersionUID = 1;
        static final Rejected INSTANCE = new Rejected();

        private Rejected() {
            super("The token is not valid", null, false, false);
        }
    }

    /** As {@link TokenMint#mint}, off the event loop. */
    Future<TokenMint.Minted> mint(String subject, Set<Role> roles, String owner, Duration ttl) {
        return vertx.executeBlocking(() -> mint.mint(subject, roles, owner, ttl), false);
    }

    /**
     * Fails with {@link Rejected} whatever is wrong with the token, and with {@code UNAVAILABLE} as
     * long as the revoked ones are not known.
     */
    Future<Actor> verify(String token) {
        if (!revocations.known()) {
            return Failure.future(FailureKind.UNAVAILABLE, "The service is starting.");
        }
        if (token.length() > LONGEST_TOKEN || !COMPACT.matcher(token).matches()) {
            return Future.failedFuture(Rejected.INSTANCE);
        }
        return claims(token)
                .map(this::actor)
                .transform(read -> read.succeeded() && read.result().isPresent()
                        ? Future.succeededFuture(read.result().get())
                        : Future.failedFuture(Rejected.INSTANCE));
    }

    private Future<JsonObject> claims(String token) {
        String digest = Base64.getEncoder().encodeToString(Digests.sha256(token));
        JsonObject known = signed.getIfPresent(digest);
        return known != null
                ? Future.succeededFuture(known)
                : verified(token).onSuccess(claims -> signed.put(digest, claims));
    }

    /** The verifier throws where a claim is not of the type it expects. */
    private Future<JsonObject> verified(String token) {
        try {
            return verifier.authenticate(new TokenCredentials(token))
                    .map(user -> user.attributes().getJsonObject("accessToken"));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Claims that the signature covers but that a token of ours would not hold reject it too. */
    private Optional<Actor> actor(JsonObject claims) {
        if (!(claims.getValue("sub") instanceof String subject && Subject.wellFormed(subject))
                || !(claims.getValue("roles") instanceof JsonArray roleIds)
                || !(claims.getValue("jti") instanceof String tokenId
                        && TOKEN_ID.matcher(tokenId).matches())
                || !(claims.getValue("exp") instanceof Number exp)) {
            return Optional.empty();
        }
        Object owner = claims.getValue("owner");
        if (owner != null && !(owner instanceof String name && Subject.wellFormed(name))) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant expiresAt = Instant.ofEpochSecond(exp.longValue());
        boolean inTime = expiresAt.isAfter(now)
                && !expiresAt.isAfter(now.plus(TokenMint.LONGEST).plusSeconds(CLOCK_SKEW_SECONDS));
        if (!inTime || revocations.contains(tokenId)) {
            return Optional.empty();
        }
        return RoleSets.parse(roleIds.getList())
                .filter(roles -> roles.stream().noneMatch(Role::machine)
                        || claims.getValue("iat") instanceof Number iat
                                && !revocations.contains(subject, Instant.ofEpochSecond(iat.longValue())))
                .map(roles -> new Actor(subject, roles, (String) owner, tokenId, expiresAt));
    }
}
