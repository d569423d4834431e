package io.patchgate.checks;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.patch.Check;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.SandboxUnavailable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the checks of requests before their decision, of those that the gate denied like the others. Parsing has a lane of
 * its own, so that no syntax error waits behind a long test run.
 */
public final class ChecksVerticle extends VerticleBase {
    static final int LONGEST_LOG = 1 << 20;
    private static final long LOOK_AROUND_MILLIS = 5_000;

    private final Bus bus;
    private final Map<String, Checked> workspaces;
    private final Sandbox sandbox;
    private final Parsers parsers;
    private final int concurrent;

    /** What runs here and now has written. */
    private final Map<Checking.Named, BoundedLog> logs = new ConcurrentHashMap<>();

    private List<Lane> lanes = List.of();

    /**
     * @param workspaces by name
     * @param concurrent how many commands run at a time
     */
    public ChecksVerticle(Bus bus, Map<String, Checked> workspaces, Sandbox sandbox, Parsers parsers, int concurrent) {
        this.bus = bus;
        this.workspaces = Map.copyOf(workspaces);
        this.sandbox = sandbox;
        this.parsers = parsers;
        this.concurrent = concurrent;
    }

    @Override
    public Future<?> start() {
        List<String> names = List.copyOf(workspaces.keySet());
        lanes = List.of(
                new Lane(vertx, bus, Check.Kind.SYNTAX, names, 1, this::parse),
                new Lane(vertx, bus, Check.Kind.COMMAND, names, concurrent, this::run));
        bus.serve(Addresses.CHECKS_LOG, this::log);
        bus.on(Addresses.CHECKS_QUEUED, requestId -> wake());
        vertx.setPeriodic(0, LOOK_AROUND_MILLIS, timer -> wake());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        lanes.forEach(Lane::stop);
        return Future.succeededFuture();
    }

    private void wake() {
        lanes.forEach(Lane::wake);
    }

    private Optional<Outcome> parse(Checking.Claim claim) throws IOException {
        try {
            return unlessStopping(parsers.check(Language.of(claim.name()), claim.changes()));
        } catch (SandboxUnavailable e) {
            return unlessStopping(Optional.of(Outcome.notRun(e.getMessage())));
        }
    }

    private Optional<Outcome> run(Checking.Claim claim) {
        Checked checked = workspaces.get(claim.workspace());
        CheckCommand command = checked.command(claim.name()).orElse(null);
        if (command == null || command.run().isEmpty()) {
            return Optional.of(Outcome.notRun("The settings name no such check any more."));
        }
        Checking.Named named = new Checking.Named(claim.requestId(), claim.name());
        BoundedLog log = new BoundedLog(LONGEST_LOG);
        logs.put(named, log);
        try {
            return unlessStopping(new CommandRun(sandbox, checked, command).run(claim.changes(), log));
        } finally {
            logs.remove(named, log);
        }
    }

    /** What could not run because the service stops is run again by the next start, and by no reviewer. */
    private Optional<Outcome> unlessStopping(Optional<Outcome> outcome) {
        return outcome.filter(found -> found.status() != Check.Status.NOT_RUN || !sandbox.closed());
    }

    /** The request log knows whether reviewers see the request at all. */
    private Future<Optional<Checking.Log>> log(Checking.Named named) {
        return bus.ask(Addresses.STORE_CHECK_LOG, named)
                .map(found -> found.map(kept -> {
                    BoundedLog running = logs.get(named);
                    return running == null ? kept : new Checking.Log(kept.status(), running.text());
                }));
    }
}
