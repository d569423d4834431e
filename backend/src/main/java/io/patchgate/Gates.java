package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.gate.Gate;
import io.patchgate.gate.InvalidPolicy;
import io.patchgate.gate.PolicyFile;
import io.patchgate.gate.ProtectedPaths;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A gate for a workspace, from its policy file and with Patchgate's own files inside the workspace protected. */
final class Gates {
    private Gates() {}

    static Gate open(WorkspaceSettings workspace, Settings settings) throws InvalidPolicy {
        List<String> policy = workspace.policy().isPresent()
                ? PolicyFile.read(workspace.policy().get())
                : PolicyFile.KERNEL;
        List<WorkspacePath> own = new ArrayList<>();
        Stream.of(workspace.policy(), settings.file(), settings.http().tls().map(Settings.Tls::key))
                .flatMap(Optional::stream)
                .forEach(file -> inside(workspace.root(), file).ifPresent(own::add));
        return new Gate(new Workspace(workspace.name(), workspace.root()), ProtectedPaths.of(policy, own));
    }

    private static Optional<WorkspacePath> inside(Path root, Path file) {
        try {
            Path relative = root.toRealPath().relativize(file.toRealPath());
            boolean within = !relative.startsWith("..") && !relative.toString().isEmpty();
            return within ? Optional.of(new WorkspacePath(relative.toString().replace('\\', '/'))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
