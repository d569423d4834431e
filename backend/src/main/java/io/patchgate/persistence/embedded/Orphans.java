package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Clears what a killed Patchgate has left running on a folder: the server, its helpers, an initdb cut off in the
 * middle. To be called with the folder's lock held, which proves that nobody alive owns them. No process is touched
 * that is not recognised as PostgreSQL on this very folder; a pid file that names a stranger is merely removed.
 */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Orphans() {}

    static void sweep(Layout layout, Binaries binaries) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(layout.home(), ClusterCreation.UNFINISHED + "*")) {
            for (Path unfinished : left) {
                Processes.databaseProgramsIn(ClusterCreation.clusterIn(unfinished))
                        .forEach(Orphans::kill);
                OwnFiles.deleteTree(unfinished);
            }
        }
        Path pidFile = PostmasterFile.in(layout.cluster());
        if (!Files.exists(pidFile)) {
            return;
        }
        PostmasterFile.read(layout.cluster())
                .ifPresent(file -> ProcessHandle.of(file.pid())
                        .filter(process -> Processes.isServerOf(process, file, layout.cluster()))
                        .ifPresent(orphan -> stop(orphan, layout, binaries)));
        // Helpers notice by themselves that their parent is gone; one in the middle of something takes a moment.
        for (ProcessHandle helper : Processes.databaseProgramsIn(layout.cluster())) {
            if (!Processes.ends(helper, Duration.ofSeconds(5))) {
                kill(helper);
            }
        }
        // PostgreSQL would take a stranger who has the pid now for a running server.
        Files.deleteIfExists(pidFile);
    }

    private static void stop(ProcessHandle orphan, Layout layout, Binaries binaries) {
        if (isHoldersChild(orphan, layout)) {
            throw FolderLock.refused(layout);
        }
        if (!Processes.stop(orphan, binaries, PATIENCE)) {
            throw new EmbeddedPostgresException("A PostgreSQL server (pid " + orphan.pid() + ") that an earlier"
                    + " Patchgate left running on " + layout.cluster() + " cannot be stopped: stop it by hand.");
        }
    }

    /**
     * An orphan has another parent than the process that started it. A server that still has it belongs to a Patchgate
     * that lives and has lost its lock, as a file lock can be lost by a careless read of its file.
     */
    private static boolean isHoldersChild(ProcessHandle server, Layout layout) {
        long self = ProcessHandle.current().pid();
        return server.parent()
                .filter(parent -> parent.pid() != self)
                .filter(parent -> FolderLock.holder(layout).equals(Optional.of(parent.pid())))
                .isPresent();
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        Processes.ends(process, Duration.ofSeconds(5));
    }
}
