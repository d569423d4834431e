package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The right to run the server on one data folder, for one holder among all processes of this machine. The operating
 * system takes it back when the holder dies, however it dies. It does not reach across machines that share a folder
 * over a network file system without locks.
 */
final class FolderLock implements AutoCloseable {
    /**
     * What this JVM holds. POSIX drops all of a process's locks on a file when it closes any channel on it, so a lock
     * file that is held here must not even be opened a second time to ask. Code elsewhere in this process that reads it
     * would do the same harm; {@link Orphans} looks at the server's parent for that case.
     */
    private static final Set<Object> HELD = new HashSet<>();

    /** A {@link #held} of another process holds the lock for an instant; that is no reason to refuse a start. */
    private static final int ATTEMPTS = 20;

    private final Object key;
    private final FileChannel channel;
    private boolean open = true;

    private FolderLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static FolderLock acquire(Layout layout) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                FolderLock lock = attempt(layout.lock());
                if (lock != null) {
                    return lock;
                }
                Thread.sleep(25);
            }
            throw refused(layout);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The lock file " + layout.lock() + " cannot be used: " + OwnFiles.reason(e) + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("The start was interrupted.", e);
        }
    }

    /** Whether a process, this one included, holds the folder now. */
    static boolean held(Layout layout) throws IOException {
        if (!Files.exists(layout.lock())) {
            return false;
        }
        try (FolderLock probe = attempt(layout.lock())) {
            return probe == null;
        }
    }

    private static FolderLock attempt(Path file) throws IOException {
        synchronized (HELD) {
            Object key = keyOf(file);
            if (HELD.contains(key)) {
                return null;
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // Some other code of this JVM holds it: held, all the same.
                lock = null;
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                return null;
            }
            HELD.add(key);
            return new FolderLock(key, channel);
        }
    }

    /** The file's identity, which is the same under every name of the folder. The file is created when missing. */
    private static Object keyOf(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (OwnFiles.POSIX) {
                FileChannel.open(
                                file,
                                options,
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                        .close();
            } else {
                FileChannel.open(file, options).close();
            }
        }
        Object inode = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return inode == null ? file.toRealPath() : inode;
    }

    /** Leaves this process's id for those who come next; to be called when the last holder's has served its purpose. */
    void sign(Layout layout) throws IOException {
        Files.writeString(layout.holder(), Long.toString(ProcessHandle.current().pid()));
    }

    static EmbeddedPostgresException refused(Layout layout) {
        return new EmbeddedPostgresException("Another Patchgate process"
                + holder(layout).map(pid -> " (pid " + pid + ")").orElse("") + " runs the database in " + layout.data()
                + "; stop it first, or use another data folder.");
    }

    /** The process that signed last, which may have ended since. */
    static Optional<Long> holder(Layout layout) {
        try {
            // In a file of its own: see HELD for why nobody may open the lock file to read it.
            return Optional.of(Long.parseLong(Files.readString(layout.holder())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (open) {
                open = false;
                HELD.remove(key);
                channel.close();
            }
        }
    }
}
