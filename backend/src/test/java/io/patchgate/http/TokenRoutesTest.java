package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TokenRoutesTest {
    @TempDir
    static Path dataDir;

    private AuthServer server;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        server = new AuthServer(dataDir);
        admin = "Bearer " + server.token("root", Role.ADMIN).token();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> mint(JsonObject body) throws Exception {
        return server.call("POST", "/api/tokens", body, "Authorization", admin);
    }

    private int statusOf(String token) throws Exception {
        return server.call("GET", "/api/me", null, "Authorization", "Bearer " + token)
                .statusCode();
    }

    @Test
    void mintsAnAgentThatTheAdminAnswersFor() throws Exception {
        HttpResponse<String> response =
                mint(new JsonObject().put("role", "agent").put("subject", "bot-1"));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonObject minted = new JsonObject(response.body());
        assertThat(minted.getString("owner")).isEqualTo("root");
        assertThat(minted.getJsonArray("roles")).isEqualTo(new JsonArray().add("agent"));
        assertThat(minted.getInstant("expires_at"))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(90)).minusSeconds(10),
                        Instant.now().plus(Duration.ofDays(90)));
        JsonObject me = new JsonObject(
                server.call("GET", "/api/me", null, "Authorization", "Bearer " + minted.getString("token"))
                        .body());
        assertThat(me.getString("subject")).isEqualTo("bot-1");
        assertThat(me.getString("owner")).isEqualTo("root");
    }

    @Test
    void takesTheOwnerAndTheLifetimeAsGiven() throws Exception {
        JsonObject minted = new JsonObject(mint(new JsonObject()
                        .put("role", "agent")
                        .put("subject", "bot-1")
                        .put("owner", "anna")
                        .put("ttl_seconds", 120))
                .body());
        assertThat(minted.getString("owner")).isEqualTo("anna");
        assertThat(minted.getInstant("expires_at")).isBefore(Instant.now().plusSeconds(121));
    }

    @Test
    void aPersonHasNoOwner() throws Exception {
        JsonObject minted =
                new JsonObject(mint(new JsonObject().put("role", "auditor").put("subject", "otto"))
                        .body());
        assertThat(minted.containsKey("owner")).isTrue();
        assertThat(minted.getString("owner")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"root\",\"subject\":\"a\"}",
                "{\"subject\":\"a\"}",
                "{\"role\":\"agent\",\"subject\":\"a b\"}",
                "{\"role\":\"agent\",\"subject\":\"\\u202ea\"}",
                "{\"role\":\"agent\",\"subject\":\"a\",\"owner\":\"\"}",
                "{\"role\":\"admin\",\"subject\":\"a\",\"owner\":\"b\"}",
                "{\"role\":\"agent\",\"subject\":\"a\",\"ttl_seconds\":0}",
                "{\"role\":\"agent\",\"subject\":\"a\",\"ttl_seconds\":31622401}"
            })
    void refusesWhatNoTokenMaySay(String body) throws Exception {
        assertThat(mint(new JsonObject(body)).statusCode()).isEqualTo(422);
    }

    @Test
    void aRevokedTokenIsDeadBeforeTheReply() throws Exception {
        TokenMint.Minted bot = server.token("bot", Role.AGENT);
        assertThat(statusOf(bot.token())).isEqualTo(200);
        String path = "/api/tokens/" + bot.tokenId().toString().toUpperCase(Locale.ROOT);
        for (int i = 0; i < 2; i++) {
            assertThat(server.call("DELETE", path, null, "Authorization", admin).statusCode())
                    .isEqualTo(204);
            assertThat(statusOf(bot.token())).isEqualTo(401);
        }
        assertThat(server.revoked).hasSize(2).allSatisfy(revocation -> {
            assertThat(revocation.tokenId()).isEqualTo(bot.tokenId().toString());
            assertThat(revocation.revokedBy()).isEqualTo("root");
            assertThat(revocation.expiresAt()).isAfter(Instant.now().plus(Duration.ofDays(365)));
        });
    }

    @Test
    void aRevokedAgentsTokensAreDeadAndAPersonsOfThatNameAreNot() throws Exception {
        String bot = server.token("bot", Role.AGENT).token();
        String other = server.token("other", Role.AGENT).token();
        String person = server.token("bot", Role.REVIEWER).token();
        HttpResponse<String> revoked = server.call("DELETE", "/api/agents/bot", null, "Authorization", admin);
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(revoked.body()))
                .isEqualTo(new JsonObject().put("agent", "bot").put("withdrawn", 3));
        assertThat(statusOf(bot)).isEqualTo(401);
        assertThat(statusOf(other)).isEqualTo(200);
        assertThat(statusOf(person)).isEqualTo(200);
    }
}
