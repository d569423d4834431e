package io.patchgate.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every rule of the gate as a mutation of its source: those of a list, and every entry of the data one by one. */
final class Mutations {
    /** From where the tests run, and the tool. */
    static final Path SOURCES = Path.of("src/main/java/io/patchgate");

    private static final Path RULES = Path.of("src/test/resources/mutation/rules.txt");
    private static final String NEVER = "\"nothing is ever called this\"";
    private static final String TEXT = "(\"[^\"]+\")";

    private final Path sources;
    private final List<Mutation> found = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    private Mutations(Path sources) {
        this.sources = sources;
    }

    /** @throws IllegalStateException naming each rule that is not where it is said to be, or not there alone */
    static List<Mutation> all() throws IOException {
        Mutations mutations = new Mutations(SOURCES);
        mutations.listed(Files.readString(RULES));
        mutations.alwaysProtected();
        mutations.shadowing();
        mutations.invisibleCharacters();
        return mutations.complete();
    }

    /** As {@link #all}, of one list alone. */
    static List<Mutation> of(String list, Path sources) throws IOException {
        Mutations mutations = new Mutations(sources);
        mutations.listed(list);
        return mutations.complete();
    }

    private List<Mutation> complete() {
        if (!lost.isEmpty()) {
            throw new IllegalStateException("Rules that do not stand in the source exactly once, so that the list must"
                    + " be brought up to date:\n" + String.join("\n", lost));
        }
        return List.copyOf(found);
    }

    private void listed(String list) throws IOException {
        String file = null;
        for (String block : list.strip().split("\\n\\s*\\n")) {
            List<String> lines = block.lines().toList();
            String head = lines.get(0);
            if (head.startsWith("== ")) {
                file = head.substring(3);
            } else if (!head.startsWith("#")) {
                listed(head, file, without('+', lines), without('-', lines));
            }
        }
    }

    private static String without(char mark, List<String> lines) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.charAt(0) != mark)
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining("\n"));
    }

    private void listed(String name, String file, String rule, String replacement) throws IOException {
        List<MatchResult> places = spaced(rule).matcher(source(file)).results().toList();
        if (places.size() == 1) {
            MatchResult place = places.get(0);
            found.add(new Mutation(name, file, place.start(), place.end(), replacement));
        } else {
            lost.add(file + ": " + name + " (" + places.size() + " times)");
        }
    }

    /** The formatter may put a space or a line's end between any two characters. */
    private static Pattern spaced(String text) {
        return Pattern.compile(text.codePoints()
                .filter(c -> !Character.isWhitespace(c))
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining("\\s*")));
    }

    private void alwaysProtected() throws IOException {
        each("always protected", "gate/AlwaysProtected.java", "ENTRIES =", "(?:List\\.of\\(|,\\s*)" + TEXT, NEVER);
        each("always protected", "gate/BuiltInGroups.java", "CI_ENTRIES =", TEXT, NEVER);
        each("a manifest", "gate/BuiltInGroups.java", "DEPENDENCY_MANIFEST_ENTRIES =", TEXT, NEVER);
    }

    private void shadowing() throws IOException {
        String file = "gate/ShadowingRules.java";
        each("shadowing: over files of a folder's name", file, "FOLDERS =", TEXT, "\".nothing\"");
        each("shadowing: modules with", file, "MODULES =", TEXT, "\".nothing\"");
        each("shadowing: files that end with", file, "FILES =", "[\" (](\\.[a-z]+)(?=[ \"])", ".nothing");
        each("shadowing: a file without an ending", file, "FILES =", "List\\.of\\((\"\")\\)", "\".nothing\"");
        each(
                "shadowing: a file named",
                file,
                "FILES =",
                "file\\(\\s*(?:PYTHON|\"\\w+\"),\\s*\"[^\"]*\",\\s*" + TEXT,
                NEVER);
        each("shadowing: a file like", file, "FILES =", "path\\(\\s*" + TEXT, NEVER);
        each("shadowing: in the place of", file, "FILES =", "(\"[$][^\"]+\")", NEVER);
        each("shadowing: in the place of modules", file, "FILES =", "with\\((\"[^\"]*\")", NEVER);
        each("run before: a file like", file, "SCOPES =", "path\\(" + TEXT, NEVER);
    }

    private void invisibleCharacters() throws IOException {
        each(
                "form: nothing invisible,",
                "patch/WorkspacePath.java",
                "boolean invisible(int c) {",
                "(c == 0x\\w+|c >= 0x\\w+ && c <= 0x\\w+)",
                "false");
    }

    /** Each entry of the data that begins with some text and goes on to the next empty line. */
    private void each(String name, String file, String data, String entry, String replacement) throws IOException {
        String source = source(file);
        int start = source.indexOf(data);
        int end = source.indexOf("\n\n", start);
        int before = found.size();
        Matcher matcher = Pattern.compile(entry).matcher(source);
        matcher.region(Math.max(start, 0), Math.max(end, 0)).useTransparentBounds(true);
        while (matcher.find()) {
            String what = name + " `" + matcher.group(1) + "`";
            long same = found.stream()
                    .filter(other -> other.name().startsWith(what))
                    .count();
            String rule = same == 0 ? what : what + ", " + (same + 1);
            found.add(new Mutation(rule, file, matcher.start(1), matcher.end(1), replacement));
        }
        if (found.size() == before) {
            lost.add(file + ": " + name);
        }
    }

    private String source(String file) throws IOException {
        return Files.readString(sources.resolve(file));
    }
}
