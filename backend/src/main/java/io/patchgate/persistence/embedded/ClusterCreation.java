package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the cluster folder by initdb, in a sibling that is renamed when whole, so that a cluster folder that exists is
 * a whole one. An existing folder is only checked: one of another major version, or one that vanished after it had been
 * completed, ends the start rather than beginning afresh over somebody's records.
 */
final class ClusterCreation {
    static final String UNFINISHED = "initialising-";

    private ClusterCreation() {}

    static Path clusterIn(Path unfinished) {
        return unfinished.resolve("cluster");
    }

    static void ensure(Layout layout, Binaries binaries, ServerAccount account, Credentials credentials)
            throws IOException {
        if (Files.exists(layout.cluster(), LinkOption.NOFOLLOW_LINKS)) {
            requireSameMajorVersion(layout, binaries.majorVersion());
        } else if (Files.exists(layout.complete())) {
            throw new EmbeddedPostgresException("The database folder " + layout.cluster()
                    + " is gone although it was complete: restore it, or delete " + layout.home()
                    + " to begin with an empty one.");
        } else {
            create(layout, binaries, account, credentials);
        }
    }

    private static void requireSameMajorVersion(Layout layout, String carried) throws IOException {
        Path file = layout.cluster().resolve("PG_VERSION");
        String found = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readString(file).trim()
                : "an unknown version (its PG_VERSION file is missing)";
        if (!found.equals(carried)) {
            throw new EmbeddedPostgresException("The database in " + layout.cluster() + " was written by PostgreSQL "
                    + found + " and this Patchgate carries PostgreSQL " + carried
                    + ", which cannot read it: export it with the Patchgate that wrote it.");
        }
    }

    private static void create(Layout layout, Binaries binaries, ServerAccount account, Credentials credentials)
            throws IOException {
        Path unfinished = Files.createTempDirectory(layout.home(), UNFINISHED);
        OwnFiles.mode(unfinished, account.differs() ? "rwx--x--x" : "rwx------");
        Path cluster = clusterIn(unfinished);
        OwnFiles.createFolder(cluster);
        account.own(cluster);
        Path password = unfinished.resolve("password");
        OwnFiles.writeWhole(password, credentials.superuser());
        account.own(password);
        try {
            initdb(layout, binaries, account, cluster);
        } finally {
            Files.deleteIfExists(password);
        }
        Files.move(cluster, layout.cluster(), StandardCopyOption.ATOMIC_MOVE);
        OwnFiles.syncFolder(layout.home());
        OwnFiles.deleteTree(unfinished);
    }

    private static void initdb(Layout layout, Binaries binaries, ServerAccount account, Path cluster)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + Programs.dataFolder(cluster),
                "--username=" + Roles.SUPERUSER,
                // Relative, since the server's user may not be able to walk to it from the top.
                "--pwfile=../password",
                "--auth=scram-sha-256",
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        Instant launched = Instant.now();
        Process initdb = Programs.start(Programs.command(account.prefix(), command, cluster, layout.startupLog()));
        int status;
        try {
            status = initdb.waitFor();
        } catch (InterruptedException e) {
            initdb.destroy();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start was interrupted while the database was being made.", e);
        }
        if (status != 0) {
            throw new EmbeddedPostgresException("The database cannot be made in " + layout.home()
                    + ": initdb ended with status " + status + ": " + ServerLog.lastFailure(layout, launched));
        }
    }
}
