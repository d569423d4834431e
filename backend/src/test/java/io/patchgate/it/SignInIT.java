package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.http.SigningKeys;
import io.patchgate.http.TokenMint;
import io.patchgate.patch.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People sign in by password or by a link, programs by a token, and nobody by anything else. */
@ExtendWith(SharedProduct.class)
class SignInIT {
    private static final String PASSWORD = "a long enough pass phrase";

    private final RunningProduct product;

    @TempDir
    private Path elsewhere;

    SignInIT(RunningProduct product) {
        this.product = product;
    }

    @Test
    void signsAPersonInByPasswordAndOutAgain() throws IOException {
        Installation.Ended added = product.installation()
                .run(PASSWORD + "\n", "user", "add", "anna", "--role", "reviewer,admin", "--password-stdin");
        assertThat(added.exitCode()).as(added.stderr()).isZero();
        assertThat(added.stdout() + added.stderr()).doesNotContain(PASSWORD);

        Reply signedIn = signIn(Map.of("name", "anna", "password", PASSWORD)).expect(200);
        assertThat(signedIn.text("subject")).isEqualTo("anna");
        List<String> attributes = List.of(signedIn.header("Set-Cookie").split("; *"));
        assertThat(attributes)
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(attributes).anyMatch(attribute -> attribute.startsWith("Max-Age="));
        assertThat(attributes.get(0)).startsWith("patchgate_session=");
        assertThat(signedIn.body()).doesNotContain(attributes.get(0).substring("patchgate_session=".length()));

        Api browser = product.api().with("Cookie", attributes.get(0));
        String csrf = browser.get("/api/me").expect(200).text("csrf_token");
        assertThat(csrf).isEqualTo(signedIn.text("csrf_token")).isNotBlank();
        browser.get("/api/patch-requests/pending").expect(200);
        Map<String, String> body = Map.of("path", "sign-in/protected.py");
        browser.post("/api/patch-requests/protected-files", body).expectProblem(403);
        browser.with("X-CSRF-Token", "forged")
                .post("/api/patch-requests/protected-files", body)
                .expectProblem(403);
        Api page = browser.with("X-CSRF-Token", csrf);
        page.with("Origin", "http://elsewhere.example")
                .post("/api/patch-requests/protected-files", body)
                .expectProblem(403);
        page.post("/api/patch-requests/protected-files", body).expect(201);

        browser.delete("/api/session").expectProblem(403);
        Reply signedOut = page.delete("/api/session").expect(204);
        assertThat(signedOut.header("Set-Cookie"))
                .startsWith("patchgate_session=;")
                .contains("Max-Age=0");
        page.get("/api/me").expectProblem(401);
    }

    @Test
    void takesALinkOnce() throws IOException {
        Installation.Ended added = product.installation().run("", "user", "add", "ben");
        String link = added.stdout().lines().reduce((first, last) -> last).orElseThrow();
        assertThat(link).startsWith(product.api().address() + "/sign-in#link=");
        Map<String, String> secret = Map.of("link", link.substring(link.indexOf("#link=") + 6));
        assertThat(signIn(secret).expect(200).text("subject")).isEqualTo("ben");
        signIn(secret).expectProblem(401);
        signIn(Map.of("link", "made-up")).expectProblem(401);
    }

    @Test
    void slowsGuessingDownAndTellsNotWhoExists() throws IOException {
        product.installation().run(PASSWORD + "\n", "user", "add", "carl", "--password-stdin");
        Reply unknown = signIn(Map.of("name", "nobody", "password", "wrong")).expectProblem(401);
        for (int i = 0; i < 5; i++) {
            Reply wrong = signIn(Map.of("name", "carl", "password", "guess " + i));
            assertThat(wrong.expectProblem(401).body()).isEqualTo(unknown.body());
        }
        Reply slowed = signIn(Map.of("name", "carl", "password", PASSWORD)).expectProblem(429);
        assertThat(Integer.parseInt(slowed.header("Retry-After"))).isPositive();
    }

    @Test
    void refusesHalfASignIn() {
        signIn(Map.of("name", "anna")).expectProblem(422);
        signIn(Map.of("password", PASSWORD)).expectProblem(422);
        signIn(Map.of()).expectProblem(422);
        signIn(Map.of("name", "anna", "password", PASSWORD, "link", "x")).expectProblem(422);
    }

    @Test
    void revokesATokenAtOnce() {
        Reply minted = product.admin()
                .post("/api/tokens", Map.of("role", "agent", "subject", "short-lived"))
                .expect(201);
        Api agent = product.api().with(minted.text("token"));
        assertThat(agent.get("/api/me").expect(200).text("owner")).isEqualTo("ada");
        product.reviewer("rita").delete("/api/tokens/" + minted.text("jti")).expectProblem(403);
        product.admin().delete("/api/tokens/" + minted.text("jti")).expect(204);
        for (int i = 0; i < 10; i++) {
            agent.get("/api/me").expectProblem(401);
            agent.post("/api/patch-requests", Proposals.file("sign-in/x", "x")).expectProblem(401);
        }
        product.admin().delete("/api/tokens/" + minted.text("jti")).expect(204);
    }

    @Test
    void refusesForgedTokens() throws IOException {
        String good = product.reviewer("rita").headers().get("Authorization").substring("Bearer ".length());
        String[] parts = good.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        TokenMint stranger = new TokenMint(SigningKeys.open(elsewhere), Clock.systemUTC());
        Clock yesterday = Clock.fixed(Instant.now().minus(Duration.ofDays(1)), ZoneOffset.UTC);
        TokenMint past = new TokenMint(SigningKeys.open(product.installation().data()), yesterday);
        List<String> forged = List.of(
                encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".",
                encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
                encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
                parts[0] + "." + encode(claims.replace("reviewer", "admin")) + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                stranger.mint("rita", Set.of(Role.REVIEWER), null, Duration.ofHours(1))
                        .token(),
                past.mint("rita", Set.of(Role.REVIEWER), null, Duration.ofHours(1))
                        .token(),
                "x",
                "a.b.c");
        for (String token : forged) {
            Reply refused = product.api().with(token).get("/api/me").expectProblem(401);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        product.api().get("/api/me").expectProblem(401);
        product.api().with(good).get("/api/me").expect(200);
        assertThat(past.mint("rita", Set.of(Role.REVIEWER), null, Duration.ofDays(2))
                        .token())
                .as("the same mint with a longer time is taken")
                .satisfies(token -> product.api().with(token).get("/api/me").expect(200));
    }

    private Reply signIn(Object body) {
        return product.api().post("/api/session", body);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
