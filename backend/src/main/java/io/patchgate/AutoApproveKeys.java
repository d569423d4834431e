package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.approval.AutoApproveSettings;
import io.patchgate.checks.CheckCommand;
import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** What may be approved without a person, out of the settings. */
final class AutoApproveKeys {
    private static final int MOST_PATHS = 100;
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private AutoApproveKeys() {}

    static AutoApproveSettings read(SettingsSection section) throws InvalidSetting {
        AutoApproveSettings off = AutoApproveSettings.OFF;
        AutoApproveSettings settings = new AutoApproveSettings(
                section.flag("enabled", off.enabled()),
                section.share("threshold", off.threshold()),
                paths(section),
                section.integer("per_day", off.perDay(), 1, 100),
                section.integer("max_lines", off.maxLines(), 1, 500),
                section.duration("delay", off.delay()));
        section.refuseOthers();
        if (settings.threshold() < AutoApproveSettings.LEAST) {
            throw section.wrong("threshold", "must be from " + AutoApproveSettings.LEAST + " to 1");
        }
        if (settings.delay().compareTo(SHORTEST) < 0) {
            throw section.wrong(
                    "delay", "must be at least " + SHORTEST.toMinutes() + "m, so that people can look first");
        }
        if (settings.enabled() && settings.paths().isEmpty()) {
            throw section.wrong("paths", "must name the files that may be changed without a person");
        }
        return settings;
    }

    private static List<String> paths(SettingsSection section) throws InvalidSetting {
        List<String> paths = section.texts("paths");
        if (paths.size() > MOST_PATHS) {
            throw section.wrong("paths", "must be at most " + MOST_PATHS);
        }
        for (String path : paths) {
            try {
                AutoApproveSettings.glob(path);
            } catch (PatternSyntaxException e) {
                throw section.wrong("paths", "has '" + path + "', which is no glob");
            }
        }
        return paths;
    }

    /** What could never approve anything, or only what nothing vouches for, is not what somebody wanted. */
    static void requireConsistent(Settings settings) throws InvalidSetting {
        AutoApproveSettings auto = settings.autoApprove();
        if (!auto.enabled()) {
            return;
        }
        boolean vouched = settings.workspaces().stream()
                .flatMap(workspace -> workspace.checks().stream())
                .anyMatch(CheckCommand::required);
        if (!vouched) {
            throw new InvalidSetting("The setting 'auto_approve.enabled' needs a workspace with a required check, since"
                    + " nothing else vouches for what no person has seen.");
        }
        if (auto.delay().multipliedBy(2).compareTo(settings.requests().expiry()) >= 0) {
            throw new InvalidSetting("The setting 'auto_approve.delay' must be less than half of 'requests.expiry'.");
        }
    }
}
