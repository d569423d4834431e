package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Store;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Minting and revoking, for admins; that the caller is one was settled before. */
public final class TokenRoutes {
    private static final long USUAL_SECONDS = Duration.ofDays(90).toSeconds();

    private final Bus bus;
    private final Tokens tokens;
    private final Revocations revocations;
    private final Clock clock;

    public TokenRoutes(Bus bus, Tokens tokens, Revocations revocations, Clock clock) {
        this.bus = bus;
        this.tokens = tokens;
        this.revocations = revocations;
        this.clock = clock;
    }

    public void mount(Operations operations) {
        operations.on("createToken", this::createToken);
        operations.on("revokeToken", this::revokeToken);
        operations.on("revokeAgent", this::revokeAgent);
    }

    /** The token is in this answer alone. An agent for whom nobody else answers is the caller's. */
    Future<Void> createToken(RoutingContext rc) {
        JsonObject body = Input.of(rc).object();
        Optional<Set<Role>> roles = RoleSets.parse(List.of(body.getString("role", "")));
        String subject = body.getString("subject");
        String owner = body.getString("owner");
        long seconds = body.getLong("ttl_seconds", USUAL_SECONDS);
        Optional<Failure> fault = fault(roles, subject, owner, seconds);
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get());
        }
        boolean orphan = owner == null && roles.get().contains(Role.AGENT);
        String answering = orphan ? Caller.of(rc).subject() : owner;
        return tokens.mint(subject, roles.get(), answering, Duration.ofSeconds(seconds))
                .compose(minted -> answer(rc, minted));
    }

    /**
     * Nothing is stored of tokens that were minted, so any id may be named, and the longest life that
     * its token could still have is assumed.
     */
    Future<Void> revokeToken(RoutingContext rc) {
        String tokenId = Input.of(rc).string("jti").toLowerCase(Locale.ROOT);
        Instant latest = clock.instant().plus(TokenMint.LONGEST);
        Store.Revocation revocation =
                new Store.Revocation(tokenId, latest, Caller.of(rc).subject());
        return bus.ask(Addresses.STORE_REVOKE, revocation).compose(stored -> {
            revocations.add(revocation);
            return Replies.noContent(rc);
        });
    }

    /** What was minted up to now counts no more, wherever it is; nothing needs to be known of it. */
    Future<Void> revokeAgent(RoutingContext rc) {
        String agent = Input.of(rc).string("subject");
        Store.AgentRevocation revocation = new Store.AgentRevocation(
                agent,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Caller.of(rc).subject());
        return bus.ask(Addresses.STORE_REVOKE_AGENT, revocation).compose(withdrawn -> {
            revocations.add(revocation);
            return Replies.json(rc, 200, json -> {
                json.writeStartObject();
                json.writeStringField("agent", agent);
                json.writeNumberField("withdrawn", withdrawn);
                json.writeEndObject();
            });
        });
    }

    private static Optional<Failure> fault(Optional<Set<Role>> roles, String subject, String owner, long seconds) {
        if (roles.isEmpty()) {
            return Optional.of(Failure.invalid("role", "is not a role"));
        }
        if (!Subject.wellFormed(subject)) {
            return Optional.of(Failure.invalid("subject", "must be letters, digits or . _ @ + -"));
        }
        if (owner != null && !Subject.wellFormed(owner)) {
            return Optional.of(Failure.invalid("owner", "must be letters, digits or . _ @ + -"));
        }
        if (owner != null && !roles.get().stream().allMatch(Role::machine)) {
            return Optional.of(Failure.invalid("owner", "is for programs only"));
        }
        if (seconds < 1 || seconds > TokenMint.LONGEST.toSeconds()) {
            return Optional.of(Failure.invalid("ttl_seconds", "must be at most 366 days"));
        }
        return Optional.empty();
    }

    private static Future<Void> answer(RoutingContext rc, TokenMint.Minted minted) {
        JsonObject body = new JsonObject()
                .put("token", minted.token())
                .put("jti", minted.tokenId().toString())
                .put("subject", minted.subject())
                .put("roles", SessionRoutes.roleIds(minted.roles()))
                .put("owner", minted.owner())
                .put("expires_at", minted.expiresAt().toString());
        rc.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return Replies.json(rc, 201, body.toBuffer());
    }
}
