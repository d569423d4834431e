package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that are no longer good although their signature and time are; one set for all
 * instances on a node, safe to read from any thread. Until the stored ones have been read nobody
 * can say that a token was not revoked, and {@link #known()} is false. A revocation is forgotten when
 * its token has expired anyway.
 */
public final class Revocations {
    private static final Logger log = LoggerFactory.getLogger(Revocations.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final ConcurrentMap<String, Instant> expiryByTokenId = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Instant> revokedAtByAgent = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile boolean known;

    public Revocations(Clock clock) {
        this.clock = clock;
    }

    /** Listens first and reads then, so that nothing falls between; reads again until it succeeds. */
    public void follow(Vertx vertx, Bus bus) {
        bus.on(Addresses.TOKEN_REVOKED, this::add);
        bus.on(Addresses.AGENT_REVOKED, this::add);
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
        load(vertx, bus, true);
    }

    public boolean known() {
        return known;
    }

    public boolean contains(String tokenId) {
        return expiryByTokenId.containsKey(tokenId);
    }

    void add(Store.Revocation revocation) {
        expiryByTokenId.merge(revocation.tokenId(), revocation.expiresAt(), (old, now) -> old.isAfter(now) ? old : now);
    }

    /** Whether a program's token counts no more because all that its subject had minted by then do not. */
    boolean contains(String agent, Instant mintedAt) {
        Instant revokedAt = revokedAtByAgent.get(agent);
        return revokedAt != null && !mintedAt.isAfter(revokedAt);
    }

    void add(Store.AgentRevocation revocation) {
        revokedAtByAgent.merge(revocation.agent(), revocation.revokedAt(), (old, now) -> old.isAfter(now) ? old : now);
    }

    void sweep() {
        Instant now = clock.instant();
        expiryByTokenId.values().removeIf(expiry -> !expiry.isAfter(now));
        revokedAtByAgent
                .values()
                .removeIf(revokedAt -> revokedAt.plus(TokenMint.LONGEST).isBefore(now));
    }

    int size() {
        return expiryByTokenId.size();
    }

    private void load(Vertx vertx, Bus bus, boolean first) {
        bus.ask(Addresses.STORE_REVOCATIONS, null)
                .onSuccess(stored -> stored.forEach(this::add))
                .compose(tokens -> bus.ask(Addresses.STORE_REVOKED_AGENTS, null))
                .onSuccess(stored -> {
                    stored.forEach(this::add);
                    known = true;
                })
                .onFailure(cause -> {
                    if (first) {
                        log.warn("The revoked tokens cannot be read yet; nobody is let in until they are");
                    }
                    vertx.setTimer(RETRY.toMillis(), timer -> load(vertx, bus, false));
                });
    }
}
