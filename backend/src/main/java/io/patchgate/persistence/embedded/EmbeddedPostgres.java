package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * PostgreSQL as part of Patchgate, durable and closed: it keeps its data in {@code dataDir/postgres} across restarts,
 * syncs what it commits, listens on the loopback only, knows no login without a password, and is never root. Both
 * promises are read back from the running server at every start, and broken ones end it.
 *
 * <p>All calls block: they belong on a worker thread. No shutdown hook is registered; a server that is not closed
 * outlives this process until the next start on the folder stops it. It does not protect against the user Patchgate
 * runs as, or root, who can read the passwords.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private final FolderLock lock;
    private final ServerProcess server;
    private final DatabaseUrls urls;

    private EmbeddedPostgres(FolderLock lock, ServerProcess server, DatabaseUrls urls) {
        this.lock = lock;
        this.server = server;
        this.urls = urls;
    }

    /**
     * Starts the server whose files live in {@code dataDir/postgres}, making them at first use, and returns when it
     * accepts connections. What an earlier process left running there is stopped first. Refuses when another process
     * holds the folder, and leaves nothing running or locked when it fails.
     */
    public static EmbeddedPostgres start(Path dataDir) throws EmbeddedPostgresException {
        return start(dataDir, Binaries.isLinux() ? Programs.find("setsid") : Optional.empty());
    }

    static EmbeddedPostgres start(Path dataDir, Optional<Path> setsid) {
        Layout layout = Layout.below(dataDir);
        FolderLock lock = FolderLock.acquire(layout);
        try {
            EmbeddedPostgres started = start(layout, lock, setsid);
            lock = null;
            return started;
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The embedded database cannot use " + layout.home() + ": " + OwnFiles.reason(e) + ".", e);
        } finally {
            release(lock);
        }
    }

    private static EmbeddedPostgres start(Layout layout, FolderLock lock, Optional<Path> setsid) throws IOException {
        layout.prepareHome();
        Credentials credentials = Credentials.loadOrCreate(layout);
        ServerAccount account = ServerAccount.choose(layout);
        Binaries binaries = Binaries.unpacked(layout, account);
        Orphans.sweep(layout, binaries);
        lock.sign(layout);
        layout.prepare(account);
        ClusterCreation.ensure(layout, binaries, account, credentials);
        ServerSettings.write(layout, account);
        ServerLog.prune(layout);
        CompletableFuture.runAsync(Roles::warmUp);
        ServerProcess server = ServerProcess.launch(layout, binaries, account, setsid);
        boolean usable = false;
        try {
            if (!Files.exists(layout.complete())) {
                Roles.make(server.port(), credentials);
                OwnFiles.writeWhole(layout.complete(), "");
            }
            ReadBack.verify(server.port(), credentials);
            usable = true;
            return new EmbeddedPostgres(lock, server, DatabaseUrls.at(server.port(), credentials));
        } catch (SQLException e) {
            throw new EmbeddedPostgresException("The embedded database does not answer: " + e.getMessage() + ".", e);
        } finally {
            if (!usable) {
                server.stop();
            }
        }
    }

    /**
     * The credentials of the server that another Patchgate process runs on this folder. Empty when none runs, when it
     * is still starting or already stopping, and when this user may not read its passwords.
     */
    public static Optional<DatabaseUrls> running(Path dataDir) {
        try {
            Layout layout = new Layout(dataDir.toRealPath());
            if (!FolderLock.held(layout)) {
                return Optional.empty();
            }
            Optional<PostmasterFile> server = PostmasterFile.read(layout.cluster())
                    .filter(PostmasterFile::ready)
                    .filter(file -> ProcessHandle.of(file.pid())
                            .filter(process -> Processes.isServerOf(process, file, layout.cluster()))
                            .isPresent());
            if (server.isEmpty()) {
                return Optional.empty();
            }
            Credentials credentials = Credentials.load(layout.credentials());
            int port = server.get().port();
            try (Connection answer = Roles.connect(port, Roles.DATABASE, Roles.RUNTIME, credentials.runtime())) {
                return answer.isValid(5) ? Optional.of(DatabaseUrls.at(port, credentials)) : Optional.empty();
            }
        } catch (IOException | SQLException e) {
            return Optional.empty();
        }
    }

    public DatabaseUrls urls() {
        return urls;
    }

    /** Completes when the server process ends, whether it was told to or not. The caller cannot complete it. */
    public CompletableFuture<Void> exited() {
        return server.exited();
    }

    /** Shuts the server down in order, by force if it does not obey, and gives the folder free. May be repeated. */
    @Override
    public void close() {
        try {
            server.stop();
        } finally {
            release(lock);
        }
    }

    private static void release(FolderLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("The data folder's lock cannot be released: " + OwnFiles.reason(e), e);
        }
    }
}
