package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TokensTest {
    private static final Instant FAR = Instant.now().plus(Duration.ofDays(400));

    @TempDir
    static Path dataDir;

    private static SigningKeys keys;
    private static Vertx vertx;
    private static Bus bus;
    private static Revocations revocations;
    private static Tokens tokens;

    @BeforeAll
    static void start() throws Exception {
        keys = SigningKeys.open(dataDir);
        vertx = Vertx.vertx();
        bus = Bus.install(vertx);
        bus.serve(Addresses.STORE_REVOCATIONS, none -> Future.succeededFuture(List.of()));
        bus.serve(Addresses.STORE_REVOKED_AGENTS, none -> Future.succeededFuture(List.of()));
        revocations = new Revocations(Clock.systemUTC());
        revocations.follow(vertx, bus);
        tokens = new Tokens(vertx, keys, revocations, Clock.systemUTC());
        waitUntilKnown(revocations);
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    private static void waitUntilKnown(Revocations revocations) throws InterruptedException {
        for (int i = 0; i < 200 && !revocations.known(); i++) {
            Thread.sleep(20);
        }
        assertThat(revocations.known()).isTrue();
    }

    private static String encode(JsonObject json) {
        return encode(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonObject header() {
        return new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", keys.keyId());
    }

    private static JsonObject claims() {
        long now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", "patchgate")
                .put("aud", "patchgate")
                .put("sub", "anna")
                .put("roles", new JsonArray().add("reviewer"))
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + 600);
    }

    private static String rs256(JsonObject header, JsonObject claims, PrivateKey key) throws Exception {
        String signed = encode(header) + "." + encode(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encode(signature.sign());
    }

    private static String hs256(JsonObject header, byte[] secret) throws Exception {
        String signed = encode(header) + "." + encode(claims());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Rightly signed, but with other claims. */
    private static String with(Consumer<JsonObject> change) throws Exception {
        JsonObject claims = claims();
        change.accept(claims);
        return rs256(header(), claims, keys.privateKey());
    }

    static Stream<Arguments> forgeries() throws Exception {
        String good = rs256(header(), claims(), keys.privateKey());
        String[] parts = good.split("\\.");
        String otherClaims = encode(claims().put("roles", new JsonArray().add("admin")));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        PrivateKey stranger = generator.generateKeyPair().getPrivate();
        byte[] publicPem = keys.publicPem().getBytes(StandardCharsets.US_ASCII);
        byte[] publicDer = Base64.getMimeDecoder().decode(keys.publicPem().replaceAll("-----[A-Z ]+-----", ""));
        long now = Instant.now().getEpochSecond();
        JsonObject none = new JsonObject().put("alg", "none").put("typ", "JWT");
        JsonObject hmac = new JsonObject().put("alg", "HS256").put("typ", "JWT");
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("not a token", "hello"),
                Arguments.of("two dots", ".."),
                Arguments.of("alg none, no signature", encode(none) + "." + encode(claims()) + "."),
                Arguments.of("alg none, two parts", encode(none) + "." + encode(claims())),
                Arguments.of("alg none, old signature", encode(none) + "." + parts[1] + "." + parts[2]),
                Arguments.of("alg None", encode(none.copy().put("alg", "None")) + "." + parts[1] + "." + parts[2]),
                Arguments.of("HS256 with the public PEM", hs256(hmac, publicPem)),
                Arguments.of("HS256 with the public DER", hs256(hmac, publicDer)),
                Arguments.of("HS256 with our kid", hs256(header().put("alg", "HS256"), publicPem)),
                Arguments.of("alg missing", rs256(new JsonObject().put("typ", "JWT"), claims(), keys.privateKey())),
                Arguments.of("RS512", rs256(header().put("alg", "RS512"), claims(), keys.privateKey())),
                Arguments.of("wrong key", rs256(header(), claims(), stranger)),
                Arguments.of("wrong key, own kid", rs256(header().put("kid", "mine"), claims(), stranger)),
                Arguments.of("tampered claims", parts[0] + "." + otherClaims + "." + parts[2]),
                Arguments.of("tampered signature", parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length())),
                Arguments.of("cut short", good.substring(0, good.length() - 8)),
                Arguments.of("trailing dot", good + "."),
                Arguments.of("fourth part", good + ".e30"),
                Arguments.of("space inside", good.replaceFirst("\\.", ". ")),
                Arguments.of("oversize", with(c -> c.put("x", "x".repeat(9_000)))),
                Arguments.of("expired", with(c -> c.put("iat", now - 100).put("exp", now - 1))),
                Arguments.of("expires now", with(c -> c.put("iat", now - 100).put("exp", now))),
                Arguments.of("not yet valid", with(c -> c.put("nbf", now + 60))),
                Arguments.of("issued in the future", with(c -> c.put("iat", now + 60))),
                Arguments.of("expires too late", with(c -> c.put("exp", FAR.getEpochSecond()))),
                Arguments.of("expires at the end of time", with(c -> c.put("exp", Long.MAX_VALUE))),
                Arguments.of("expiry as text", with(c -> c.put("exp", Long.toString(now + 600)))),
                Arguments.of("wrong audience", with(c -> c.put("aud", "other"))),
                Arguments.of("no audience", with(c -> c.remove("aud"))),
                Arguments.of("wrong issuer", with(c -> c.put("iss", "other"))),
                Arguments.of("no issuer", with(c -> c.remove("iss"))),
                Arguments.of("no expiry", with(c -> c.remove("exp"))),
                Arguments.of("no id", with(c -> c.remove("jti"))),
                Arguments.of("id not a UUID", with(c -> c.put("jti", "1"))),
                Arguments.of("id a number", with(c -> c.put("jti", 1))),
                Arguments.of("no subject", with(c -> c.remove("sub"))),
                Arguments.of("empty subject", with(c -> c.put("sub", ""))),
                Arguments.of("subject with bidi", with(c -> c.put("sub", "anna\u202e"))),
                Arguments.of("subject too long", with(c -> c.put("sub", "a".repeat(256)))),
                Arguments.of("owner not a name", with(c -> c.put("owner", "a b"))),
                Arguments.of("no roles", with(c -> c.remove("roles"))),
                Arguments.of("empty roles", with(c -> c.put("roles", new JsonArray()))),
                Arguments.of("roles as text", with(c -> c.put("roles", "reviewer"))),
                Arguments.of(
                        "unknown role",
                        with(c -> c.put("roles", new JsonArray().add("reviewer").add("root")))),
                Arguments.of("role in capitals", with(c -> c.put("roles", new JsonArray().add("REVIEWER")))),
                Arguments.of("role a number", with(c -> c.put("roles", new JsonArray().add(1)))),
                Arguments.of(
                        "agent and human",
                        with(c -> c.put("roles", new JsonArray().add("agent").add("reviewer")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void rejectsEveryForgeryAlike(String name, String token) {
        Future<Actor> verdict = tokens.verify(token);
        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.cause()).isSameAs(Tokens.Rejected.INSTANCE);
    }

    @Test
    void acceptsWhatTheForgeriesAreMadeFrom() throws Exception {
        assertThat(tokens.verify(with(c -> {})).await().subject()).isEqualTo("anna");
    }

    @Test
    void verifiesWhatItMinted() {
        TokenMint.Minted minted = tokens.mint("bot-1", Set.of(Role.AGENT), "anna", Duration.ofHours(1))
                .await();
        Actor actor = tokens.verify(minted.token()).await();
        assertThat(actor)
                .isEqualTo(new Actor(
                        "bot-1", Set.of(Role.AGENT), "anna", minted.tokenId().toString(), minted.expiresAt()));
        assertThat(minted.expiresAt())
                .isBetween(Instant.now().plusSeconds(3_590), Instant.now().plusSeconds(3_601));
    }

    @Test
    void mintsNothingThatItWouldReject() {
        TokenMint mint = new TokenMint(keys, Clock.systemUTC());
        Duration hour = Duration.ofHours(1);
        assertThatThrownBy(() -> mint.mint("a b", Set.of(Role.AGENT), null, hour))
                .hasMessageContaining("subject");
        assertThatThrownBy(() -> mint.mint("a", Set.of(), null, hour)).hasMessageContaining("roles");
        assertThatThrownBy(() -> mint.mint("a", Set.of(Role.AGENT, Role.ADMIN), null, hour))
                .hasMessageContaining("roles");
        assertThatThrownBy(() -> mint.mint("a", Set.of(Role.ADMIN), "b", hour)).hasMessageContaining("owner");
        assertThatThrownBy(() -> mint.mint("a", Set.of(Role.AGENT), "\u200b", hour))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> mint.mint("a", Set.of(Role.CI), null, Duration.ofDays(367)))
                .hasMessageContaining("lifetime");
        assertThatThrownBy(() -> mint.mint("a", Set.of(Role.CI), null, Duration.ZERO))
                .hasMessageContaining("lifetime");
    }

    @Test
    void aPublishedRevocationEndsAToken() throws Exception {
        TokenMint.Minted minted = tokens.mint("anna", Set.of(Role.ADMIN), null, Duration.ofHours(1))
                .await();
        bus.publish(
                Addresses.TOKEN_REVOKED, new Store.Revocation(minted.tokenId().toString(), minted.expiresAt(), "anna"));
        for (int i = 0; i < 100 && tokens.verify(minted.token()).succeeded(); i++) {
            Thread.sleep(20);
        }
        assertThat(tokens.verify(minted.token()).cause()).isSameAs(Tokens.Rejected.INSTANCE);
    }

    @Test
    void nobodyIsKnownBeforeTheRevokedTokensAre() throws Exception {
        Vertx other = Vertx.vertx();
        try {
            Bus otherBus = Bus.install(other);
            TokenMint.Minted revoked =
                    new TokenMint(keys, Clock.systemUTC()).mint("anna", Set.of(Role.ADMIN), null, Duration.ofHours(1));
            AtomicInteger asked = new AtomicInteger();
            otherBus.serve(
                    Addresses.STORE_REVOCATIONS,
                    none -> asked.incrementAndGet() == 1
                            ? Failure.future(FailureKind.UNAVAILABLE, "away")
                            : Future.succeededFuture(List.of(
                                    new Store.Revocation(revoked.tokenId().toString(), revoked.expiresAt(), "root"))));
            otherBus.serve(Addresses.STORE_REVOKED_AGENTS, none -> Future.succeededFuture(List.of()));
            Revocations unknown = new Revocations(Clock.systemUTC());
            unknown.follow(other, otherBus);
            Tokens waiting = new Tokens(other, keys, unknown, Clock.systemUTC());
            assertThat(waiting.verify(revoked.token()).cause())
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
            waitUntilKnown(unknown);
            assertThat(waiting.verify(revoked.token()).cause()).isSameAs(Tokens.Rejected.INSTANCE);
        } finally {
            other.close().await();
        }
    }

    @Test
    void aRevocationIsForgottenWithItsToken() {
        Revocations set = new Revocations(Clock.fixed(FAR, ZoneOffset.UTC));
        set.add(new Store.Revocation("a", FAR, "root"));
        set.add(new Store.Revocation("b", FAR.plusSeconds(1), "root"));
        set.sweep();
        assertThat(set.contains("a")).isFalse();
        assertThat(set.contains("b")).isTrue();
        assertThat(set.size()).isEqualTo(1);
    }
}
