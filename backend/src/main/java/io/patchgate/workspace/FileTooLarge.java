package io.patchgate.workspace;

import java.io.IOException;

/** A file is longer than its reader takes. */
public final class FileTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    FileTooLarge(String name, long limit) {
        super("'" + name + "' is longer than " + limit + " bytes");
    }
}
