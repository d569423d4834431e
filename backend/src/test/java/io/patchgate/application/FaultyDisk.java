package io.patchgate.application;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** A disk whose N-th operation fails, or is never begun because the process is gone. */
final class FaultyDisk extends Disk {
    private final int at;
    private final boolean kills;
    private final IOException fault;
    int operations;
    String failed;

    private FaultyDisk(int at, boolean kills, IOException fault) {
        this.at = at;
        this.kills = kills;
        this.fault = fault;
    }

    static FaultyDisk failingAt(int operation) {
        return failingAt(operation, new FileSystemException(null, null, "No space left on device"));
    }

    static FaultyDisk failingAt(int operation, IOException fault) {
        return new FaultyDisk(operation, false, fault);
    }

    static FaultyDisk killedAt(int operation) {
        return new FaultyDisk(operation, true, null);
    }

    @Override
    void before(String operation) throws IOException {
        int now = operations++;
        if (kills && now >= at) {
            throw new Killed();
        }
        if (now == at) {
            failed = operation;
            throw fault;
        }
    }

    /** Passes through everything, as a kill does. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
