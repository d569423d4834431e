package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Gating;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;

/**
 * Health and metrics on a port of their own, so that operators see in when the main port is
 * swamped. Health is open and says no more than up or down; the metrics need the management token.
 */
public final class Management extends VerticleBase {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final String host;
    private final int port;
    private final ManagementToken token;
    private final Metrics metrics;
    private final Bus bus;
    private final BooleanSupplier deployed;
    private HttpServer server;

    /** @param deployed whether every verticle serves; asked at each readiness check */
    public Management(
            String host, int port, ManagementToken token, Metrics metrics, Bus bus, BooleanSupplier deployed) {
        this.host = host;
        this.port = port;
        this.token = token;
        this.metrics = metrics;
        this.bus = bus;
        this.deployed = deployed;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(
                new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(60));
        return server.requestHandler(this::route).listen();
    }

    /** The port in use, once deployed; another than asked for when that was 0. */
    public int port() {
        return server.actualPort();
    }

    private void route(HttpServerRequest request) {
        switch (request.path() == null ? "" : request.path()) {
            case "/health/live" -> read(request, () -> answer(request, 200, new JsonObject().put("status", "up")));
            case "/health/ready" -> read(request, () -> ready(request));
            case "/metrics" -> read(request, () -> scrape(request));
            default -> end(request.response().setStatusCode(404));
        }
    }

    private static void read(HttpServerRequest request, Runnable handler) {
        if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            handler.run();
        } else {
            end(request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD"));
        }
    }

    private void ready(HttpServerRequest request) {
        // The address itself gives up after a second.
        Future<Void> ping = bus.ask(Addresses.STORE_PING, null);
        Future<Boolean> workspaces = bus.ask(Addresses.GATE_REACH, null)
                .map(seen -> seen.values().stream().allMatch(Gating.Reach.READABLE::equals))
                .otherwise(false);
        Future.join(ping, workspaces).onComplete(asked -> {
            boolean up = ping.succeeded() && deployed.getAsBoolean();
            JsonObject checks = new JsonObject()
                    .put("database", ping.succeeded() ? "up" : "down")
                    // Told, and no reason to take no more calls: what is proposed meanwhile waits.
                    .put("workspaces", workspaces.result() ? "up" : "down")
                    .put("verticles", deployed.getAsBoolean() ? "up" : "down");
            JsonObject body = new JsonObject().put("status", up ? "up" : "down").put("checks", checks);
            answer(request, up ? 200 : 503, body);
        });
    }

    private void scrape(HttpServerRequest request) {
        if (!token.opens(request.getHeader("Authorization"))) {
            end(request.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer"));
            return;
        }
        request.response().putHeader("Content-Type", PROMETHEUS);
        // Thousands of lines take milliseconds; health must not wait for them.
        vertx.executeBlocking(metrics::scrape, false)
                .onSuccess(request.response()::end)
                .onFailure(cause -> end(request.response().setStatusCode(500)));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", JSON)
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }

    private static void end(HttpServerResponse response) {
        response.end();
    }
}
