package io.patchgate.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps what Patchgate leaves beside files out of {@code git status}, by the repository's own
 * {@code info/exclude} and not by a file that is the user's to commit.
 */
final class Excludes {
    private static final String PATTERN = "*.backup";

    private Excludes() {}

    static void require(Path commonDir, Before before) throws IOException {
        Path file = commonDir.resolve("info").resolve("exclude");
        String content = Files.exists(file) ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1) : "";
        if (content.lines().anyMatch(PATTERN::equals)) {
            return;
        }
        before.operation("git exclude");
        boolean made = !Files.exists(file);
        Files.createDirectories(file.getParent());
        String lines = (content.isEmpty() || content.endsWith("\n") ? "" : "\n")
                + "# The file as it was before a patch, written by Patchgate.\n" + PATTERN + "\n";
        Files.writeString(file, lines, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (made) {
            Owners.likeParent(file);
        }
    }
}
