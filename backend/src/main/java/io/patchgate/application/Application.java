package io.patchgate.application;

import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a reviewer approved, exactly and wholly or not at all: only over the bytes that the
 * reviewer saw replaced, each of them kept before. Running it again for a request that is applied,
 * or that a kill left half applied, ends in the same state.
 *
 * <p>For one workspace, one call at a time.
 */
public final class Application {
    private static final Logger log = LoggerFactory.getLogger(Application.class);

    private final AllOrNothing writing;

    /** @param dataDir Patchgate's own folder, outside every workspace */
    public Application(Path dataDir) {
        this(dataDir, new Disk());
    }

    Application(Path dataDir, Disk disk) {
        this(new AllOrNothing(dataDir, disk));
    }

    Application(AllOrNothing writing) {
        this.writing = writing;
    }

    /**
     * @param files what each change meets and leaves, as the reviewer was shown, by the same position
     * @param commits the commit to make of it, empty to make none
     * @throws NotDone it is not applied and no file changed; the message is for people
     * @throws WorkspaceUnavailable it may be half applied and must be run again
     */
    public void apply(
            Workspace workspace,
            Guard guard,
            UUID requestId,
            List<Change> changes,
            List<BaseFile> files,
            Optional<Commits> commits)
            throws NotDone, WorkspaceUnavailable {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            steps.add(Step.applying(changes.get(i), files.get(i)));
        }
        writing.run(new AllOrNothing.Task(workspace, guard, requestId, false, steps, commits));
    }

    /**
     * Whether an application was begun here that nobody is known to have heard the end of.
     *
     * @throws NotDone where that cannot be read
     */
    boolean begun(UUID requestId) throws NotDone {
        try {
            return writing.journal()
                    .begun(requestId)
                    .filter(page -> !page.undoing())
                    .isPresent();
        } catch (IOException e) {
            throw new NotDone("Patchgate's own data folder cannot be read: " + Reasons.of(e) + ".", e);
        }
    }

    /** The outcome of an application or a rollback is known where it must be; the journal may forget it. */
    public void reported(UUID requestId) {
        writing.ended(requestId);
    }

    /**
     * Takes away temporary names that a kill left in the workspace. The journal of requests that are
     * not settled stays, since it says what of them is Patchgate's own doing.
     *
     * @param git the workspace's repository, where commits are made
     */
    public void sweep(Workspace workspace, Set<UUID> unsettled, Optional<GitWorkspace> git) {
        Set<UUID> kept = new HashSet<>(unsettled);
        try {
            for (Journal.Page page : writing.journal().begun()) {
                if (page.workspace().equals(workspace.name())) {
                    writing.sweep(workspace, page, git);
                    if (!kept.contains(page.requestId())) {
                        writing.journal().end(page.requestId());
                    }
                }
            }
        } catch (IOException e) {
            log.warn("Temporary names may be left in '{}'", workspace.name(), e);
        }
    }
}
