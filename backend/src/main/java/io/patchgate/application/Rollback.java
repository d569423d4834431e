package io.patchgate.application;

import io.patchgate.patch.BaseFile;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an applied request back: bytes and mode of every file as before it, created files and the
 * folders made for them gone, deleted files there again. Only while each file is exactly as the
 * request left it; wholly or not at all, and repeatable, as an {@link Application} is.
 */
public final class Rollback {
    private static final Logger log = LoggerFactory.getLogger(Rollback.class);

    private final Disk disk;
    private final AllOrNothing writing;

    /** @param dataDir the same as the application's, which keeps the pre-images there */
    public Rollback(Path dataDir) {
        this(dataDir, new Disk());
    }

    Rollback(Path dataDir, Disk disk) {
        this(new AllOrNothing(dataDir, disk), disk);
    }

    Rollback(AllOrNothing writing, Disk disk) {
        this.disk = disk;
        this.writing = writing;
    }

    /**
     * @param files what each change met and left
     * @param commits the revert commit to make of it, empty to make none
     * @throws NotDone it is still applied and no file changed; the message says which file stands
     *     against it
     * @throws WorkspaceUnavailable it may be half undone and must be run again
     */
    public void undo(Workspace workspace, Guard guard, UUID requestId, List<BaseFile> files, Optional<Commits> commits)
            throws NotDone, WorkspaceUnavailable {
        List<Step> steps = new ArrayList<>();
        // Backwards, as one undoes.
        for (int i = files.size() - 1; i >= 0; i--) {
            steps.add(Step.undoing(files.get(i), writing.preImages()));
        }
        writing.run(new AllOrNothing.Task(workspace, guard, requestId, true, steps, commits));
        try {
            Optional<Journal.Page> kept = writing.journal().kept(requestId);
            if (kept.isPresent()) {
                NewFolders.remove(workspace, disk, kept.get().folders());
                writing.journal().forget(requestId);
            }
        } catch (IOException e) {
            log.warn("Empty folders of a request that was rolled back stay in '{}'", workspace.name(), e);
        }
    }
}
