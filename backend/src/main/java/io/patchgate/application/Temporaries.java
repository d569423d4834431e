package io.patchgate.application;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The short-lived names of one change set, beside its targets. They begin with a random token that
 * the journal holds, so that exactly these are taken away after a kill, and nothing can be put in
 * their place before.
 */
record Temporaries(String token) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Temporaries fresh() {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return new Temporaries(Workspace.OWN_PREFIX + HexFormat.of().formatHex(random));
    }

    /** The new content of the target with this index. */
    String content(int index) {
        return token + "-" + index;
    }

    /** Its backup on the way to its name. */
    String backup(int index) {
        return token + "-b" + index;
    }

    /** Its old content on the way back. */
    String restored(int index) {
        return token + "-r" + index;
    }

    /** A folder, in the root of the workspace. */
    String folder() {
        return token + "-d";
    }

    /** Takes away what is left of them; what cannot be taken away stays until the next start. */
    void sweep(Workspace workspace, List<WorkspacePath> targets, Disk disk) throws IOException {
        try (Folder root = workspace.open()) {
            if (root.look(folder()).isPresent()) {
                disk.deleteFolder(root, folder());
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            try (Resolution resolution = workspace.resolve(targets.get(i))) {
                Folder parent = parent(resolution);
                if (parent != null) {
                    for (String name : List.of(content(i), backup(i), restored(i))) {
                        if (parent.look(name).isPresent()) {
                            disk.delete(parent, name);
                        }
                    }
                }
            }
        }
    }

    private static Folder parent(Resolution resolution) {
        if (resolution instanceof Resolution.RegularFile file) {
            return file.parent();
        }
        if (resolution instanceof Resolution.AFolder folder) {
            return folder.parent();
        }
        return resolution instanceof Resolution.Missing missing && missing.parentExists() ? missing.parent() : null;
    }
}
