package io.patchgate.workspace;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Walks a path from the workspace's root, keeping one folder open at a time. */
final class Resolver {
    /** A folder that is replaced between looking and opening is looked at again this often. */
    private static final int ATTEMPTS = 3;

    private Resolver() {}

    static Resolution resolve(Workspace workspace, WorkspacePath path) throws WorkspaceUnavailable {
        Resolution.Unreadable last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Resolution resolution = walk(workspace.open(), path);
            if (!(resolution instanceof Resolution.Unreadable unreadable)) {
                return resolution;
            }
            last = unreadable;
        }
        return last;
    }

    private static Resolution walk(Folder root, WorkspacePath path) {
        List<String> segments = path.segments();
        Folder here = root;
        Resolution found = null;
        int at = 0;
        try {
            while (found == null) {
                Optional<Entry> entry = here.look(segments.get(at));
                found = end(path, here, at, segments.size() - 1, entry);
                if (found == null) {
                    Folder next = here.open(segments.get(at));
                    here.close();
                    here = next;
                    at++;
                }
            }
        } catch (IOException e) {
            found = new Resolution.Unreadable(path, at, e);
        }
        if (!holds(found)) {
            here.close();
        }
        return found;
    }

    private static boolean holds(Resolution found) {
        return found instanceof Resolution.RegularFile
                || found instanceof Resolution.Missing
                || found instanceof Resolution.AFolder;
    }

    /** Where the walk ends with this entry, or null when it goes on into a folder. */
    private static Resolution end(WorkspacePath path, Folder parent, int at, int last, Optional<Entry> entry) {
        if (entry.isEmpty()) {
            return new Resolution.Missing(path, parent, at);
        }
        return switch (entry.get().kind()) {
            case LINK -> new Resolution.Link(path, at);
            case FOLDER -> at == last ? new Resolution.AFolder(path, parent) : null;
            case FILE ->
                at == last
                        ? new Resolution.RegularFile(path, parent, entry.get())
                        : new Resolution.Obstructed(path, at);
            case SPECIAL -> at == last ? new Resolution.Special(path) : new Resolution.Obstructed(path, at);
        };
    }
}
