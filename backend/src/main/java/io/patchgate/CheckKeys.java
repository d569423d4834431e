package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.checks.CheckCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks that a workspace's settings name. */
final class CheckKeys {
    private static final int MOST = 20;

    private CheckKeys() {}

    static List<CheckCommand> read(SettingsSection workspace) throws InvalidSetting {
        List<CheckCommand> checks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SettingsSection section : workspace.sections("checks")) {
            String name = section.text("name").orElseThrow(() -> section.wrong("name", "is missing"));
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") || name.startsWith("syntax-")) {
                throw section.wrong(
                        "name", "must be 1 to 100 letters, digits, dots, dashes or underscores, not 'syntax-…'");
            }
            if (!names.add(name)) {
                throw section.wrong("name", "is '" + name + "', which another check has already");
            }
            Duration timeout = section.duration("timeout", CheckCommand.STANDARD);
            if (timeout.compareTo(CheckCommand.LONGEST) > 0) {
                throw section.wrong("timeout", "must be at most " + CheckCommand.LONGEST.toHours() + "h");
            }
            Optional<String> junit = section.text("junit");
            if (junit.isPresent() && !junit.get().matches("[A-Za-z0-9_.][A-Za-z0-9_./*?-]{0,200}")) {
                throw section.wrong("junit", "must be a path in the workspace, with * and ? at most");
            }
            checks.add(new CheckCommand(
                    name,
                    section.text("run").filter(run -> !run.isBlank()),
                    timeout,
                    section.flag("required", true),
                    junit));
            section.refuseOthers();
        }
        if (checks.size() > MOST) {
            throw workspace.wrong("checks", "must be at most " + MOST);
        }
        return checks;
    }
}
