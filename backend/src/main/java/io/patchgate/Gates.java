package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.application.CanaryFolder;
import io.patchgate.gate.Gate;
import io.patchgate.gate.InvalidPolicy;
import io.patchgate.gate.PolicyFile;
import io.patchgate.gate.ProtectedPaths;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gate for each workspace, from its policy file and with Patchgate's own files inside the workspace protected. */
final class Gates {
    private Gates() {}

    /** By name. */
    static Map<String, Gate> all(List<WorkspaceSettings> workspaces, Settings all) throws StartRefused {
        Map<String, Gate> gates = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : workspaces) {
            gates.put(workspace.name(), openOrRefuse(workspace, all));
        }
        return gates;
    }

    /** Of the canary folders, by the name of the workspace. */
    static Map<String, Gate> canaries(List<WorkspaceSettings> workspaces, Settings all) throws StartRefused {
        Map<String, Gate> gates = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : workspaces) {
            if (workspace.inCanary().isPresent()) {
                gates.put(workspace.name(), openOrRefuse(workspace.inCanary().get(), all));
            }
        }
        return gates;
    }

    /** @param canaries their gates, which guard the writes too */
    static Map<String, CanaryFolder> canaryFolders(List<WorkspaceSettings> workspaces, Map<String, Gate> canaries) {
        Map<String, CanaryFolder> folders = new LinkedHashMap<>();
        for (WorkspaceSettings workspace : workspaces) {
            workspace.canary().map(Settings.Canary::compared).ifPresent(compared -> {
                Gate gate = canaries.get(workspace.name());
                folders.put(
                        workspace.name(), new CanaryFolder(gate.workspace(), gate, compared.share(), compared.watch()));
            });
        }
        return folders;
    }

    private static Gate openOrRefuse(WorkspaceSettings workspace, Settings all) throws StartRefused {
        try {
            return open(workspace, all);
        } catch (InvalidPolicy e) {
            throw new StartRefused(e.getMessage(), e);
        }
    }

    static Gate open(WorkspaceSettings settings, Settings all) throws InvalidPolicy, StartRefused {
        Workspace workspace = new Workspace(settings.name(), settings.root());
        List<PolicyEntry> policy = settings.policy().isPresent()
                ? PolicyFile.read(settings.policy().get(), settings.root())
                : PolicyFile.kernel();
        List<WorkspacePath> own;
        try {
            workspace.open().close();
            own = own(workspace, settings, all);
        } catch (IOException e) {
            throw new StartRefused(
                    "The workspace '" + settings.name() + "' at " + settings.root() + " cannot be used: "
                            + e.getMessage() + ".",
                    e);
        }
        return new Gate(workspace, ProtectedPaths.ofEntries(policy, own), settings.review());
    }

    /** Patchgate's own files that lie in the workspace. */
    static List<WorkspacePath> own(Workspace workspace, WorkspaceSettings settings, Settings all) throws IOException {
        List<WorkspacePath> own = new ArrayList<>();
        List<Optional<Path>> files =
                List.of(settings.policy(), all.file(), all.http().tls().map(Settings.Tls::key));
        for (Optional<Path> file : files) {
            if (file.isPresent()) {
                own.addAll(workspace.pathsOf(file.get()));
            }
        }
        return own;
    }
}
