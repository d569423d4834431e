package io.patchgate.application;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The folders that created files need and that do not exist yet. */
record NewFolders(Workspace workspace, Disk disk, Temporaries temporaries) {

    /** Which folders will have to be made, parents first. */
    static List<String> needed(Workspace workspace, List<Step> steps) throws WorkspaceUnavailable {
        Set<String> folders = new LinkedHashSet<>();
        for (Step step : steps) {
            if (!step.deletes()) {
                try (Resolution resolution = workspace.resolve(step.path())) {
                    if (resolution instanceof Resolution.Missing missing) {
                        List<String> segments = step.path().segments();
                        for (int i = missing.existing(); i < segments.size() - 1; i++) {
                            folders.add(Resolution.upTo(step.path(), i));
                        }
                    }
                }
            }
        }
        return new ArrayList<>(folders);
    }

    /** Makes the next missing folder of the path inside the deepest one that exists. */
    void makeNext(Resolution.Missing missing) throws IOException {
        String name = missing.path().segments().get(missing.existing());
        try (Folder root = workspace.open()) {
            disk.makeFolder(workspace.root().resolve(temporaries.folder()));
            disk.move(root, temporaries.folder(), missing.parent(), name);
        }
        missing.parent().leaveToOwner(name);
        disk.sync(missing.parent());
    }

    /** Takes folders away again, deepest first; one that is not empty or not there is left. */
    static void remove(Workspace workspace, Disk disk, List<String> folders) throws IOException {
        for (int i = folders.size() - 1; i >= 0; i--) {
            try (Resolution resolution = workspace.resolve(new WorkspacePath(folders.get(i)))) {
                if (resolution instanceof Resolution.AFolder folder) {
                    disk.deleteFolder(folder.parent(), folder.path().fileName());
                    disk.sync(folder.parent());
                }
            } catch (DirectoryNotEmptyException e) {
                // Someone put something there; it is theirs now.
            }
        }
    }
}
