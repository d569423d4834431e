package io.patchgate.gate;

import io.patchgate.bus.Store;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Submission;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.List;

/** What becomes of a submission: it is shown to reviewers, or sealed. */
sealed interface Judgement {

    record Admit(Store.Admission admission) implements Judgement {}

    record Seal(Store.Sealing sealing) implements Judgement {}

    /**
     * Judges, and reads for an allowed submission what reviewers are shown: the diff is of the bytes
     * on disk, whatever the agent says the original was.
     *
     * @throws WorkspaceUnavailable when it cannot be judged now; it stays as it is
     */
    static Judgement of(Gate gate, Submission submission) throws WorkspaceUnavailable {
        String workspace = gate.workspace().name();
        // Taken before the verdict: an addition meanwhile makes the admitted key an old one.
        String version = gate.policy().version();
        Verdict verdict =
                gate.judge(submission.changes().stream().map(Change::target).toList());
        if (verdict instanceof Verdict.Denied denied) {
            return new Seal(new Store.Sealing(
                    submission.requestId(),
                    workspace,
                    denied.rule(),
                    denied.path().value(),
                    denied.resolved(),
                    version));
        }
        List<Base> bases = Base.readAll(gate.workspace(), submission.changes());
        for (Base base : bases) {
            if (base.obstacle() != null) {
                // It was possible when it was sent; it may be again.
                throw new WorkspaceUnavailable(base.obstacle());
            }
        }
        List<BaseFile> files = bases.stream().map(Base::file).toList();
        String diff = UnifiedDiff.of(bases.stream().map(Base::fileChange).toList());
        Demand demand = gate.demands().of(files);
        return new Admit(new Store.Admission(submission, diff, files, ApprovalKey.of(files, version), version, demand));
    }
}
