package io.patchgate.checks;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * A workspace whose requests are checked.
 *
 * @param hidden Patchgate's own files in it, which may hold secrets and are in no copy
 * @param guard what it refuses is left as it is, so that what judges a patch is never the patch's own
 * @param syntax whether files of known languages are parsed
 */
public record Checked(
        Workspace workspace, List<WorkspacePath> hidden, Guard guard, boolean syntax, List<CheckCommand> commands) {
    public Checked {
        hidden = List.copyOf(hidden);
        commands = List.copyOf(commands);
    }

    Optional<CheckCommand> command(String name) {
        return commands.stream().filter(command -> command.name().equals(name)).findFirst();
    }
}
