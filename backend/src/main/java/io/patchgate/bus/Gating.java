package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import java.util.List;
import java.util.UUID;

/** What is asked of and answered by the gate ({@code gate.*}). */
public final class Gating {
    private Gating() {}

    /**
     * Validation that reads the base, before any verdict; the answer carries diffs as new code.
     *
     * @param single whether the single-file form was sent, so that fields are named without an index
     */
    public record Inspection(String workspace, List<Change> changes, boolean single) {}

    public record Recheck(UUID requestId) {}

    /**
     * How a request stands against the disk and the policy of this moment.
     *
     * @param refusal why the gate does not let it through any more, for a reviewer's eyes; null when
     *     allowed
     * @param admittedKey the approval key at admission
     * @param approvalKey of this moment; equal to the key at admission exactly when neither a file nor the policy moved
     * @param stale whether a file or the policy moved since the admission
     * @param currentDiff what approving would do now, when stale; else null
     * @param demand what the settings, the kernel's imports of this moment and the admission ask for together
     */
    public record Standing(
            String refusal, String admittedKey, String approvalKey, boolean stale, String currentDiff, Demand demand) {}

    public record Protect(String workspace, String path, Actor actor) {}

    /** @param always patterns that are protected whatever the policy says */
    public record Policy(List<String> paths, List<String> always, String version) {}
}
