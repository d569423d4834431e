package io.patchgate.gate;

import io.patchgate.bus.Store;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Submission;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.List;

/** What becomes of a submission: it is shown to reviewers, or sealed. */
sealed interface Judgement {

    record Admit(Store.Admission admission) implements Judgement {}

    record Seal(Store.Sealing sealing) implements Judgement {}

    /**
     * Judges, and reads what reviewers are shown: the diff is of the bytes on disk, whatever the agent says the
     * original was. A denied submission costs the same reading and comparing, or the agent's next call would be
     * answered sooner for it.
     *
     * @throws WorkspaceUnavailable when it cannot be judged now; it stays as it is
     */
    static Judgement of(Gate gate, CheckPlan plan, Submission submission) throws WorkspaceUnavailable {
        // Taken before the verdict: an addition meanwhile makes the admitted key an old one.
        String version = gate.policy().version();
        Verdict verdict =
                gate.judge(submission.changes().stream().map(Change::target).toList());
        if (verdict instanceof Verdict.Denied denied) {
            return new Seal(new Store.Sealing(
                    admission(gate, plan, submission, version, whatCanBeRead(gate, submission)),
                    denied.rule(),
                    denied.path().value(),
                    denied.resolved(),
                    false));
        }
        List<Base> bases = Base.readAll(gate.workspace(), submission.changes());
        for (Base base : bases) {
            if (base.obstacle() != null) {
                // It was possible when it was sent; it may be again.
                throw new WorkspaceUnavailable(base.obstacle());
            }
        }
        return new Admit(admission(gate, plan, submission, version, bases));
    }

    /** A denial stands whatever lies there: what cannot be read is taken for missing, as the agent was told. */
    private static List<Base> whatCanBeRead(Gate gate, Submission submission) {
        try {
            return Base.readAll(gate.workspace(), submission.changes()).stream()
                    .map(base -> base.obstacle() == null ? base : new Base(base.change(), null, -1, base.obstacle()))
                    .toList();
        } catch (WorkspaceUnavailable e) {
            return submission.changes().stream()
                    .map(change -> new Base(change, null, -1, e.getMessage()))
                    .toList();
        }
    }

    private static Store.Admission admission(
            Gate gate, CheckPlan plan, Submission submission, String version, List<Base> bases) {
        List<BaseFile> files = bases.stream().map(Base::file).toList();
        String diff = UnifiedDiff.of(bases.stream().map(Base::fileChange).toList());
        Demand demand = gate.demands().of(files);
        return new Store.Admission(
                submission,
                diff,
                files,
                ApprovalKey.of(files, version),
                version,
                demand,
                plan.of(submission.changes()));
    }
}
