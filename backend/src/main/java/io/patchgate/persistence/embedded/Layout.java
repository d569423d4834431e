package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where everything lies below one data folder. {@link #home()} belongs to the user Patchgate runs as; only
 * {@link #cluster()} and {@link #log()} belong to the server's user, when that is another one.
 */
record Layout(Path data) {

    /** The layout of a folder that is created when missing and has just been written to. */
    static Layout below(Path dataDir) {
        try {
            OwnFiles.createFolder(dataDir);
            Path real = dataDir.toRealPath();
            OwnFiles.self(real);
            return new Layout(real);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The data folder " + dataDir + " cannot be created or written: " + OwnFiles.reason(e) + ".", e);
        }
    }

    /**
     * Creates the folders that are missing. The server's user may walk through {@link #home()} when it is another one,
     * to its two folders in there, and list or write nothing else.
     */
    void prepare(ServerAccount account) throws IOException {
        OwnFiles.mode(home(), account.differs() ? "rwx--x--x" : "rwx------");
        if (!Files.exists(log(), LinkOption.NOFOLLOW_LINKS)) {
            OwnFiles.createFolder(log());
            account.own(log());
        }
        account.ownTree(log());
        if (Files.exists(cluster(), LinkOption.NOFOLLOW_LINKS)) {
            account.ownTree(cluster());
        }
    }

    /** Creates {@link #home()}, or refuses the one that another user owns or can write, who could put a link into it. */
    void prepareHome() throws IOException {
        OwnFiles.createFolder(home());
        boolean ours = !OwnFiles.POSIX || OwnFiles.uid(home()) == OwnFiles.self(data);
        if (!ours || !OwnFiles.onlyOwnerWrites(home())) {
            throw new EmbeddedPostgresException("The database folder " + home()
                    + " belongs to another user, or others can write to it: run Patchgate as the user who made it.");
        }
    }

    Path lock() {
        return data.resolve("postgres.lock");
    }

    /** The process id of the lock's last holder, which must not be kept in the lock file: see {@link FolderLock}. */
    Path holder() {
        return data.resolve("postgres.pid");
    }

    Path home() {
        return data.resolve("postgres");
    }

    Path cluster() {
        return home().resolve("cluster");
    }

    Path log() {
        return home().resolve("log");
    }

    Path credentials() {
        return home().resolve("credentials.properties");
    }

    /** Written when the roles and the database exist; without it they are made again at the next start. */
    Path complete() {
        return home().resolve("complete");
    }

    /** What the server says before its own log takes over; in a folder that the server's user cannot write. */
    Path startupLog() {
        return home().resolve("startup.log");
    }

    Path binaries() {
        return home().resolve("binaries");
    }
}
