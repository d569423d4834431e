package observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is proposed: two folders that differ in their name and in nothing else, one of them protected. Each kind of
 * target exists in both, so that an allowed and a denied submission are of one shape.
 */
enum Targets {
    /** A file that is there. */
    MODIFY("module_%04d.py"),
    /** A file that is not there. */
    CREATE("fresh_%04d.py"),
    /** A file that is not there, in a folder that is not there. */
    DEEP("part_%04d/core.py"),
    /** A file with a second name. */
    TWIN("double_%04d.py"),
    /** Several files that are there, of which the first could end the looking at the others. */
    SET("module_%04d.py");

    static final String ALLOWED = "src/north";
    static final String DENIED = "src/south";
    static final int FILES = 200;
    private static final int MEMBERS = 12;

    private final String pattern;

    Targets(String pattern) {
        this.pattern = pattern;
    }

    List<String> paths(boolean denied, int number) {
        return IntStream.range(0, this == SET ? MEMBERS : 1)
                .mapToObj(member -> path(denied, number + member))
                .toList();
    }

    String path(boolean denied, int number) {
        return (denied ? DENIED : ALLOWED) + "/" + String.format(pattern, number % FILES);
    }

    static void write(Path workspace) throws IOException {
        for (boolean denied : new boolean[] {false, true}) {
            Files.createDirectories(workspace.resolve(denied ? DENIED : ALLOWED));
            for (int i = 0; i < FILES; i++) {
                Files.writeString(workspace.resolve(MODIFY.path(denied, i)), text(i, 0));
                Path twin = workspace.resolve(TWIN.path(denied, i));
                Files.writeString(twin, text(i, 0));
                Files.createLink(twin.resolveSibling("other_" + twin.getFileName()), twin);
            }
        }
    }

    /** A file of some 2 KB, of which each revision changes every eighth line. */
    static String text(int number, int revision) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 60; line++) {
            int value = line % 8 == 3 ? 100_000 + revision % 100_000 : 100_000 + number * 61 + line;
            text.append("value_").append(1000 + line).append(" = compute(").append(value).append(")\n");
        }
        return text.toString();
    }
}
