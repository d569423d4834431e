package io.patchgate.gate;

import io.patchgate.patch.Demand;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many people the operator wants on a request to one workspace: on every one, on those that touch
 * critical paths, and on those that touch what the kernel imports. Of all that apply the highest
 * counts. Immutable.
 */
public final class ReviewRules {
    /** What holds where nothing is set: one person, two for what the kernel depends on. */
    public static final ReviewRules STANDARD = new ReviewRules(1, List.of(), 2);

    private final int approvals;
    private final List<Group> critical;
    private final int kernelDependencyApprovals;

    /** @param paths entries in the dialect of {@code .gitignore}, in their order */
    public record Critical(List<String> paths, int approvals) {}

    private record Group(RuleIndex index, int approvals) {
        /** The entry that makes the path critical. */
        Optional<Rule> matching(Spelling path) {
            RuleIndex.View view = index.at(path);
            int last = path.length() - 1;
            for (int i = 0; i <= last; i++) {
                Optional<Rule> rule = view.protecting(path.raw(i), path.folded(i), i < last);
                if (rule.isPresent()) {
                    return rule;
                }
            }
            return Optional.empty();
        }
    }

    private ReviewRules(int approvals, List<Group> critical, int kernelDependencyApprovals) {
        this.approvals = approvals;
        this.critical = critical;
        this.kernelDependencyApprovals = kernelDependencyApprovals;
    }

    /** @throws InvalidPolicy with the part of a sentence that names the entry and what is wrong with it */
    public static ReviewRules of(int approvals, List<Critical> critical, int kernelDependencyApprovals)
            throws InvalidPolicy {
        List<Group> groups = new ArrayList<>();
        for (Critical group : critical) {
            List<Rule> rules = new ArrayList<>();
            for (String entry : group.paths()) {
                try {
                    rules.add(Rule.of(PolicyEntry.policy(entry, null)));
                } catch (InvalidPolicy e) {
                    throw new InvalidPolicy("has the entry '" + entry + "', which " + e.getMessage(), e);
                }
            }
            groups.add(new Group(new RuleIndex(rules), group.approvals()));
        }
        return new ReviewRules(approvals, List.copyOf(groups), kernelDependencyApprovals);
    }

    int kernelDependencyApprovals() {
        return kernelDependencyApprovals;
    }

    /** What is asked of every request, as a reason where it is more than one person. */
    Demand always() {
        return approvals == 1
                ? Demand.ONE
                : new Demand(
                        approvals,
                        List.of(new Demand.Reason(Demand.Kind.WORKSPACE, null, approvals, null, List.of(), null)));
    }

    /** For each group that the path belongs to and that asks for more than one person, why. */
    List<Demand.Reason> critical(WorkspacePath target) {
        if (critical.isEmpty()) {
            return List.of();
        }
        Spelling spelling = Spelling.of(target.value());
        List<Demand.Reason> reasons = new ArrayList<>();
        for (Group group : critical) {
            if (group.approvals() > 1) {
                group.matching(spelling)
                        .ifPresent(rule -> reasons.add(new Demand.Reason(
                                Demand.Kind.CRITICAL_PATH,
                                target,
                                group.approvals(),
                                rule.entry().text(),
                                List.of(),
                                null)));
            }
        }
        return reasons;
    }
}
