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
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.Submission;
import io.patchgate.workspace.WorkspaceUnavailable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
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
    private static final int MOST_TAKEN_BACK = 500;
    private static final long LOOK_AROUND_MILLIS = 5_000;

    private final Bus bus;
    private final Map<String, Gate> gates;
    private final Map<String, Gate> canaries;
    private final Map<String, GitWorkspace> repositories;
    private final Map<String, CheckPlan> plans;
    private final Additions additions;
    private final WorkspaceWatch watch = new WorkspaceWatch();
    private final Backoff loading;
    private final Backoff judging;
    private WorkerExecutor judges;
    private WorkerExecutor answerers;
    private WorkerExecutor watchers;
    private JudgingQueue queue;
    private LateSeals late;
    private boolean stopped;

    /**
     * @param gates by the name of their workspace
     * @param canaries of their canary folders, by the name of the workspace too
     * @param repositories so too, for those whose changes may be committed
     * @param plans so too, for those whose requests are checked
     */
    public GateVerticle(
            Bus bus,
            Map<String, Gate> gates,
            Map<String, Gate> canaries,
            Map<String, GitWorkspace> repositories,
            Map<String, CheckPlan> plans) {
        this(bus, gates, canaries, repositories, plans, Backoff.standard(), Backoff.standard());
    }

    GateVerticle(
            Bus bus,
            Map<String, Gate> gates,
            Map<String, Gate> canaries,
            Map<String, GitWorkspace> repositories,
            Map<String, CheckPlan> plans,
            Backoff loading,
            Backoff judging) {
        this.repositories = Map.copyOf(repositories);
        this.plans = Map.copyOf(plans);
        this.bus = bus;
        this.gates = Map.copyOf(gates);
        this.canaries = Map.copyOf(canaries);
        this.additions = new Additions(bus, this.gates, this.canaries);
        this.loading = loading;
        this.judging = judging;
    }

    /** Succeeds also when the additions cannot be loaded yet; they are asked for until they can. */
    @Override
    public Future<?> start() {
        judges = vertx.createSharedWorkerExecutor("patchgate-judge", JUDGES);
        answerers = vertx.createSharedWorkerExecutor("patchgate-gate", ANSWERERS);
        late = new LateSeals(vertx, bus);
        watchers = vertx.createSharedWorkerExecutor("patchgate-watch", Math.max(1, gates.size()));
        queue = new JudgingQueue(vertx, this::judge, limit -> bus.ask(Addresses.STORE_UNJUDGED, limit), judging);
        bus.on(Addresses.SUBMISSION_RECEIVED, queue::offer);
        bus.serve(Addresses.GATE_INSPECT, this::inspect);
        bus.serve(Addresses.GATE_RECHECK, this::recheck);
        bus.serve(Addresses.GATE_PROTECT, this::protect);
        bus.serve(Addresses.GATE_POLICY, this::policy);
        bus.serve(Addresses.GATE_EXPLAIN, this::explain);
        bus.serve(Addresses.GATE_REACH, nothing -> Future.succeededFuture(watch.seen()));
        vertx.setPeriodic(0, LOOK_AROUND_MILLIS, timer -> lookAround());
        return open();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        queue.close();
        return Future.succeededFuture();
    }

    private Future<Void> open() {
        return additions.load().onSuccess(done -> begin()).recover(cause -> {
            log.warn("The protected paths cannot be loaded, so nothing is judged yet: {}", cause.getMessage());
            if (!stopped) {
                vertx.setTimer(loading.next(), timer -> open());
            }
            return Future.succeededFuture();
        });
    }

    private void begin() {
        queue.open();
        bus.ask(Addresses.STORE_TAKEN_BACK, MOST_TAKEN_BACK)
                .onSuccess(submissions -> submissions.forEach(this::sealLate))
                .onFailure(cause -> log.warn("What was taken back is not looked at: {}", cause.getMessage()));
    }

    private void sealLate(Submission submission) {
        Gate gate = gates.get(submission.workspace());
        if (gate != null) {
            judges.executeBlocking(() -> judged(gate, submission), false).onSuccess(late::sealIfDenied);
        }
    }

    /** What other nodes have added since, and how the workspaces are. */
    private void lookAround() {
        if (queue.isOpen()) {
            additions.load().onFailure(cause -> log.debug("The additions are not known: {}", cause.getMessage()));
        }
        gates.values().forEach(gate -> watch.look(gate.workspace(), watchers));
    }

    private Future<Void> judge(Submission submission) {
        Gate gate = gates.get(submission.workspace());
        if (gate == null) {
            return Failure.future(
                    FailureKind.UNAVAILABLE, "The workspace '" + submission.workspace() + "' is not configured.");
        }
        return judges.executeBlocking(() -> judged(gate, submission), false).compose(this::record);
    }

    private Judgement judged(Gate gate, Submission submission) throws WorkspaceUnavailable {
        return Judgement.of(gate, plans.getOrDefault(submission.workspace(), CheckPlan.NONE), submission);
    }

    private Future<Void> record(Judgement judgement) {
        if (judgement instanceof Judgement.Seal seal) {
            return late.sealOrPutOff(seal.sealing());
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
            String name = request.row().workspace();
            Standings standings = new Standings(
                    gate, Optional.ofNullable(canaries.get(name)), Optional.ofNullable(repositories.get(name)));
            return bus.ask(Addresses.STORE_CHECKS, recheck.requestId())
                    .compose(checks ->
                            overlap(request).compose(overlap -> answer(() -> standings.of(request, checks, overlap))));
        });
    }

    private Future<Optional<String>> overlap(Store.PatchDetail request) {
        return canaries.containsKey(request.row().workspace())
                ? bus.ask(Addresses.STORE_OVERLAP, request.row().requestId())
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Gating.Protection> protect(Gating.Protect protect) {
        return gate(protect.workspace()).compose(gate -> {
            PolicyEntry entry = Additions.entry(protect);
            return additions
                    .add(protect.workspace(), entry)
                    .compose(added -> answer(() -> Matching.of(Additions.rule(entry), gate.workspace()))
                            // It is kept and holds, whether the workspace can be looked through or not.
                            .recover(cause -> Future.succeededFuture(new Gating.Matches(List.of(), 0, false)))
                            .map(matches -> new Gating.Protection(added, matches)));
        });
    }

    private Future<Gating.Policy> policy(String workspace) {
        return gate(workspace).map(gate -> {
            ProtectedPaths policy = gate.policy();
            return new Gating.Policy(policy.entries(), policy.version());
        });
    }

    private Future<Gating.Explanation> explain(Gating.Question question) {
        return gate(question.workspace()).compose(gate -> answer(() -> Explainer.explain(gate, question.path())));
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
