package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
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
import java.util.List;
import java.util.Optional;

/** A gate for a workspace, from its policy file and with Patchgate's own files inside the workspace protected. */
final class Gates {
    private Gates() {}

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
