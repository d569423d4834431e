package io.patchgate.gate;

import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compares an admitted request with the disk and the policy of this moment. */
final class Standings {
    private Standings() {}

    static Gating.Standing of(Gate gate, Optional<GitWorkspace> git, Store.PatchDetail request, List<Check> checks)
            throws WorkspaceUnavailable {
        String version = gate.policy().version();
        Verdict verdict =
                gate.judge(request.changes().stream().map(Change::target).toList());
        List<Base> bases = Base.readAll(gate.workspace(), request.changes());
        List<BaseFile> files = bases.stream().map(Base::file).toList();
        boolean stale = moved(request.files(), files);
        boolean shown = stale && bases.stream().allMatch(base -> base.obstacle() == null);
        String diff =
                shown ? UnifiedDiff.of(bases.stream().map(Base::fileChange).toList()) : null;
        String refusal = refusal(verdict, bases);
        if (refusal == null && !stale) {
            refusal = Commitable.refusal(git, bases).orElse(null);
        }
        String contentKey = ApprovalKey.of(files, version);
        return new Gating.Standing(
                refusal,
                request.approvalKey(),
                contentKey,
                ApprovalKey.with(contentKey, checks),
                checks,
                stale,
                diff,
                gate.demands().of(files).and(request.demand()));
    }

    private static boolean moved(List<BaseFile> admitted, List<BaseFile> now) {
        for (int i = 0; i < now.size(); i++) {
            if (!Objects.equals(admitted.get(i).baseSha256(), now.get(i).baseSha256())) {
                return true;
            }
        }
        return false;
    }

    private static String refusal(Verdict verdict, List<Base> bases) {
        if (verdict instanceof Verdict.Denied denied) {
            return "'" + denied.path() + "' may not be changed. " + denied.rule();
        }
        return bases.stream()
                .map(Base::obstacle)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
