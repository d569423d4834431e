package io.patchgate.gate;

import io.patchgate.git.GitFile;
import io.patchgate.git.GitRefused;
import io.patchgate.git.GitWorkspace;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether a change set could be committed if it were approved now, where it would have to be. */
final class Commitable {
    private Commitable() {}

    /** Why not, for a reviewer; empty when it could. */
    static Optional<String> refusal(Optional<GitWorkspace> git, List<Base> bases) throws WorkspaceUnavailable {
        if (git.isEmpty() || !git.get().commits()) {
            return Optional.empty();
        }
        try {
            git.get().require(bases.stream().map(Commitable::file).toList());
            return Optional.empty();
        } catch (GitRefused e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The workspace's git repository cannot be read.", e);
        }
    }

    private static GitFile file(Base base) {
        return new GitFile(
                base.change().target(),
                base.before() == null ? null : base::before,
                base.before() == null ? null : Modes.executable(base.mode()),
                base.change().deletes() ? null : base::after);
    }
}
