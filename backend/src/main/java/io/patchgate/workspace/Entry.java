package io.patchgate.workspace;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * What one name in a folder stood for at the moment it was looked at. A link is reported as itself,
 * never as what it points to.
 */
public record Entry(PosixFileAttributes attributes) {

    /** The kinds of things a name can stand for. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        /** A FIFO, a socket or a device. */
        SPECIAL
    }

    public Kind kind() {
        if (attributes.isSymbolicLink()) {
            return Kind.LINK;
        }
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        return attributes.isDirectory() ? Kind.FOLDER : Kind.SPECIAL;
    }

    /** Device and inode: equal for two names exactly when they are the same file. */
    public Object key() {
        return attributes.fileKey();
    }

    public long size() {
        return attributes.size();
    }

    /** The nine POSIX permission bits; set-id and sticky bits are not seen. */
    public int mode() {
        int mode = 0;
        for (PosixFilePermission permission : attributes.permissions()) {
            mode |= Modes.bit(permission);
        }
        return mode;
    }
}
