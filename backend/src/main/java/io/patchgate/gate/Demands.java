package io.patchgate.gate;

import io.patchgate.patch.Demand;
import io.patchgate.patch.WorkspacePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how many people a request to one workspace needs and why. It is no part of the verdict: nothing
 * is denied here, and nothing that an agent sees depends on it. Safe for use by several threads.
 */
final class Demands {
    /** More reasons than a reviewer reads are not kept; the number of approvals heeds them all. */
    private static final int MOST_REASONS = 50;

    private final ReviewRules rules;

    Demands(ReviewRules rules) {
        this.rules = rules;
    }

    Demand of(List<WorkspacePath> targets) {
        List<Demand.Reason> reasons = new ArrayList<>(rules.always().reasons());
        for (WorkspacePath target : targets) {
            reasons.addAll(rules.critical(target));
        }
        int approvals =
                reasons.stream().mapToInt(Demand.Reason::approvals).max().orElse(1);
        return new Demand(approvals, reasons.stream().limit(MOST_REASONS).toList());
    }
}
