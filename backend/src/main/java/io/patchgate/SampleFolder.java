package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.checks.CheckCommand;
import io.patchgate.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The workspace that is made where none is set: beside the data folder, which must not hold it. */
final class SampleFolder {
    private SampleFolder() {}

    static WorkspaceSettings settings(Settings settings) {
        Path root = settings.dataDir().resolveSibling(settings.dataDir().getFileName() + "-workspace");
        return WorkspaceSettings.only(root, settings.checks().syntax());
    }

    /** Its own tests, where they can be run. */
    static List<CheckCommand> checks(Sandbox sandbox) {
        return sandbox.fault().isPresent()
                ? List.of()
                : List.of(new CheckCommand(
                        "tests",
                        Optional.of("PYTHONPATH=src python3 -m unittest discover -v -s tests"),
                        CheckCommand.STANDARD,
                        true,
                        Optional.empty()));
    }

    /** The workspaces that are set, or the sample's where it would be served; empty where there is none. */
    static List<WorkspaceSettings> workspaces(Settings settings) {
        if (!settings.workspaces().isEmpty()) {
            return settings.workspaces();
        }
        return settings.sample() ? List.of(settings(settings)) : List.of();
    }
}
