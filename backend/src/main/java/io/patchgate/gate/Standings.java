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

/**
 * Compares an admitted request with the disk and the policy of this moment.
 *
 * @param canary of the folder that what is approved goes to first
 * @param git where what is applied is committed
 */
record Standings(Gate gate, Optional<Gate> canary, Optional<GitWorkspace> git) {

    /** @param overlap why another request that is in the canary stands in the way, where one does */
    Gating.Standing of(Store.PatchDetail request, List<Check> checks, Optional<String> overlap)
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
        if (refusal == null && !stale && canary.isPresent()) {
            refusal = overlap.isPresent() ? overlap.get() : refusalInCanary(canary.get(), request, files);
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
                gate.demands().of(files).and(request.demand()),
                canary.isPresent());
    }

    /** What is tried in the canary must be the request and nothing else. */
    private static String refusalInCanary(Gate canary, Store.PatchDetail request, List<BaseFile> files)
            throws WorkspaceUnavailable {
        Verdict verdict =
                canary.judge(request.changes().stream().map(Change::target).toList());
        if (verdict instanceof Verdict.Denied denied) {
            return "'" + denied.path() + "' may not be changed in the canary folder. " + denied.rule();
        }
        List<Base> bases = Base.readAll(canary.workspace(), request.changes());
        for (int i = 0; i < bases.size(); i++) {
            if (!Objects.equals(bases.get(i).sha256(), files.get(i).baseSha256())) {
                return "The canary folder has another '" + files.get(i).target()
                        + "' than the workspace: make them equal first.";
            }
        }
        return null;
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
