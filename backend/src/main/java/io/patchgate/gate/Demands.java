package io.patchgate.gate;

import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Demand;
import io.patchgate.patch.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says how many people a request to one workspace needs and why. It is no part of the verdict: nothing
 * is denied here, and nothing that an agent sees depends on it. Reads the disk; safe for use by several
 * threads.
 */
final class Demands {
    /** More reasons than a reviewer reads are not kept; the number of approvals heeds them all. */
    private static final int MOST_REASONS = 50;

    private final ReviewRules rules;
    private final KernelDependencies dependencies;

    Demands(ReviewRules rules, KernelDependencies dependencies) {
        this.rules = rules;
        this.dependencies = dependencies;
    }

    Demand of(List<BaseFile> files) {
        List<Demand.Reason> reasons = new ArrayList<>(rules.always().reasons());
        Set<Demand.Owners> owners = new LinkedHashSet<>();
        Closure kernel = dependencies.now();
        for (BaseFile file : files) {
            List<Demand.Reason> owned = rules.owners(file.target());
            owned.forEach(reason -> owners.add(new Demand.Owners(reason.reviewers(), reason.approvals())));
            reasons.addAll(owned);
            reasons.addAll(rules.critical(file.target()));
            dependency(kernel, file).ifPresent(reasons::add);
        }
        int approvals =
                reasons.stream().mapToInt(Demand.Reason::approvals).max().orElse(1);
        return new Demand(approvals, reasons.stream().limit(MOST_REASONS).toList(), List.copyOf(owners));
    }

    private Optional<Demand.Reason> dependency(Closure kernel, BaseFile file) {
        return kernel.relation(file.target().value()).map(relation -> {
            if (relation instanceof Closure.Relation.Dependency dependency) {
                String note = file.creates()
                        ? "There is no such file yet; the kernel would load it as soon as there is."
                        : null;
                return reason(file.target(), dependency.chain(), note);
            }
            String why = ((Closure.Relation.Unknown) relation).why();
            return reason(file.target(), List.of(), "Whether the kernel loads it is not known. " + why);
        });
    }

    private Demand.Reason reason(WorkspacePath target, List<Demand.Import> chain, String note) {
        return new Demand.Reason(
                Demand.Kind.KERNEL_DEPENDENCY, target, rules.kernelDependencyApprovals(), null, chain, note);
    }
}
