package io.patchgate.preview;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * A workspace whose requests can be looked at.
 *
 * @param hidden Patchgate's own files in it, which may hold secrets and are in no preview
 */
public record Previewed(Workspace workspace, List<WorkspacePath> hidden, Optional<PreviewCommand> command) {
    public Previewed {
        hidden = List.copyOf(hidden);
    }
}
