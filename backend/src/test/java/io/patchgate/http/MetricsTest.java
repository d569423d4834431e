package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Metrics metrics = new Metrics(Clock.fixed(NOW, ZoneOffset.UTC));
    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void startVertx() {
        vertx = metrics.vertx(new VertxOptions());
        bus = Bus.install(vertx);
    }

    @AfterEach
    void stopVertx() {
        vertx.close().await();
    }

    private void serveFigures(Store.Figures figures) {
        bus.serve(Addresses.STORE_FIGURES, none -> Future.succeededFuture(figures));
    }

    private static Events.PatchChanged changed(UUID id, PatchStatus status, Instant at) {
        return new Events.PatchChanged(1, id, status, "a.py", "c", 0.5, NOW.minusSeconds(600), at);
    }

    private void eventually(String line) throws InterruptedException {
        for (int i = 0; i < 100 && !metrics.scrape().contains(line); i++) {
            Thread.sleep(20);
        }
        assertThat(metrics.scrape()).contains(line);
    }

    @Test
    void everySeriesExistsFromTheFirstScrape() {
        assertThat(metrics.scrape().lines())
                .contains(
                        "patchgate_submissions_total 0.0",
                        "patchgate_gate_denials_total 0.0",
                        "patchgate_decisions_total{decision=\"approved\"} 0.0",
                        "patchgate_decisions_total{decision=\"denied\"} 0.0",
                        "patchgate_applications_total{outcome=\"applied\"} 0.0",
                        "patchgate_applications_total{outcome=\"failed\"} 0.0",
                        "patchgate_review_wait_seconds_count 0",
                        "patchgate_apply_seconds_bucket{le=\"5.0\"} 0",
                        "patchgate_patch_requests{status=\"PENDING_APPROVAL\"} NaN",
                        "patchgate_oldest_pending_seconds NaN",
                        "patchgate_stopped NaN",
                        "patchgate_sse_subscribers 0.0");
        metrics.subscribers(() -> 3);
        assertThat(metrics.scrape()).contains("patchgate_sse_subscribers 3.0");
    }

    @Test
    void gaugesComeFromTheStore() throws Exception {
        serveFigures(new Store.Figures(Map.of(PatchStatus.PENDING_APPROVAL, 7L), NOW.minusSeconds(90), true));
        metrics.follow(vertx, bus);
        eventually("patchgate_patch_requests{status=\"PENDING_APPROVAL\"} 7.0");
        eventually("patchgate_patch_requests{status=\"DENIED\"} 0.0");
        eventually("patchgate_oldest_pending_seconds 90.0");
        eventually("patchgate_stopped 1.0");
    }

    @Test
    void gaugesAreNotANumberWhileTheStoreIsAway() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        bus.serve(
                Addresses.STORE_FIGURES,
                none -> away.get()
                        ? Failure.future(FailureKind.UNAVAILABLE, "away")
                        : Future.succeededFuture(new Store.Figures(Map.of(PatchStatus.APPLIED, 3L), NOW, false)));
        metrics.follow(vertx, bus);
        eventually("patchgate_patch_requests{status=\"APPLIED\"} 3.0");
        away.set(true);
        metrics.refresh(bus);
        eventually("patchgate_patch_requests{status=\"APPLIED\"} NaN");
        eventually("patchgate_oldest_pending_seconds NaN");
        away.set(false);
        metrics.refresh(bus);
        eventually("patchgate_patch_requests{status=\"APPLIED\"} 3.0");
    }

    @Test
    void countsWhatIsPublished() throws Exception {
        serveFigures(new Store.Figures(Map.of(), null, false));
        metrics.follow(vertx, bus);
        UUID applied = UUID.randomUUID();
        bus.publish(Addresses.SUBMISSION_SEALED, new Events.SubmissionSealed(UUID.randomUUID()));
        bus.publish(Addresses.PATCH_CHANGED, changed(applied, PatchStatus.PENDING_APPROVAL, NOW));
        bus.publish(Addresses.PATCH_CHANGED, changed(applied, PatchStatus.APPROVED, NOW));
        bus.publish(Addresses.PATCH_CHANGED, changed(applied, PatchStatus.APPLIED, NOW.plusMillis(70)));
        bus.publish(Addresses.PATCH_CHANGED, changed(UUID.randomUUID(), PatchStatus.DENIED, NOW));
        bus.publish(Addresses.PATCH_CHANGED, changed(UUID.randomUUID(), PatchStatus.FAILED, NOW));
        eventually("patchgate_applications_total{outcome=\"failed\"} 1.0");
        eventually("patchgate_applications_total{outcome=\"applied\"} 1.0");
        eventually("patchgate_decisions_total{decision=\"approved\"} 1.0");
        eventually("patchgate_decisions_total{decision=\"denied\"} 1.0");
        eventually("patchgate_gate_denials_total 1.0");
        eventually("patchgate_review_wait_seconds_bucket{le=\"300.0\"} 0");
        eventually("patchgate_review_wait_seconds_bucket{le=\"900.0\"} 2");
        eventually("patchgate_apply_seconds_bucket{le=\"0.1\"} 1");
        eventually("patchgate_oldest_pending_seconds 0.0");
    }

    @Test
    void aClientCannotAddLabelValues() throws Exception {
        exercise();
        assertThat(metrics.scrape())
                .contains("method=\"other\"", "method=\"GET\"")
                .doesNotContain("INVENTED", "/secret/path", "127.0.0.1", "__vertx.reply");
    }

    /** The rules of the linter that matter most, for machines without it. */
    @Test
    void everyNameHasHelpTypeAndTheSuffixOfItsType() throws Exception {
        exercise();
        Map<String, String> types = new HashMap<>();
        Set<String> helped = new HashSet<>();
        for (String line : metrics.scrape().lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                assertThat(words).as(line).hasSize(4);
                helped.add(words[2]);
            } else if (line.startsWith("# TYPE ")) {
                assertThat(types.put(words[2], words[3])).as(line).isNull();
                assertThat(words[2]).as(line).matches("(patchgate|vertx)_[a-z_]+");
                assertThat(words[2].endsWith("_total")).as(line).isEqualTo(words[3].equals("counter"));
                assertThat(words[2]).as(line).doesNotMatch(".*_(ms|millis|milliseconds|minutes|kb|info|count|sum)");
            } else {
                String name = line.split("[{ ]")[0];
                String family = name.replaceFirst("_(bucket|count|sum)$", "");
                assertThat(types.containsKey(name) || types.containsKey(family))
                        .as(line)
                        .isTrue();
            }
        }
        assertThat(helped).isEqualTo(types.keySet()).hasSizeGreaterThan(20);
    }

    @Test
    void passesPromtool() throws Exception {
        exercise();
        Optional<Path> promtool = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(promtool.isPresent(), "promtool is not installed");
        Process process = new ProcessBuilder(promtool.get().toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write(metrics.scrape().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    /** Makes Vert.x report of everything the product uses. */
    private void exercise() throws Exception {
        serveFigures(new Store.Figures(Map.of(), null, false));
        metrics.follow(vertx, bus);
        bus.ask(Addresses.STORE_FIGURES, null).await();
        vertx.executeBlocking(() -> 1).await();
        vertx.createSharedWorkerExecutor("sign-in", 2).executeBlocking(() -> 1).await();
        var pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1))
                .using(vertx)
                .build();
        pool.query("SELECT 1").execute().otherwiseEmpty().await();
        var server = vertx.createHttpServer()
                .requestHandler(request ->
                        request.body().onSuccess(body -> request.response().end("x")))
                .listen(0, "127.0.0.1")
                .await();
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/secret/path?x=1");
        for (String method : new String[] {"GET", "INVENTED"}) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.ofString("body"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("x");
        }
        eventually("method=\"other\"");
    }
}
