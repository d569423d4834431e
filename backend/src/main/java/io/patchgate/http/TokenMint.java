package io.patchgate.http;

import io.patchgate.patch.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/**
 * Signs tokens. Needs no running server; a signature takes about a millisecond, so not on an event
 * loop. Nothing is stored: what was minted is known only to its holder.
 */
public final class TokenMint {
    static final String ISSUER = "patchgate";
    static final String AUDIENCE = "patchgate";

    /** No token outlives this, so that a revocation can be forgotten after it. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SigningKeys keys;
    private final String header;
    private final Clock clock;

    public TokenMint(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.header = encode(new JsonObject()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", keys.keyId())
                .encode());
    }

    /** A token and what it says, for whoever hands it out. */
    public record Minted(
            String token, UUID tokenId, String subject, Set<Role> roles, String owner, Instant expiresAt) {}

    /**
     * @param owner the person who answers for an agent, or null
     * @throws IllegalArgumentException with a sentence for the asker
     */
    public Minted mint(String subject, Set<Role> roles, String owner, Duration ttl) {
        require(Subject.wellFormed(subject), "The subject must be 1 to 255 letters, digits or . _ @ + -");
        require(!Subject.reserved(subject), "The subject '" + subject + "' is Patchgate's own");
        require(RoleSets.permitted(roles), "The roles must be a person's or a program's, and at least one");
        require(owner == null || Subject.wellFormed(owner), "The owner must be 1 to 255 letters, digits or . _ @ + -");
        require(owner == null || roles.stream().allMatch(Role::machine), "Only a program's token has an owner");
        require(ttl.toSeconds() > 0 && ttl.compareTo(LONGEST) <= 0, "The lifetime must be 1 second to 366 days");
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plusSeconds(ttl.toSeconds());
        UUID tokenId = UUID.randomUUID();
        JsonArray roleIds = new JsonArray(roles.stream().map(Role::id).sorted().toList());
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", subject)
                .put("roles", roleIds)
                .put("jti", tokenId.toString())
                .put("iat", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        if (owner != null) {
            claims.put("owner", owner);
        }
        String signed = header + "." + encode(claims.encode());
        return new Minted(signed + "." + sign(signed), tokenId, subject, Set.copyOf(roles), owner, expiresAt);
    }

    private String sign(String signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.privateKey());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean held, String sentence) {
        if (!held) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
