package io.patchgate.workspace;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** POSIX permission bits as a number, the way requests and pre-images keep them. */
public final class Modes {
    /** What a file is given that did not exist before. */
    public static final int NEW_FILE = 0644;

    private Modes() {}

    /** Whether the owner may execute the file, which is all of the mode that a diff can show. */
    public static boolean executable(int mode) {
        return (mode & 0100) != 0;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & bit(permission)) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }

    static int bit(PosixFilePermission permission) {
        // Declared from OWNER_READ down to OTHERS_EXECUTE, as the bits are.
        return 0400 >> permission.ordinal();
    }
}
