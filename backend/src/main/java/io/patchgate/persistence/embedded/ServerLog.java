package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The server's log files: kept within bounds, and asked for the reason when a start fails (as best they can). */
final class ServerLog {
    private static final int TAIL = 16 * 1024;
    /** A file's time stems from a coarser clock than ours. */
    private static final Duration CLOCK_SLACK = Duration.ofMillis(50);

    private static final Duration KEPT = Duration.ofDays(6);
    private static final long LARGEST = 64L << 20;

    private ServerLog() {}

    /**
     * Deletes what rotation should have truncated. It does so at midnight only, and never on a machine that is off at
     * night; a file that grew too large within one day goes at the next start.
     */
    static void prune(Layout layout) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.log(), "*.log")) {
            for (Path file : files) {
                BasicFileAttributes found =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                boolean old = found.lastModifiedTime()
                        .toInstant()
                        .isBefore(Instant.now().minus(KEPT));
                if (old || found.size() > LARGEST) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The last line that says why the program launched at this instant gave up. */
    static String lastFailure(Layout layout, Instant launched) {
        List<String> lines = lines(layout, launched);
        for (String severity : new String[] {"FATAL:", "PANIC:", "error:", "ERROR:", "LOG:"}) {
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (lines.get(i).contains(severity)) {
                    return lines.get(i).substring(lines.get(i).indexOf(severity));
                }
            }
        }
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }

    static boolean says(Layout layout, Instant launched, String text) {
        return lines(layout, launched).stream().anyMatch(line -> line.contains(text));
    }

    /** What came out before the server's own log took over, and that log since the server began. */
    private static List<String> lines(Layout layout, Instant launched) {
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(tail(layout.startupLog()));
            try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.log(), "*.log")) {
                for (Path file : files) {
                    if (written(file).isAfter(launched.minus(CLOCK_SLACK))) {
                        lines.addAll(sinceBegin(tail(file)));
                    }
                }
            }
        } catch (IOException e) {
            lines.add("its log cannot be read");
        }
        return lines;
    }

    private static List<String> sinceBegin(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).contains("starting PostgreSQL")) {
                return lines.subList(i, lines.size());
            }
        }
        return lines;
    }

    private static Instant written(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    /** The folder is the server's user's: links in it are not followed. */
    private static List<String> tail(Path file) throws IOException {
        try (SeekableByteChannel channel =
                        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(channel)) {
            channel.position(Math.max(0, channel.size() - TAIL));
            return new String(in.readNBytes(TAIL), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
