package io.patchgate.gate;

import io.patchgate.application.Application;
import io.patchgate.application.NotDone;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Submission;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way of a change set through the product's own parts, with everything approved: validation that
 * reads the base, verdict, the check at decision, application. Only HTTP and the request log are left out.
 */
public final class WholePath {
    /** How often a workspace that moves while it is being read is tried again. */
    private static final int ATTEMPTS = 200;

    private final Gate gate;
    private final Application application;

    public WholePath(Gate gate, Path dataDir) {
        this.gate = gate;
        this.application = new Application(dataDir);
    }

    /** A gate that looks at links and modules anew for every verdict. */
    public static Gate attentive(io.patchgate.workspace.Workspace workspace, ProtectedPaths policy) {
        return new Gate(workspace, policy, Duration.ZERO);
    }

    /** Where the way of a change set ended. */
    public enum End {
        UNFIT,
        DENIED,
        NOT_DECIDED,
        NOT_APPLIED,
        APPLIED
    }

    /** What happens on disk between two checks. */
    public interface Between {
        void admitted() throws Exception;

        void decided() throws Exception;
    }

    /** @throws IllegalStateException when the workspace could not be read for too long */
    public End run(List<Change> proposed, Between between) throws Exception {
        List<Change> changes;
        Judgement judgement;
        try {
            changes = again(
                    () -> new Inspector(gate.workspace(), new Gating.Inspection("default", proposed, false)).inspect());
        } catch (Failure e) {
            return End.UNFIT;
        }
        Submission submission = GateVerticleTest.submission("default", changes);
        try {
            judgement = again(() -> Judgement.of(gate, CheckPlan.NONE, submission));
        } catch (WorkspaceUnavailable e) {
            // It moved between validation and verdict, and stays unjudged.
            return End.NOT_DECIDED;
        }
        if (!(judgement instanceof Judgement.Admit admit)) {
            return End.DENIED;
        }
        between.admitted();
        try {
            Gating.Standing standing = again(() -> new Standings(gate, Optional.empty(), Optional.empty())
                    .of(detail(admit.admission()), List.of(), Optional.empty()));
            if (standing.refusal() != null || standing.stale()) {
                return End.NOT_DECIDED;
            }
        } catch (WorkspaceUnavailable e) {
            return End.NOT_DECIDED;
        }
        between.decided();
        try {
            return again(() -> {
                application.apply(
                        gate.workspace(),
                        gate,
                        submission.requestId(),
                        changes,
                        admit.admission().files(),
                        Optional.empty());
                return End.APPLIED;
            });
        } catch (NotDone e) {
            return End.NOT_APPLIED;
        }
    }

    private interface Step<T> {
        T take() throws Exception;
    }

    private static <T> T again(Step<T> step) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.take();
            } catch (WorkspaceUnavailable e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Store.PatchDetail detail(Store.Admission admission) {
        Submission s = admission.submission();
        var row = new Store.PatchRow(
                s.requestId(),
                s.createdAt(),
                s.submittedBy(),
                s.workspace(),
                s.target().value(),
                s.changes().size(),
                s.component(),
                s.improvementType(),
                s.confidence(),
                s.reasoning(),
                List.of(),
                "{}",
                null,
                null,
                null,
                List.of(),
                new Store.Tally(0, 1));
        return new Store.PatchDetail(
                row,
                s.changes(),
                admission.files(),
                admission.approvalKey(),
                admission.policyVersion(),
                null,
                null,
                false,
                Demand.ONE,
                List.of(),
                List.of(),
                null);
    }
}
