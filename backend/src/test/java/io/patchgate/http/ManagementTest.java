package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ManagementTest {
    @TempDir
    Path dataDir;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics(Clock.systemUTC());
    private volatile Supplier<Future<Void>> database = Future::succeededFuture;
    private volatile boolean deployed = true;
    private volatile Map<String, Gating.Reach> workspaces = Map.of("default", Gating.Reach.READABLE);
    private Vertx vertx;
    private Management management;

    @BeforeEach
    void start() throws Exception {
        vertx = metrics.vertx(new VertxOptions());
        Bus bus = Bus.install(vertx);
        bus.serve(Addresses.STORE_PING, none -> database.get());
        bus.serve(Addresses.GATE_REACH, none -> Future.succeededFuture(workspaces));
        ManagementToken token = ManagementToken.open(dataDir, null);
        management = new Management("127.0.0.1", 0, token, metrics, bus, () -> deployed);
        vertx.deployVerticle(management).await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private HttpResponse<String> call(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String secret() throws Exception {
        return Files.readString(dataDir.resolve("management-token")).strip();
    }

    @Test
    void isAliveWhateverTheDatabaseDoes() throws Exception {
        database = () -> Failure.future(FailureKind.UNAVAILABLE, "away");
        deployed = false;
        assertThat(call("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadyWhenTheDatabaseAnswersAndAllIsDeployed() throws Exception {
        HttpResponse<String> response = call("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject("""
                        {"status":"up","checks":{"database":"up","workspaces":"up","verticles":"up"}}"""));
    }

    @Test
    void saysThatAWorkspaceIsAwayAndTakesCallsAllTheSame() throws Exception {
        workspaces = Map.of("default", Gating.Reach.READABLE, "other", Gating.Reach.EMPTY);
        HttpResponse<String> response = call("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"workspaces\":\"down\"").doesNotContain("other");
    }

    @Test
    void isNotReadyWithoutTheDatabase() throws Exception {
        database = () -> Failure.future(FailureKind.UNAVAILABLE, "away");
        HttpResponse<String> response = call("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"database\":\"down\"").doesNotContain("away");
    }

    @Test
    void isNotReadyWhenTheDatabaseHangs() throws Exception {
        database = () -> Promise.<Void>promise().future();
        long start = System.nanoTime();
        assertThat(call("GET", "/health/ready").statusCode()).isEqualTo(503);
        assertThat(System.nanoTime() - start).isBetween(900_000_000L, 5_000_000_000L);
    }

    @Test
    void isNotReadyBeforeAllIsDeployed() throws Exception {
        deployed = false;
        HttpResponse<String> response = call("GET", "/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"verticles\":\"down\"");
    }

    @Test
    void theTokenOpensTheMetrics() throws Exception {
        HttpResponse<String> response = call("GET", "/metrics", "Authorization", "Bearer " + secret());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).contains("patchgate_submissions_total 0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer x", "Basic x", "", "Bearer null"})
    void nothingElseOpensThem(String authorization) throws Exception {
        HttpResponse<String> response = call("GET", "/metrics", "Authorization", authorization);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.body()).isEmpty();
        assertThat(call("GET", "/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void servesNothingElse() throws Exception {
        for (String path : new String[] {"/", "/health", "/health/live/", "/metrics/", "/api/me", "//metrics"}) {
            assertThat(call("GET", path).statusCode()).as(path).isEqualTo(404);
        }
        for (String path : new String[] {"/health/live", "/health/ready", "/metrics"}) {
            assertThat(call("POST", path).statusCode()).as(path).isEqualTo(405);
        }
        assertThat(call("HEAD", "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void theGeneratedTokenIsPrivateAndStays() throws Exception {
        Path file = dataDir.resolve("management-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(secret()).hasSize(43);
        assertThat(ManagementToken.open(dataDir, "").opens("Bearer " + secret()))
                .isTrue();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> ManagementToken.open(dataDir, null)).hasMessageContaining("open to other users");
    }

    @Test
    void aConfiguredTokenReplacesTheGeneratedOne() throws Exception {
        ManagementToken token = ManagementToken.open(dataDir, "chosen");
        assertThat(token.opens("Bearer chosen")).isTrue();
        assertThat(token.opens("Bearer " + secret())).isFalse();
    }
}
