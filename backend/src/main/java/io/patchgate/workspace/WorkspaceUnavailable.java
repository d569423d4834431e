package io.patchgate.workspace;

import java.io.IOException;

/**
 * A workspace as a whole cannot be read at the moment, or not be judged. Nothing about one file
 * follows from it: the work is kept and tried again. The message holds no path of the machine; the
 * cause may, and is for the log.
 */
public final class WorkspaceUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    public WorkspaceUnavailable(String message) {
        super(message);
    }

    public WorkspaceUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
