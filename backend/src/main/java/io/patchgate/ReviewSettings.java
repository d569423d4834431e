package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.gate.InvalidPolicy;
import io.patchgate.gate.ReviewRules;
import io.patchgate.patch.Demand;
import java.util.ArrayList;
import java.util.List;

/** The keys of a workspace that say how many people a request needs, and whom. */
final class ReviewSettings {
    private static final int MOST_OWNERS = 50;

    private ReviewSettings() {}

    static ReviewRules read(SettingsSection workspace) throws InvalidSetting {
        int approvals = workspace.integer("required_approvals", 1, 1, Demand.MOST);
        int dependency = workspace.integer("kernel_dependency_approvals", 2, 1, Demand.MOST);
        List<ReviewRules.Critical> critical = new ArrayList<>();
        for (SettingsSection group : workspace.sections("critical")) {
            critical.add(critical(group));
        }
        List<ReviewRules.CodeOwners> owners = new ArrayList<>();
        for (SettingsSection group : workspace.sections("code_owners")) {
            owners.add(owners(group));
        }
        try {
            ReviewRules.of(approvals, critical, dependency);
        } catch (InvalidPolicy e) {
            throw workspace.wrong("critical", e.getMessage());
        }
        try {
            return ReviewRules.of(approvals, critical, owners, dependency);
        } catch (InvalidPolicy e) {
            throw workspace.wrong("code_owners", e.getMessage());
        }
    }

    private static ReviewRules.CodeOwners owners(SettingsSection group) throws InvalidSetting {
        List<String> paths = group.texts("paths");
        if (paths.isEmpty()) {
            throw group.wrong("paths", "must name at least one path");
        }
        List<String> reviewers = group.texts("reviewers");
        if (reviewers.isEmpty()
                || reviewers.size() > MOST_OWNERS
                || reviewers.stream().distinct().count() < reviewers.size()) {
            throw group.wrong("reviewers", "must name 1 to " + MOST_OWNERS + " people, each once");
        }
        int approvals = group.integer("approvals", 1, 1, Math.min(Demand.MOST, reviewers.size()));
        group.refuseOthers();
        return new ReviewRules.CodeOwners(paths, reviewers, approvals);
    }

    private static ReviewRules.Critical critical(SettingsSection group) throws InvalidSetting {
        List<String> paths = group.texts("paths");
        if (paths.isEmpty()) {
            throw group.wrong("paths", "must name at least one path");
        }
        ReviewRules.Critical critical = new ReviewRules.Critical(paths, group.integer("approvals", 2, 1, Demand.MOST));
        group.refuseOthers();
        return critical;
    }
}
