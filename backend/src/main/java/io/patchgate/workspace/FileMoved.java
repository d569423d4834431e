package io.patchgate.workspace;

import java.io.IOException;

/** A name does not stand any more for the file that was looked at. */
public final class FileMoved extends IOException {
    private static final long serialVersionUID = 1;

    FileMoved(String name) {
        super("'" + name + "' was replaced while it was being read");
    }
}
