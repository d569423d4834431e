package io.patchgate.staleness;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which folders something happened in, as the operating system says. It may say so once too often, and where it
 * cannot watch, or cannot watch more, it says nothing: whoever relies on it looks by himself now and then. A folder that
 * is reached through a link is not watched.
 */
final class Folders implements AutoCloseable {
    static final int MOST = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Folders.class);

    private final Map<Path, WatchKey> keys = new HashMap<>();
    private WatchService service;
    private boolean complained;

    Folders() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            complain(e);
        }
    }

    /** Watches these from now on, as far as they exist, and no others. */
    void watch(Set<Path> folders) {
        keys.keySet().removeIf(folder -> {
            boolean unwanted = !folders.contains(folder) || !keys.get(folder).isValid();
            if (unwanted) {
                keys.get(folder).cancel();
            }
            return unwanted;
        });
        for (Path folder : folders) {
            if (service != null && keys.size() < MOST && !keys.containsKey(folder)) {
                register(folder);
            }
        }
    }

    private void register(Path folder) {
        try {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && folder.toRealPath().equals(folder)) {
                keys.put(
                        folder,
                        folder.register(
                                service,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE));
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    /** Where something happened since the last time this was asked. Does not wait. */
    Set<Path> touched() {
        Set<Path> touched = new HashSet<>();
        for (WatchKey key = next(); key != null; key = next()) {
            key.pollEvents();
            touched.add((Path) key.watchable());
            if (!key.reset()) {
                keys.remove((Path) key.watchable());
            }
        }
        return touched;
    }

    private WatchKey next() {
        return service == null ? null : service.poll();
    }

    private void complain(Exception e) {
        if (!complained) {
            complained = true;
            log.warn(
                    "Folders cannot be watched, so that changes of files are seen some seconds late: {}", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
