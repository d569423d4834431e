package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid}. The port in it is one that the server itself has
 * bound, so once the process is known to be ours no password can go to a stranger on that port. The file outlives a
 * killed server.
 */
record PostmasterFile(long pid, Instant started, int port, boolean ready) {

    static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Empty when there is no file, or it is half written: the next look will find it whole. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        Path file = in(cluster);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String[] lines = new String(in.readNBytes(4096), StandardCharsets.UTF_8).split("\n", -1);
            // pid, data folder, start time, port, socket folder, address, shared memory, status
            if (lines.length < 4) {
                return Optional.empty();
            }
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines[0].trim()),
                    Instant.ofEpochSecond(Long.parseLong(lines[2].trim())),
                    Integer.parseInt(lines[3].trim()),
                    lines.length > 7 && lines[7].trim().equals("ready")));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
