package io.patchgate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the machine is about to run out of what no limit of a single process bounds: memory, where no control group
 * can be made, and disk. A run gives way to the service before that.
 */
final class Shortage {
    private static final long MEMORY_KIB = 192L << 10;
    private static final long DISK = 256L << 20;

    private Shortage() {}

    static boolean threatens(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < DISK || availableKib() < MEMORY_KIB;
        } catch (IOException e) {
            return true;
        }
    }

    private static long availableKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
