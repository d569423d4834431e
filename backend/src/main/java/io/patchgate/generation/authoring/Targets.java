package io.patchgate.generation.authoring;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * From a component to its files: as the settings say, else those whose names and symbols say that they are it. The
 * tests of these files are found too, to be read and not to be changed.
 */
final class Targets {
    private static final int MAX_FOUND = 3;
    private static final int MAX_TESTS = 4;
    private static final int READ_FOR_SYMBOLS = 400;
    private static final Set<String> GENERAL = Set.of("module", "component", "system", "service", "the", "src", "core");
    private static final Pattern CODE = Pattern.compile(
            ".*\\.(py|pyi|java|kt|scala|js|jsx|mjs|cjs|ts|tsx|go|rs|rb|php|c|h|cc|cpp|hpp|cs|swift|sh|lua|ex|exs|sql|ya?ml"
                    + "|json|toml|txt|md|prompt|jinja2?|tmpl)");

    private Targets() {}

    /**
     * @param files that a patch may change; empty where none was found
     * @param tests that are about them
     * @param note what was not looked at, as a sentence; else null
     */
    record Found(List<SourceFile> files, List<SourceFile> tests, String note) {}

    static Found of(Workspace workspace, String component, List<String> named, Sendable sendable)
            throws WorkspaceUnavailable {
        Catalogue catalogue = Catalogue.of(workspace, sendable);
        List<SourceFile> files = named.isEmpty() ? searched(catalogue, component) : read(catalogue, named);
        return new Found(files, tests(catalogue, files), note(catalogue, named, files));
    }

    private static List<SourceFile> read(Catalogue catalogue, List<String> named) throws WorkspaceUnavailable {
        List<SourceFile> files = new ArrayList<>();
        for (String name : named) {
            catalogue.read(new WorkspacePath(name)).ifPresent(files::add);
        }
        return files;
    }

    private static String note(Catalogue catalogue, List<String> named, List<SourceFile> files) {
        if (!named.isEmpty() && files.size() < named.size()) {
            List<String> missing = named.stream()
                    .filter(name ->
                            files.stream().noneMatch(file -> file.path().value().equals(name)))
                    .toList();
            return "Of the component's files these cannot be read or may not be sent: " + String.join(", ", missing);
        }
        return catalogue.complete() ? null : "The workspace has more files than were looked at.";
    }

    private static List<SourceFile> searched(Catalogue catalogue, String component) throws WorkspaceUnavailable {
        Set<String> words = words(component);
        Map<WorkspacePath, Integer> scores = new HashMap<>();
        for (WorkspacePath path : catalogue.paths()) {
            if (!isTest(path)
                    && CODE.matcher(path.value().toLowerCase(Locale.ROOT)).matches()) {
                scores.put(path, nameScore(path, component, words));
            }
        }
        List<WorkspacePath> likely = scores.keySet().stream()
                .sorted(Comparator.comparing((WorkspacePath path) -> -scores.get(path))
                        .thenComparing(path -> path))
                .limit(READ_FOR_SYMBOLS)
                .toList();
        Map<SourceFile, Integer> read = new HashMap<>();
        Pattern symbol = symbol(component, words);
        for (WorkspacePath path : likely) {
            Optional<SourceFile> file = catalogue.read(path);
            if (file.isPresent()) {
                int score =
                        scores.get(path) + (symbol.matcher(file.get().text()).find() ? 6 : 0);
                read.put(file.get(), score);
            }
        }
        int best = read.values().stream().mapToInt(score -> score).max().orElse(0);
        return read.entrySet().stream()
                .filter(entry -> entry.getValue() >= 5 && 2 * entry.getValue() > best)
                .sorted(Comparator.comparing((Map.Entry<SourceFile, Integer> entry) -> -entry.getValue())
                        .thenComparing(entry -> entry.getKey().path()))
                .limit(MAX_FOUND)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> words(String component) {
        String spaced = component.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        Set<String> all = Arrays.stream(spaced.split("[^a-z0-9]+"))
                .filter(word -> word.length() > 1)
                .collect(Collectors.toSet());
        Set<String> telling =
                all.stream().filter(word -> !GENERAL.contains(word)).collect(Collectors.toSet());
        return telling.isEmpty() ? all : telling;
    }

    private static int nameScore(WorkspacePath path, String component, Set<String> words) {
        String name = path.fileName().toLowerCase(Locale.ROOT);
        String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        if (stem.equals(component.toLowerCase(Locale.ROOT))) {
            return 12;
        }
        Set<String> stemWords = words(stem);
        if (!stemWords.isEmpty() && stemWords.equals(words)) {
            return 9;
        }
        boolean inName = words.stream().anyMatch(stemWords::contains);
        boolean inFolder = path.segments().stream()
                .limit(path.segments().size() - 1L)
                .anyMatch(segment -> words.contains(segment.toLowerCase(Locale.ROOT)));
        return (inName ? 4 : 0) + (inFolder ? 3 : 0);
    }

    /** A definition whose name has the component's words, as one would write it in most languages. */
    private static Pattern symbol(String component, Set<String> words) {
        String joined = words.stream().sorted().map(Pattern::quote).collect(Collectors.joining("|"));
        String whole = Pattern.quote(component);
        return Pattern.compile(
                "\\b(?:class|def|function|func|fn|interface|struct|trait|type|module)\\s+\\w{0,60}?(?:" + whole + "|"
                        + joined + ")",
                Pattern.CASE_INSENSITIVE);
    }

    private static List<SourceFile> tests(Catalogue catalogue, List<SourceFile> files) throws WorkspaceUnavailable {
        Set<String> stems = files.stream()
                .map(file -> file.path().fileName().replaceAll("\\..*", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<SourceFile> tests = new ArrayList<>();
        for (WorkspacePath path : catalogue.paths()) {
            String name = path.fileName().toLowerCase(Locale.ROOT);
            boolean about = stems.stream().anyMatch(name::contains);
            if (about && isTest(path) && tests.size() < MAX_TESTS) {
                catalogue.read(path).ifPresent(tests::add);
            }
        }
        return tests;
    }

    private static boolean isTest(WorkspacePath path) {
        String lower = path.value().toLowerCase(Locale.ROOT);
        return lower.matches("(.*/)?(tests?|spec|__tests__)/.*")
                || path.fileName().toLowerCase(Locale.ROOT).matches("test_.*|.*(_test|\\.test|\\.spec|_spec)\\..*")
                || path.fileName().matches(".*(Test|IT)\\.[a-z]+");
    }
}
