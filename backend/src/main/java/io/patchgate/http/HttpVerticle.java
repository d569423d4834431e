package io.patchgate.http;

import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Serves the API and the page. Any number of instances share one port; none shares state with another. */
public final class HttpVerticle extends VerticleBase {
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

    /** Longer than the longest {@code wait}. */
    private static final int IDLE_SECONDS = 75;

    private static final int COMPRESSION_LEVEL = 4;

    private final Bus bus;
    private final LedgerPosition ledger;
    private final Contract contract;
    private final Handler<RoutingContext> authentication;
    private final List<Consumer<Operations>> others;
    private final EventStream events;
    private final Settings settings;
    private HttpServer server;

    /**
     * @param authentication runs for every operation that is not open, and puts the caller or answers
     * @param others mount the operations of sign-in and tokens
     * @param events this instance's own
     */
    public HttpVerticle(
            Bus bus,
            LedgerPosition ledger,
            Contract contract,
            Handler<RoutingContext> authentication,
            List<Consumer<Operations>> others,
            EventStream events,
            Settings settings) {
        this.bus = bus;
        this.ledger = ledger;
        this.contract = contract;
        this.authentication = authentication;
        this.others = List.copyOf(others);
        this.events = events;
        this.settings = settings;
    }

    /**
     * @param port 0 for any free one
     * @param bodyLimit bytes
     * @param workspaces their names
     * @param decisionPatience how long the answer to an approval waits for the outcome
     * @param highConfidence above which a pending request is worth an alert
     * @param trustedProxy whether a proxy's word on the caller is taken
     * @param tls null where TLS ends elsewhere
     */
    public record Settings(
            String host,
            int port,
            long bodyLimit,
            List<String> workspaces,
            Duration decisionPatience,
            double highConfidence,
            boolean trustedProxy,
            KeyCertOptions tls) {
        public static final Duration DECISION_PATIENCE = Duration.ofSeconds(5);
    }

    @Override
    public Future<?> start() {
        Clock clock = Clock.systemUTC();
        StatusWaits waits = StatusWaits.listen(vertx, bus);
        Workspaces workspaces = new Workspaces(settings.workspaces());
        Api api = new Api(
                vertx,
                contract,
                Peer.found(settings.trustedProxy()),
                new Checks(contract, authentication, new JsonBody(vertx, settings.bodyLimit())));
        api.mount(new SubmissionRoutes(bus, workspaces, clock)::mount);
        double highConfidence = settings.highConfidence();
        api.mount(new PatchRequestRoutes(vertx, bus, waits, new PatchRequestJson(highConfidence))::mount);
        api.mount(new Pages(bus, new PageCache(ledger), highConfidence)::mount);
        api.mount(new ReviewRoutes(vertx, bus, waits, settings.decisionPatience())::mount);
        api.mount(new CanaryRoutes(bus)::mount);
        api.mount(new CheckRoutes(bus)::mount);
        api.mount(new RevisionRoutes(vertx, bus)::mount);
        api.mount(new CommentRoutes(bus)::mount);
        api.mount(new PreviewRoutes(vertx, bus)::mount);
        api.mount(new ProtectedFileRoutes(bus, workspaces)::mount);
        api.mount(new AuditRoutes(vertx, bus)::mount);
        api.mount(new GateRoutes(bus, workspaces)::mount);
        api.mount(new FeedbackRoutes(bus, workspaces, clock)::mount);
        api.mount(new ImprovementRoutes(bus, workspaces)::mount);
        api.mount(new AnalyticsRoutes(bus)::mount);
        api.mount(new StopRoutes(bus)::mount);
        events.start(vertx, bus);
        api.mount(new EventRoutes(events)::mount);
        others.forEach(api::mount);
        server = vertx.createHttpServer(options())
                .requestHandler(api.router(new StaticFiles(vertx, "webroot")))
                .invalidRequestHandler(new UnreadableRequests());
        return server.listen(settings.port(), settings.host());
    }

    /** The streams first: closing the server would cut them off instead of ending them. */
    @Override
    public Future<?> stop() {
        return events.stop();
    }

    /** The port that is listened on, once started. */
    public int port() {
        return server.actualPort();
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                .setCompressionSupported(true)
                .setCompressionLevel(COMPRESSION_LEVEL)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false);
        return settings.tls() == null
                ? options
                : options.setSsl(true).setUseAlpn(true).setKeyCertOptions(settings.tls());
    }
}
