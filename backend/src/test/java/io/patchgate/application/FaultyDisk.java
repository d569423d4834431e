package io.patchgate.application;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** A disk whose N-th operation fails, or is never begun because the process is gone. */
final class FaultyDisk extends Disk {
    private final int at;
    private final boolean kills;
    int operations;
    String failed;

    private FaultyDisk(int at, boolean kills) {
        this.at = at;
        this.kills = kills;
    }

    static FaultyDisk failingAt(int operation) {
        return new FaultyDisk(operation, false);
    }

    static FaultyDisk killedAt(int operation) {
        return new FaultyDisk(operation, true);
    }

    @Override
    void before(String operation) throws IOException {
        int now = operations++;
        if (kills && now >= at) {
            throw new Killed();
        }
        if (now == at) {
            failed = operation;
            throw new FileSystemException(null, null, "No space left on device");
        }
    }

    /** Passes through everything, as a kill does. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
