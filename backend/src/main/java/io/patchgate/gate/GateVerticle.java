package io.patchgate.gate;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.Change;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges submissions and answers for the gates of all workspaces. Nothing is judged before the
 * run-time additions to the policy are loaded.
 *
 * <p>Reading disks and computing diffs happens on two pools of its own: a long queue of submissions
 * must not keep a reviewer's decision or an agent's answer waiting, and a wait for the request log
 * must not hold a thread. The verticle's own context only passes messages on.
 */
public final class GateVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(GateVerticle.class);
    private static final int JUDGES = 2;
    private static final int ANSWERERS = 4;

    private final Bus bus;
    private final Map<String, Gate> gates;
    private final Map<String, GitWorkspace> repositories;
    private final Backoff loading;
    private final Backoff judging;
    private WorkerExecutor judges;
    private WorkerExecutor answerers;
    private JudgingQueue queue;
    private boolean stopped;

    /**
     * @param gates by the name of their workspace
     * @param repositories so too, for those whose changes may be committed
     */
    public GateVerticle(Bus bus, Map<String, Gate> gates, Map<String, GitWorkspace> repositories) {
        this(bus, gates, repositories, Backoff.standard(), Backoff.standard());
    }

    GateVerticle(
            Bus bus,
            Map<String, Gate> gates,
            Map<String, GitWorkspace> repositories,
            Backoff loading,
            Backoff judging) {
        this.repositories = Map.copyOf(repositories);
        this.bus = bus;
        this.gates = Map.copyOf(gates);
        this.loading = loading;
        this.judging = judging;
    }

    /** Succeeds also when the additions cannot be loaded yet; they are asked for until they can. */
    @Override
    public Future<?> start() {
        judges = vertx.createSharedWorkerExecutor("patchgate-judge", JUDGES);
        answerers = vertx.createSharedWorkerExecutor("patchgate-gate", ANSWERERS);
        queue = new JudgingQueue(vertx, this::judge, limit -> bus.ask(Addresses.STORE_UNJUDGED, limit), judging);
        bus.on(Addresses.SUBMISSION_RECEIVED, queue::offer);
        bus.serve(Addresses.GATE_INSPECT, this::inspect);
        bus.serve(Addresses.GATE_RECHECK, this::recheck);
        bus.serve(Addresses.GATE_PROTECT, this::protect);
        bus.serve(Addresses.GATE_POLICY, this::policy);
        return open();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        queue.close();
        return Future.succeededFuture();
    }

    private Future<Void> open() {
        return loadAdditions().onSuccess(done -> queue.open()).recover(cause -> {
            log.warn("The protected paths cannot be loaded, so nothing is judged yet: {}", cause.getMessage());
            if (!stopped) {
                vertx.setTimer(loading.next(), timer -> open());
            }
            return Future.succeededFuture();
        });
    }

    private Future<Void> loadAdditions() {
        return bus.ask(Addresses.STORE_PROTECTED_PATHS, null).map(additions -> {
            gates.forEach((name, gate) -> {
                gate.protect(additions.stream()
                        .filter(addition -> addition.workspace().equals(name))
                        .map(addition -> new WorkspacePath(addition.path()))
                        .toList());
                gate.ready();
            });
            return null;
        });
    }

    private Future<Void> judge(Submission submission) {
        Gate gate = gates.get(submission.workspace());
        if (gate == null) {
            return Failure.future(
                    FailureKind.UNAVAILABLE, "The workspace '" + submission.workspace() + "' is not configured.");
        }
        return judges.executeBlocking(() -> Judgement.of(gate, submission), false)
                .compose(this::record);
    }

    private Future<Void> record(Judgement judgement) {
        if (judgement instanceof Judgement.Seal seal) {
            return bus.ask(Addresses.STORE_SEAL, seal.sealing());
        }
        return bus.ask(Addresses.STORE_ADMIT, ((Judgement.Admit) judgement).admission());
    }

    private Future<List<Change>> inspect(Gating.Inspection inspection) {
        return gate(inspection.workspace())
                .compose(gate -> answer(() -> new Inspector(gate.workspace(), inspection).inspect()));
    }

    private Future<Gating.Standing> recheck(Gating.Recheck recheck) {
        return bus.ask(Addresses.STORE_FIND, recheck.requestId()).compose(found -> {
            if (found.isEmpty()) {
                return Failure.future(FailureKind.NOT_FOUND, "There is no such request.");
            }
            Store.PatchDetail request = found.get();
            Gate gate = gates.get(request.row().workspace());
            if (gate == null) {
                return Failure.future(
                        FailureKind.UNAVAILABLE,
                        "The workspace '" + request.row().workspace() + "' is not configured here.");
            }
            return answer(() -> Standings.of(
                    gate, Optional.ofNullable(repositories.get(request.row().workspace())), request));
        });
    }

    private Future<Boolean> protect(Gating.Protect protect) {
        return gate(protect.workspace()).compose(gate -> {
            WorkspacePath path;
            try {
                path = new WorkspacePath(protect.path());
            } catch (WorkspacePath.InvalidPath e) {
                return Future.failedFuture(Failure.invalid("path", e.getMessage()));
            }
            var addition = new Store.ProtectedPath(
                    protect.workspace(), path.value(), protect.actor().subject(), Instant.now());
            return bus.ask(Addresses.STORE_PROTECT, addition).compose(added -> {
                gate.protect(List.of(path));
                // Other nodes may have added more; what was added here holds even when that is not known.
                return loadAdditions()
                        .recover(cause -> Future.succeededFuture())
                        .map(added);
            });
        });
    }

    private Future<Gating.Policy> policy(String workspace) {
        return gate(workspace).map(gate -> {
            ProtectedPaths policy = gate.policy();
            return new Gating.Policy(policy.paths(), policy.always(), policy.version());
        });
    }

    private Future<Gate> gate(String workspace) {
        Gate gate = gates.get(workspace);
        return gate == null
                ? Future.failedFuture(Failure.invalid("workspace", "is not known"))
                : Future.succeededFuture(gate);
    }

    private <T> Future<T> answer(Callable<T> question) {
        return answerers.executeBlocking(question, false).recover(cause -> {
            if (cause instanceof WorkspaceUnavailable) {
                log.warn("The gate cannot answer: {}", cause.getMessage(), cause);
                return Failure.future(FailureKind.UNAVAILABLE, cause.getMessage());
            }
            return Future.failedFuture(cause);
        });
    }
}
