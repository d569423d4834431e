package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PolicyEntry;
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
     * @param admittedKey the approval key at admission, when no check had ended
     * @param contentKey of this moment, without checks; equal to the key at admission exactly when neither a file nor the
     *     policy moved
     * @param approvalKey of this moment, with what the checks have found out
     * @param checks that the key was made from
     * @param stale whether a file or the policy moved since the admission
     * @param currentDiff what approving would do now, when stale; else null
     * @param demand what the settings, the kernel's imports of this moment and the admission ask for together
     * @param canaryFirst whether an approval writes to the canary folder and not to the workspace
     */
    public record Standing(
            String refusal,
            String admittedKey,
            String contentKey,
            String approvalKey,
            List<Check> checks,
            boolean stale,
            String currentDiff,
            Demand demand,
            boolean canaryFirst) {

        /** Of a request without checks, in a workspace without a canary. */
        public Standing(
                String refusal,
                String admittedKey,
                String approvalKey,
                boolean stale,
                String currentDiff,
                Demand demand) {
            this(refusal, admittedKey, approvalKey, approvalKey, List.of(), stale, currentDiff, demand, false);
        }
    }

    /** @param text a path, or a pattern in the dialect of {@code .gitignore} */
    public record Protect(String workspace, PolicyEntry.Kind kind, String text, Actor actor) {}

    /** @param added false where it was on the list already */
    public record Protection(boolean added, Matches matches) {}

    /**
     * Files that an entry by itself matches now.
     *
     * @param files the first of them, at most a hundred
     * @param complete whether all of the workspace was looked through; else {@code total} is the least there are
     */
    public record Matches(List<String> files, int total, boolean complete) {}

    public record Policy(List<PolicyEntry> entries, String version) {}

    /** @param path as asked, in any form */
    public record Question(String workspace, String path) {}

    /**
     * What the gate makes of a path at this moment, for auditors.
     *
     * @param formFault why the path is refused for its form, before anything is looked at; else null
     * @param resolvesTo {@code file}, {@code missing}, {@code folder}, {@code link}, {@code outside}, {@code special},
     *     {@code obstructed} or {@code unreadable}; null where the form is refused
     * @param resolution a phrase that says more than {@code resolvesTo}; null with it
     * @param rule what decides; null where nothing speaks against the path
     * @param sentences all of it in words
     */
    public record Explanation(
            String path,
            String workspace,
            String formFault,
            String resolvesTo,
            String resolution,
            DecidingRule rule,
            List<String> sentences) {}

    /**
     * @param kind {@code path}, {@code parent}, {@code shadow}, {@code hard link}, {@code link},
     *     {@code linked} or {@code short name}
     * @param name what the entry protects; null where no name decides
     * @param entry null where none decides, as for a link
     */
    public record DecidingRule(String kind, String name, PolicyEntry entry) {}

    /** Whether a workspace can be read, and is a workspace at all. */
    public enum Reach {
        READABLE,
        EMPTY,
        UNREADABLE
    }
}
