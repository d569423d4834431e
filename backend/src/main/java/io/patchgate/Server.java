package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.application.ApplicationVerticle;
import io.patchgate.approval.AutoApprovalVerticle;
import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.checks.Checked;
import io.patchgate.checks.ChecksVerticle;
import io.patchgate.checks.Parsers;
import io.patchgate.checks.Plan;
import io.patchgate.checks.WorkspaceTrial;
import io.patchgate.gate.Gate;
import io.patchgate.gate.GateVerticle;
import io.patchgate.generation.Author;
import io.patchgate.generation.CanarySettings;
import io.patchgate.generation.GenerationVerticle;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.git.GitWorkspace;
import io.patchgate.http.ManagementToken;
import io.patchgate.http.Metrics;
import io.patchgate.http.SigningKeys;
import io.patchgate.http.TokenMint;
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.Role;
import io.patchgate.patch.Trial;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.preview.PreviewVerticle;
import io.patchgate.preview.Previewed;
import io.patchgate.revision.RevisionVerticle;
import io.patchgate.sample.SampleAgent;
import io.patchgate.sample.SampleWorkspace;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.staleness.StalenessVerticle;
import io.patchgate.workspace.Workspace;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service, from settings to listening and back. What was started is stopped in reverse, whether
 * the start succeeds, fails or is interrupted by {@link #close} from another thread.
 */
final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final String SAMPLE_AGENT = "sample-agent";

    /** Nobody who signs in, so that whoever does can decide on the sample's requests. */
    private static final String SAMPLE_OWNER = "sample-owner";

    private static final long STOP_SECONDS = 15;

    private final Settings settings;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private DatabaseSource database;
    private SigningKeys keys;
    private String address;
    private boolean sample;
    private volatile boolean serving;
    private boolean closed;

    Server(Settings settings) {
        this.settings = settings;
    }

    synchronized void start() throws StartRefused {
        if (closed) {
            throw new StartRefused("Stopped before the start.");
        }
        try {
            requireFree("http.port", settings.http().host(), settings.http().port());
            requireFree(
                    "management.port",
                    settings.management().host(),
                    settings.management().port());
            DataFolder.prepare(settings.dataDir());
            List<WorkspaceSettings> workspaces = workspaces();
            Map<String, Gate> gates = Gates.all(workspaces, settings);
            Map<String, Gate> canaries = Gates.canaries(workspaces, settings);
            keys = SigningKeys.open(settings.dataDir());
            ManagementToken managementToken = ManagementToken.open(
                    settings.dataDir(), settings.management().token().orElse(null));
            database = opened(DatabaseSource.open(settings));
            Metrics metrics = new Metrics(Clock.systemUTC());
            Vertx vertx = metrics.vertx(new VertxOptions());
            started.push(() -> await(vertx.close()));
            Bus bus = Bus.install(vertx);
            deploy(vertx, bus, workspaces, gates, canaries, metrics, managementToken);
            serving = true;
        } catch (IOException e) {
            close();
            throw new StartRefused(e.getMessage(), e);
        } catch (StartRefused e) {
            close();
            throw e;
        } catch (RuntimeException e) {
            close();
            throw new StartRefused("The start failed: " + e.getMessage(), e);
        }
    }

    /** For example {@code http://127.0.0.1:8000}. */
    String address() {
        return address;
    }

    /** Where the settings say the service is, for links that are made while it may not run. */
    static String address(Settings settings) {
        return address(settings, settings.http().port());
    }

    String databaseUrl() {
        return database.runtime();
    }

    /** Lets the sample agent file its requests, where the sample is shown; returns at once. */
    void runSample() {
        if (!sample) {
            return;
        }
        String token = new TokenMint(keys, Clock.systemUTC())
                .mint(SAMPLE_AGENT, Set.of(Role.AGENT), SAMPLE_OWNER, Duration.ofDays(1))
                .token();
        Thread agent = new Thread(() -> SampleAgent.run(URI.create(address), token), SAMPLE_AGENT);
        agent.setDaemon(true);
        agent.start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        serving = false;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                log.warn("Something did not stop in order: {}", e.getMessage());
            }
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        started.push(resource);
        return resource;
    }

    private List<WorkspaceSettings> workspaces() throws StartRefused, IOException {
        if (!settings.workspaces().isEmpty()) {
            DataFolder.keepApart(settings.dataDir(), settings.workspaces());
            return settings.workspaces();
        }
        if (!settings.sample()) {
            throw new StartRefused("No workspace is set: name its folder in PATCHGATE_WORKSPACE, or list some under"
                    + " 'workspaces' in the settings file.");
        }
        WorkspaceSettings workspace = SampleFolder.settings(settings);
        if (SampleWorkspace.create(workspace.root())) {
            log.info("Made the sample workspace at {}", workspace.root());
        }
        sample = true;
        DataFolder.keepApart(settings.dataDir(), workspace);
        return List.of(workspace);
    }

    private static Map<String, GitWorkspace> repositories(List<WorkspaceSettings> workspaces) {
        return workspaces.stream()
                .collect(Collectors.toMap(
                        WorkspaceSettings::name,
                        workspace ->
                                new GitWorkspace(new Workspace(workspace.name(), workspace.root()), workspace.git())));
    }

    private Map<String, Checked> checked(List<WorkspaceSettings> workspaces, Map<String, Gate> gates, Sandbox sandbox)
            throws IOException {
        Map<String, Checked> checked = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : workspaces) {
            Gate gate = gates.get(workspace.name());
            checked.put(
                    workspace.name(),
                    new Checked(
                            gate.workspace(),
                            Gates.own(gate.workspace(), workspace, settings),
                            gate,
                            workspace.syntaxChecks(),
                            sample ? SampleFolder.checks(sandbox) : workspace.checks()));
        }
        return checked;
    }

    private Map<String, Previewed> previewed(List<WorkspaceSettings> workspaces) throws IOException {
        Map<String, Previewed> previewed = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : workspaces) {
            Workspace folder = new Workspace(workspace.name(), workspace.root());
            previewed.put(
                    workspace.name(),
                    new Previewed(folder, Gates.own(folder, workspace, settings), workspace.preview()));
        }
        return previewed;
    }

    /** In the order in which they need each other; HTTP comes last, so that nothing is accepted too early. */
    private void deploy(
            Vertx vertx,
            Bus bus,
            List<WorkspaceSettings> workspaces,
            Map<String, Gate> gates,
            Map<String, Gate> canaries,
            Metrics metrics,
            ManagementToken token)
            throws StartRefused, IOException {
        LedgerPosition position = new LedgerPosition();
        Map<String, GitWorkspace> repositories = repositories(workspaces);
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        await(vertx.deployVerticle(new PersistenceVerticle(
                bus, database::runtime, position, settings.requests().expiry())));
        for (Gate gate : gates.values()) {
            await(PolicyStart.record(bus, gate));
        }
        metrics.workspaces(List.copyOf(gates.keySet()));
        metrics.follow(vertx, bus);
        Sandbox sandbox = opened(Sandbox.open(settings.dataDir()));
        Map<String, Checked> checked = checked(workspaces, gates, sandbox);
        Parsers parsers = new Parsers(sandbox);
        Map<String, CheckPlan> plans = checked.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Plan(entry.getValue(), parsers)));
        await(vertx.deployVerticle(new GateVerticle(bus, gates, canaries, repositories, plans), worker));
        await(vertx.deployVerticle(
                new ApplicationVerticle(
                        bus,
                        folders(gates),
                        gates,
                        repositories,
                        Gates.canaryFolders(workspaces, canaries),
                        settings.dataDir()),
                worker));
        await(vertx.deployVerticle(new RevisionVerticle(bus, folders(gates))));
        await(vertx.deployVerticle(new StalenessVerticle(bus, position, folders(gates))));
        await(vertx.deployVerticle(new ChecksVerticle(
                bus, checked, sandbox, parsers, settings.checks().concurrent())));
        await(vertx.deployVerticle(new PreviewVerticle(bus, previewed(workspaces), sandbox, settings.dataDir())));
        if (settings.autoApprove().enabled()) {
            await(vertx.deployVerticle(new AutoApprovalVerticle(bus, settings.autoApprove()), worker));
        }
        Map<String, Trial> trials = checked.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> new WorkspaceTrial(entry.getValue(), sandbox, parsers)));
        Author author = Authors.open(settings, workspaces, vertx, bus, folders(gates), trials, sandbox);
        await(vertx.deployVerticle(new GenerationVerticle(bus, settings.loop(), author, probations(), canaries())));
        Listeners listeners = new Listeners(settings, vertx, bus, keys);
        listening("management.port", settings.management().port(), listeners.management(metrics, token, () -> serving));
        int port = listening(
                "http.port", settings.http().port(), listeners.http(position, List.copyOf(gates.keySet()), metrics));
        address = address(settings, port);
    }

    private Map<String, ProbationSettings> probations() {
        return settings.workspaces().stream()
                .collect(Collectors.toMap(WorkspaceSettings::name, WorkspaceSettings::probation));
    }

    private Map<String, CanarySettings> canaries() {
        Map<String, CanarySettings> canaries = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : settings.workspaces()) {
            workspace.canary().ifPresent(canary -> canaries.put(workspace.name(), canary.compared()));
        }
        return canaries;
    }

    private static Map<String, Workspace> folders(Map<String, Gate> gates) {
        return gates.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().workspace()));
    }

    private static String address(Settings settings, int port) {
        String host = settings.http().host();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        String shown = any ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return (settings.http().tls().isPresent() ? "https://" : "http://") + shown + ":" + port;
    }

    private static int listening(String setting, int port, Future<Integer> listening) throws StartRefused {
        try {
            return await(listening);
        } catch (CompletionException e) {
            if (e.getCause() instanceof BindException) {
                throw taken(setting, port);
            }
            throw new StartRefused(
                    "Listening at '" + setting + "' failed: " + e.getCause().getMessage());
        }
    }

    /** Asked before anything is made or started; who takes the port in between is told later, by the same line. */
    private static void requireFree(String setting, String host, int port) throws StartRefused {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (BindException e) {
            throw taken(setting, port);
        } catch (IOException e) {
            throw new StartRefused("Listening at '" + setting + "' is not possible: " + e.getMessage() + ".", e);
        }
    }

    private static StartRefused taken(String setting, int port) {
        return new StartRefused("The port " + port + " ('" + setting + "', PATCHGATE_"
                + setting.replace('.', '_').toUpperCase(Locale.ROOT)
                + ") is taken, or its address is not this machine's.");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
