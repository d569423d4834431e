package io.patchgate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group that bounds the memory of a whole run, shared memory and files in memory included. Made below
 * Patchgate's own group where that is version 1, beside it where it is version 2, in which a group with processes has no
 * groups below it. Where the system lets us make none, there is none.
 */
final class MemoryGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int REMOVAL_ATTEMPTS = 50;

    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    static Optional<MemoryGroup> make(String name, long bytes) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] fields = line.split(":", 3);
                if (fields.length == 3 && fields[1].equals("memory")) {
                    return make(
                            ROOT.resolve("memory").resolve(relative(fields[2])),
                            name,
                            List.of("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
                            bytes);
                }
            }
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                if (line.startsWith("0::/") && line.length() > 4) {
                    Path own = ROOT.resolve(relative(line.substring(3)));
                    return make(own.getParent(), name, List.of("memory.max", "memory.swap.max"), bytes);
                }
            }
        } catch (IOException e) {
            // As if there were no control groups: the limits of each process have to do.
        }
        return Optional.empty();
    }

    /** The first limit must hold; the second, on swap, exists only where swap is counted. */
    private static Optional<MemoryGroup> make(Path parent, String name, List<String> limits, long bytes)
            throws IOException {
        if (!Files.isWritable(parent)) {
            return Optional.empty();
        }
        MemoryGroup group = new MemoryGroup(Files.createDirectory(parent.resolve(name)));
        try {
            Files.writeString(group.folder.resolve(limits.get(0)), Long.toString(bytes));
            Path swap = group.folder.resolve(limits.get(1));
            if (Files.exists(swap)) {
                Files.writeString(swap, limits.get(1).equals("memory.swap.max") ? "0" : Long.toString(bytes));
            }
            return Optional.of(group);
        } catch (IOException e) {
            group.close();
            return Optional.empty();
        }
    }

    private static String relative(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    /** What comes before a command so that it and all it starts belong to the group. */
    List<String> prefix() {
        return new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "echo 0 > \"$0\" && exec \"$@\"",
                folder.resolve("cgroup.procs").toString()));
    }

    /** Whether the system has killed something of it for its memory. */
    boolean exceeded() {
        return counts("memory.events", "oom_kill ") || counts("memory.oom_control", "oom_kill ");
    }

    private boolean counts(String file, String key) {
        try {
            return Files.readAllLines(folder.resolve(file)).stream()
                    .anyMatch(line -> line.startsWith(key)
                            && !line.substring(key.length()).trim().equals("0"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Its processes have been killed by now; the system needs a moment to see that. */
    @Override
    public void close() {
        for (int attempt = 0; attempt < REMOVAL_ATTEMPTS; attempt++) {
            try {
                Files.deleteIfExists(folder);
                return;
            } catch (IOException e) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
