package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Store;
import io.patchgate.patch.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SessionRoutesTest {
    @TempDir
    static Path dataDir;

    /** As {@link SignInLimit} promises. */
    private static final int ADDRESS_FAILURES = 30;

    private AuthServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AuthServer(dataDir);
        server.person("anna", "reviewer");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /** All that a caller can see of an answer, the time apart. */
    private static String seen(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        return response.statusCode() + " " + headers + " " + response.body();
    }

    @Test
    void signsInWithACookieThatNoScriptCanRead() throws Exception {
        HttpResponse<String> response = server.signIn("anna", AuthServer.PASSWORD);
        assertThat(response.statusCode()).isEqualTo(200);
        String header = response.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(header.split("; ?"))
                .satisfies(parts -> assertThat(parts[0]).startsWith("patchgate_session=ey"))
                .contains("HTTPOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        assertThat(header).containsPattern("Max-Age=43(199|200);");
        JsonObject me = json(response);
        assertThat(me.getString("subject")).isEqualTo("anna");
        assertThat(me.getJsonArray("roles")).isEqualTo(new JsonArray().add("reviewer"));
        assertThat(me.getInstant("expires_at"))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(719)),
                        Instant.now().plus(Duration.ofHours(12)));
        assertThat(me.getString("csrf_token")).hasSize(43);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void forwardedHeadersChangeNothingWithoutATrustedProxy() throws Exception {
        String[] forged = {"X-Forwarded-Proto", "https", "Forwarded", "for=198.51.100.7;proto=https"};
        assertThat(setCookie(server.signIn("anna", AuthServer.PASSWORD, forged)))
                .doesNotContain("Secure");
        assertThat(guesses(server, i -> "198.51.100." + i)).isEqualTo(ADDRESS_FAILURES);
    }

    @Test
    void aTrustedProxySaysWhetherTheCallerHasTls() throws Exception {
        try (AuthServer behind = new AuthServer(dataDir, true)) {
            behind.person("anna", "reviewer");
            for (String proto : List.of("https", "HTTPS", "http, https")) {
                HttpResponse<String> in = behind.signIn("anna", AuthServer.PASSWORD, "X-Forwarded-Proto", proto);
                assertThat(setCookie(in)).as(proto).contains("; Secure");
            }
            for (String proto : List.of("http", "https, http", "")) {
                HttpResponse<String> in = behind.signIn("anna", AuthServer.PASSWORD, "X-Forwarded-Proto", proto);
                assertThat(setCookie(in)).as(proto).doesNotContain("Secure");
            }
            String out = setCookie(behind.call(
                    "DELETE",
                    "/api/session",
                    null,
                    "Authorization",
                    "Bearer " + behind.token("anna", Role.REVIEWER).token(),
                    "X-Forwarded-Proto",
                    "https"));
            assertThat(out).contains("; Secure");
        }
    }

    @Test
    void attemptsBehindATrustedProxyAreCountedByTheAddressThatItSaw() throws Exception {
        try (AuthServer behind = new AuthServer(dataDir, true)) {
            assertThat(guesses(behind, i -> "198.51.100." + i)).isEqualTo(ADDRESS_FAILURES + 5);
        }
        try (AuthServer behind = new AuthServer(dataDir, true)) {
            // What the caller wrote stands before what the proxy added.
            assertThat(guesses(behind, i -> "198.51.100." + i + ", 203.0.113.9"))
                    .isEqualTo(ADDRESS_FAILURES);
        }
    }

    /** How many of some more guesses than one address has are compared at all. */
    private static long guesses(AuthServer server, IntFunction<String> forwardedFor) throws Exception {
        long compared = 0;
        for (int i = 0; i < ADDRESS_FAILURES + 5; i++) {
            JsonObject link = new JsonObject().put("link", "x".repeat(43));
            HttpResponse<String> answer =
                    server.call("POST", "/api/session", link, "X-Forwarded-For", forwardedFor.apply(i));
            compared += answer.statusCode() == 401 ? 1 : 0;
        }
        return compared;
    }

    private static String setCookie(HttpResponse<?> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }

    @Test
    void aCookieSessionReadsItsCsrfTokenAndABearerHasNone() throws Exception {
        HttpResponse<String> in = server.signIn("anna", AuthServer.PASSWORD);
        String token = AuthServer.cookie(in).substring("patchgate_session=".length());
        HttpResponse<String> byCookie = server.call("GET", "/api/me", null, "Cookie", AuthServer.cookie(in));
        HttpResponse<String> byBearer = server.call("GET", "/api/me", null, "Authorization", "Bearer " + token);
        assertThat(json(byCookie)).isEqualTo(json(in));
        assertThat(json(byBearer).containsKey("csrf_token")).isTrue();
        assertThat(json(byBearer).getString("csrf_token")).isNull();
    }

    @Test
    void whereBothAreSentTheBearerCounts() throws Exception {
        String cookie = AuthServer.cookie(server.signIn("anna", AuthServer.PASSWORD));
        String bot = "bearer " + server.token("bot", Role.AGENT).token();
        assertThat(json(server.call("GET", "/api/me", null, "Cookie", cookie, "Authorization", bot))
                        .getString("subject"))
                .isEqualTo("bot");
        assertThat(server.call("GET", "/api/me", null, "Cookie", cookie, "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(json(server.call("GET", "/api/me", null, "Cookie", cookie, "Authorization", "Basic eDp5"))
                        .getString("subject"))
                .isEqualTo("anna");
    }

    @Test
    void everyFailureToSignInIsAnsweredAlike() throws Exception {
        server.users.put("linkonly", new Store.User("linkonly", null, List.of("reviewer")));
        server.users.put("bot", new Store.User("bot", server.users.get("anna").passwordHash(), List.of("agent")));
        String wrong = seen(server.signIn("anna", "wrong horse battery"));
        assertThat(wrong).startsWith("401").contains("www-authenticate=[Bearer]");
        assertThat(seen(server.signIn("nobody", "wrong horse battery"))).isEqualTo(wrong);
        assertThat(seen(server.signIn("no\u202ebody", "x"))).isEqualTo(wrong);
        assertThat(seen(server.signIn("linkonly", "wrong horse battery"))).isEqualTo(wrong);
        assertThat(seen(server.signIn("bot", AuthServer.PASSWORD))).isEqualTo(wrong);
        assertThat(seen(server.call("POST", "/api/session", new JsonObject().put("link", "guess"))))
                .isEqualTo(wrong);
        assertThat(seen(server.call("GET", "/api/me", null))).isEqualTo(wrong);
        assertThat(seen(server.call("GET", "/api/me", null, "Authorization", "Bearer x.y.z")))
                .isEqualTo(wrong);
        assertThat(seen(server.call("GET", "/api/me", null, "Cookie", "patchgate_session=x.y.z")))
                .isEqualTo(wrong);
    }

    @Test
    void aLinkSignsInOnce() throws Exception {
        String secret = "s3cret";
        server.links.put(
                HexFormat.of().formatHex(Digests.sha256(secret)), new Store.User("anna", null, List.of("admin")));
        JsonObject body = new JsonObject().put("link", secret);
        assertThat(json(server.call("POST", "/api/session", body)).getString("subject"))
                .isEqualTo("anna");
        assertThat(server.call("POST", "/api/session", body).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"anna,,", ",pw,", "anna,pw,secret", "anna,,secret", ",,"})
    void needsNameAndPasswordOrTheSecretAlone(String name, String password, String secret) throws Exception {
        JsonObject body = new JsonObject();
        if (name != null) {
            body.put("name", name);
        }
        if (password != null) {
            body.put("password", password);
        }
        if (secret != null) {
            body.put("link", secret);
        }
        assertThat(server.call("POST", "/api/session", body).statusCode()).isEqualTo(422);
    }

    @Test
    void signingOutEndsTheTokenAndTheCookie() throws Exception {
        HttpResponse<String> in = server.signIn("anna", AuthServer.PASSWORD);
        String cookie = AuthServer.cookie(in);
        HttpResponse<String> out = server.call(
                "DELETE", "/api/session", null, "Cookie", cookie, "X-CSRF-Token", json(in).getString("csrf_token"));
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("patchgate_session=;")
                .contains("Max-Age=0");
        assertThat(server.call("GET", "/api/me", null, "Cookie", cookie).statusCode())
                .isEqualTo(401);
        assertThat(server.revoked).singleElement().satisfies(revocation -> {
            assertThat(revocation.revokedBy()).isEqualTo("anna");
            assertThat(revocation.expiresAt()).isEqualTo(json(in).getInstant("expires_at"));
        });
    }

    @Test
    void aCookieAloneChangesNothing() throws Exception {
        HttpResponse<String> in = server.signIn("anna", AuthServer.PASSWORD);
        String cookie = AuthServer.cookie(in);
        String token = json(in).getString("csrf_token");
        String other = json(server.signIn("anna", AuthServer.PASSWORD)).getString("csrf_token");
        assertThat(status(cookie)).isEqualTo(403);
        assertThat(status(cookie, "X-CSRF-Token", "")).isEqualTo(403);
        assertThat(status(cookie, "X-CSRF-Token", other)).isEqualTo(403);
        assertThat(status(cookie, "X-CSRF-Token", token + "A")).isEqualTo(403);
        assertThat(server.revoked).isEmpty();
        assertThat(status(cookie, "X-CSRF-Token", token)).isEqualTo(204);
    }

    @Test
    void aPageOfAnotherHostChangesNothing() throws Exception {
        HttpResponse<String> in = server.signIn("anna", AuthServer.PASSWORD);
        String cookie = AuthServer.cookie(in);
        String token = json(in).getString("csrf_token");
        int port = server.port();
        for (String origin : new String[] {
            "null",
            "http://evil.example",
            "http://127.0.0.1",
            "http://127.0.0.1:1",
            "http://127.0.0.1.evil:" + port,
            ":"
        }) {
            assertThat(status(cookie, "X-CSRF-Token", token, "Origin", origin))
                    .as(origin)
                    .isEqualTo(403);
            assertThat(server.signIn("anna", AuthServer.PASSWORD, "Origin", origin)
                            .statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(status(cookie, "X-CSRF-Token", token, "Origin", "http://127.0.0.1:" + port))
                .isEqualTo(204);
    }

    private int status(String cookie, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Cookie";
        all[1] = cookie;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.call("DELETE", "/api/session", null, all).statusCode();
    }

    @Test
    void guessingIsSlowedDownBeforeAnythingIsCompared() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(server.signIn("anna", "guess number " + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> right = server.signIn("anna", AuthServer.PASSWORD);
        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(right.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 31);
        assertThat(right.headers().firstValue("Set-Cookie")).isEmpty();
    }
}
