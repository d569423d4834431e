package io.patchgate.application;

import io.patchgate.git.GitFile;
import io.patchgate.git.GitRefused;
import io.patchgate.git.MadeCommit;
import io.patchgate.git.PendingCommit;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The last stage of a change set: the commit of what was written. The journal knows the commit before
 * the branch does, so that after a kill it is found out whether it was made, and never made twice.
 */
record CommitStage(
        Commits commits,
        PreImages preImages,
        Journal journal,
        Disk disk,
        AllOrNothing.Task task,
        Transition transition) {

    /** Whether it was made by an earlier attempt of which the journal knows nothing any more. */
    boolean exists() throws IOException, NotDone {
        try {
            return commits.git().find(task.requestId(), task.undoing()).isPresent();
        } catch (GitRefused e) {
            throw new NotDone(e.getMessage(), e);
        }
    }

    /** @throws NotDone when the files could not be committed; asked before any of them is written */
    void require() throws IOException, NotDone {
        try {
            commits.git().require(files());
            commits.git().excludeBackups(disk::before);
        } catch (GitRefused e) {
            throw new NotDone(e.getMessage(), e);
        }
    }

    /**
     * Commits what is written.
     *
     * @return the journal's page, which knows the commit
     * @throws WorkspaceUnavailable it may be committed; run again it is found out
     */
    Journal.Page make(Journal.Page page) throws IOException, NotDone {
        try (PendingCommit pending = commits.git().prepare(page.token(), files(), message(), disk::before)) {
            Journal.Page knowing = page.with(pending.made());
            journal.begin(knowing);
            pending.land();
            return knowing;
        } catch (PendingCommit.NotSettled e) {
            throw new WorkspaceUnavailable("The git repository of '" + page.workspace() + "' cannot be written.", e);
        } catch (GitRefused e) {
            throw new NotDone(e.getMessage(), e);
        }
    }

    /**
     * Whether the commit that an earlier attempt has written down is part of its branch.
     *
     * @throws WorkspaceUnavailable when that cannot be told now
     */
    boolean settled(Journal.Page page) throws WorkspaceUnavailable {
        try {
            return commits.git().settle(page.commit(), files(), page.token(), disk::before);
        } catch (GitRefused | IOException e) {
            throw new WorkspaceUnavailable(
                    "Whether a patch of '" + page.workspace() + "' is committed cannot be told now.", e);
        }
    }

    private String message() throws IOException, GitRefused {
        if (!task.undoing()) {
            return commits.text().applied();
        }
        Optional<String> kept =
                journal.kept(task.requestId()).map(Journal.Page::commit).map(MadeCommit::id);
        return commits.text()
                .reverted(
                        kept.isPresent()
                                ? kept.get()
                                : commits.git().find(task.requestId(), false).orElse(null));
    }

    private List<GitFile> files() {
        return task.steps().stream()
                .map(step -> new GitFile(
                        step.path(),
                        step.from() == null ? null : () -> preImages.read(step.from()),
                        transition
                                .before(step.path())
                                .map(Entry::mode)
                                .map(Modes::executable)
                                .orElse(null),
                        step.to() == null ? null : () -> step.content().bytes()))
                .toList();
    }
}
