package io.patchgate.application;

import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The file's content before, as {@code filename.backup} beside it, for people. A file of that name
 * that is not known to be a backup of ours is left alone, and so is a name too long to have one; the
 * pre-image is what a rollback rests on.
 */
record Backup(Disk disk, PreImages preImages) {
    static final String SUFFIX = ".backup";
    private static final int MAX_NAME = 255;

    void write(Folder folder, String fileName, String temporary, byte[] content, Entry like) throws IOException {
        String name = fileName + SUFFIX;
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME || !free(folder, name)) {
            return;
        }
        disk.create(folder, temporary, content, like.mode(), like);
        disk.move(folder, temporary, folder, name);
    }

    /** Whether nothing is there, or a content that is kept as a pre-image and so cannot be lost. */
    private boolean free(Folder folder, String name) throws IOException {
        Optional<Entry> existing = folder.look(name);
        if (existing.isEmpty()) {
            return true;
        }
        if (existing.get().kind() != Entry.Kind.FILE || existing.get().size() > Workspace.MAX_FILE) {
            return false;
        }
        return preImages.has(Sha256.hex(disk.read(folder, name, existing.get(), Workspace.MAX_FILE)));
    }
}
