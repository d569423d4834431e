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
 * counts. And who must be among them, where certain people answer for a path. Immutable.
 */
public final class ReviewRules {
    /** What holds where nothing is set: one person, two for what the kernel depends on. */
    public static final ReviewRules STANDARD = new ReviewRules(1, List.of(), List.of(), 2);

    private final int approvals;
    private final List<Group> critical;
    private final List<Owned> owned;
    private final int kernelDependencyApprovals;

    /** @param paths entries in the dialect of {@code .gitignore}, in their order */
    public record Critical(List<String> paths, int approvals) {}

    /** @param paths as those of {@link Critical} */
    public record CodeOwners(List<String> paths, List<String> reviewers, int approvals) {}

    private record Owned(Group group, List<String> reviewers) {}

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

    private ReviewRules(int approvals, List<Group> critical, List<Owned> owned, int kernelDependencyApprovals) {
        this.approvals = approvals;
        this.critical = critical;
        this.owned = owned;
        this.kernelDependencyApprovals = kernelDependencyApprovals;
    }

    /** As {@link #of(int, List, List, int)}, where nobody in particular answers for a path. */
    public static ReviewRules of(int approvals, List<Critical> critical, int kernelDependencyApprovals)
            throws InvalidPolicy {
        return of(approvals, critical, List.of(), kernelDependencyApprovals);
    }

    /** @throws InvalidPolicy with the part of a sentence that names the entry and what is wrong with it */
    public static ReviewRules of(
            int approvals, List<Critical> critical, List<CodeOwners> owners, int kernelDependencyApprovals)
            throws InvalidPolicy {
        List<Group> groups = new ArrayList<>();
        for (Critical group : critical) {
            groups.add(group(group.paths(), group.approvals()));
        }
        List<Owned> owned = new ArrayList<>();
        for (CodeOwners group : owners) {
            owned.add(new Owned(group(group.paths(), group.approvals()), List.copyOf(group.reviewers())));
        }
        return new ReviewRules(approvals, List.copyOf(groups), List.copyOf(owned), kernelDependencyApprovals);
    }

    private static Group group(List<String> paths, int approvals) throws InvalidPolicy {
        List<Rule> rules = new ArrayList<>();
        for (String entry : paths) {
            try {
                rules.add(Rule.of(PolicyEntry.policy(entry, null)));
            } catch (InvalidPolicy e) {
                throw new InvalidPolicy("has the entry '" + entry + "', which " + e.getMessage(), e);
            }
        }
        return new Group(new RuleIndex(rules), approvals);
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

    /** For each group of people that answers for the path, why. */
    List<Demand.Reason> owners(WorkspacePath target) {
        if (owned.isEmpty()) {
            return List.of();
        }
        Spelling spelling = Spelling.of(target.value());
        List<Demand.Reason> reasons = new ArrayList<>();
        for (Owned owners : owned) {
            owners.group()
                    .matching(spelling)
                    .ifPresent(rule -> reasons.add(new Demand.Reason(
                            Demand.Kind.CODE_OWNER,
                            target,
                            owners.group().approvals(),
                            rule.entry().text(),
                            List.of(),
                            null,
                            owners.reviewers())));
        }
        return reasons;
    }
}
