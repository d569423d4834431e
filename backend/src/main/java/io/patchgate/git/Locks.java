package io.patchgate.git;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * git's own locks, each a file {@code name.lock} that only one program can make. Here they are second
 * names of one marker whose name the journal knows, so that after a kill exactly those that were
 * Patchgate's own are taken away, and nobody else's ever.
 */
final class Locks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Locks.class);
    private static final long PAUSE_MILLIS = 25;

    private final Path marker;
    private final Before before;
    private final Duration patience;
    private final List<Path> scratch;
    private final Deque<Path> held = new ArrayDeque<>();

    private Locks(Path marker, List<Path> scratch, Before before, Duration patience) {
        this.scratch = scratch;
        this.marker = marker;
        this.before = before;
        this.patience = patience;
    }

    /**
     * @param scratch files that are taken away with the locks, where they are still there
     * @param patience how long another program's lock is waited for
     */
    static Locks with(Path marker, List<Path> scratch, Before before, Duration patience) throws IOException {
        before.operation("git marker");
        Durable.write(marker, new byte[0], StandardOpenOption.CREATE_NEW);
        return new Locks(marker, scratch, before, patience);
    }

    /** @param shown what a person knows the file by */
    void take(Path file, String shown) throws IOException, GitRefused {
        Path lock = lock(file);
        before.operation("git lock");
        Files.createDirectories(lock.getParent());
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Files.createLink(lock, marker);
                held.push(lock);
                return;
            } catch (FileAlreadyExistsException e) {
                if (System.nanoTime() - end > 0) {
                    throw new GitRefused("The git repository is locked by another program ('" + shown
                            + ".lock' exists; if none is running, take that file away).");
                }
                pause();
            } catch (UnsupportedOperationException e) {
                throw new GitRefused("The git repository is on a filesystem without hard links.", e);
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.nio.channels.ClosedByInterruptException();
        }
    }

    @Override
    public void close() {
        scratch.stream().filter(Files::exists).forEach(this::release);
        while (!held.isEmpty()) {
            release(held.pop());
        }
        release(marker);
    }

    private void release(Path file) {
        try {
            before.operation("git unlock");
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Once more without the hook: a lock that stays stops its owner's work.
            try {
                Files.deleteIfExists(file);
            } catch (IOException again) {
                log.error("A lock in the git repository stays: {}", file, again);
            }
        }
    }

    /** Takes away the locks of a marker that a kill left, then the marker. */
    static void sweep(Path marker, List<Path> files) throws IOException {
        if (!Files.exists(marker)) {
            return;
        }
        for (Path file : files) {
            Path lock = lock(file);
            if (Files.exists(lock) && Files.isSameFile(lock, marker)) {
                Files.delete(lock);
            }
        }
        Files.delete(marker);
    }

    private static Path lock(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }
}
