package io.patchgate.gate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How languages and tools find what they load, as far as one file can take another's place. Data.
 *
 * <p>Left out on purpose: Go, Rust, C and Kotlin, where a second definition of a name is an error and
 * not a replacement; and whatever a protected file imports, which is another file than itself.
 */
final class ShadowingRules {
    static final String PYTHON = "python";
    static final String JAVASCRIPT = "javascript";

    /** @param extension of the files that everything in a folder of the same name goes before */
    record FolderRule(String language, String extension) {}

    /**
     * @param endings extensions, or names without one, that the shadowing file can have
     * @param path the shadowing file, with groups for its originals
     * @param originals what it goes before, with the groups of the path
     */
    record FileRule(String language, List<String> endings, Pattern path, List<String> originals) {}

    /**
     * A file that is run of itself where protected modules of the language lie in its folder or below.
     *
     * @param anywhere whether it counts wherever it lies, so long as there are protected modules at all
     * @param inRoot whether it counts in the root of the workspace
     */
    record ScopeRule(String language, Pattern name, boolean anywhere, boolean inRoot) {}

    static final List<FolderRule> FOLDERS = List.of(new FolderRule(PYTHON, ".py"));

    private static final List<String> MODULES =
            List.of(".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json", ".node");

    static final List<FileRule> FILES = Stream.of(
                    // Extension modules are looked for before source, whatever tags come between.
                    file(PYTHON, ".so .pyd", "(?<stem>(.*/)?[^./]+)(\\.[^/]*)?\\.(so|pyd)", "${stem}.py"),
                    file(PYTHON, ".pyc .pyo .pyw", "(?<stem>(.*/)?[^./]+)\\.py[cow]", "${stem}.py"),
                    // Cached bytecode is loaded instead of the source when its header says it is fresh.
                    new FileRule(
                            PYTHON,
                            List.of(".pyc", ".pyo"),
                            path("(?<folder>(.*/)?)__pycache__/(?<stem>[^./]+)\\.[^/]*\\.py[co]"),
                            List.of("${folder}${stem}.py")),
                    // Loaders and bundlers try extensions in orders of their own, so each goes before each;
                    // a name without extension goes before all of them.
                    new FileRule(JAVASCRIPT, MODULES, path("(?<stem>.+)\\.([mc]?[jt]s|[jt]sx|json|node)"), with("")),
                    new FileRule(JAVASCRIPT, List.of(""), path("(?<stem>(.*/)?[^./]+)"), with("")),
                    // An index, or a package.json that names another entry, over the module of the folder's name.
                    new FileRule(
                            JAVASCRIPT, MODULES, path("(?<stem>.+)/index\\.([mc]?[jt]s|[jt]sx|json|node)"), with("")),
                    new FileRule(JAVASCRIPT, List.of(".json"), path("(?<stem>.+)/package\\.json"), with("")),
                    // And the module over the folder's index.
                    new FileRule(
                            JAVASCRIPT, MODULES, path("(?<stem>.+)\\.([mc]?[jt]s|[jt]sx|json|node)"), with("/index")),
                    new FileRule(JAVASCRIPT, List.of(".json"), path("(?<stem>.*/)package\\.json"), with("index")),
                    // A class file beside its source is taken when it is newer.
                    file("java", ".class", "(?<stem>(.*/)?[^/$]+)(\\$[^/]*)?\\.class", "${stem}.java"),
                    // Classes of tests stand before those that they test.
                    new FileRule(
                            "java",
                            List.of(".java", ".kt", ".groovy", ".scala", ".class"),
                            path("(?<folder>(.*/)?)src/[^/]+/(java|kotlin|groovy|scala|resources)/(?<stem>.+)"
                                    + "\\.(java|kt|groovy|scala|class)"),
                            List.of("${folder}src/main/java/${stem}.java")),
                    file("perl", ".pmc", "(?<stem>.+)\\.pmc", "${stem}.pm"),
                    file("ruby", ".rb", "(?<stem>.+)\\.rb", "${stem}.so", "${stem}.bundle"),
                    file("lua", ".lua", "(?<stem>.+)\\.lua", "${stem}/init.lua"),
                    file("make", "", "(?<stem>(.*/)?)gnumakefile", "${stem}Makefile"),
                    file("npm", ".json", "(?<stem>(.*/)?)npm-shrinkwrap\\.json", "${stem}package-lock.json"),
                    file(
                            "pytest",
                            ".ini",
                            "(?<stem>(.*/)?)\\.?pytest\\.ini",
                            "${stem}pyproject.toml",
                            "${stem}setup.cfg"))
            .toList();

    static final List<ScopeRule> SCOPES = List.of(
            // Run before the modules of their package, and able to replace them.
            new ScopeRule(PYTHON, path("__init__\\.py"), false, true),
            // Run by the test runner for every folder on the way to a test.
            new ScopeRule(PYTHON, path("conftest\\.py"), false, true),
            // Run by every start of the interpreter that finds them, from wherever its path leads.
            new ScopeRule(PYTHON, path("(site|user)customize\\.py"), true, true),
            new ScopeRule(PYTHON, path(".*\\.pth|.*\\._pth|pyvenv\\.cfg"), true, true),
            // Says how the modules below are read and what their imports mean. In the root it is the
            // project's manifest, which changes with every dependency: the policy's own choice.
            new ScopeRule(JAVASCRIPT, path("package\\.json"), false, false));

    private static final Map<String, List<FileRule>> BY_ENDING = byEnding();

    private ShadowingRules() {}

    /** Those that may say something about a path, by its ending. */
    static List<FileRule> filesFor(String path) {
        return BY_ENDING.getOrDefault(ending(path), List.of());
    }

    /** The language of a module by its name; null for what is none, or of a language without scopes. */
    static String languageOf(String path) {
        String ending = ending(path);
        if (ending.equals(".py")) {
            return PYTHON;
        }
        return MODULES.contains(ending) ? JAVASCRIPT : null;
    }

    private static String ending(String path) {
        String name = Rule.name(path);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : Spelling.fold(name.substring(dot));
    }

    private static FileRule file(String language, String endings, String path, String... originals) {
        return new FileRule(language, Arrays.asList(endings.split(" ", -1)), path(path), List.of(originals));
    }

    private static List<String> with(String suffix) {
        return MODULES.stream().map(extension -> "${stem}" + suffix + extension).toList();
    }

    private static Pattern path(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static Map<String, List<FileRule>> byEnding() {
        Map<String, List<FileRule>> byEnding = new HashMap<>();
        for (FileRule rule : FILES) {
            for (String ending : rule.endings()) {
                byEnding.merge(
                        ending,
                        List.of(rule),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        }
        return byEnding;
    }
}
