package io.patchgate.checks;

import io.patchgate.patch.Change;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The languages whose syntax is checked, by the names of their files. */
enum Language {
    JAVA(2 << 20, Set.of("java")),
    JAVASCRIPT(2 << 20, Set.of("js", "mjs", "cjs", "jsx")),
    JSON(16 << 20, Set.of("json", "webmanifest", "geojson")),
    PYTHON(2 << 20, Set.of("py", "pyi", "pyw")),
    TOML(2 << 20, Set.of("toml")),
    TYPESCRIPT(2 << 20, Set.of("ts", "mts", "cts", "tsx")),
    XML(16 << 20, Set.of("xml", "xsd", "xsl", "xslt", "svg", "wsdl", "pom")),
    YAML(2 << 20, Set.of("yaml", "yml"));

    private static final String PREFIX = "syntax-";
    private static final Pattern FLOW = Pattern.compile("\\A\\s*(/\\*[^/]{0,4000}@flow|//\\s*@flow)\\b");

    private final int longest;
    private final Set<String> endings;

    Language(int longest, Set<String> endings) {
        this.longest = longest;
        this.endings = endings;
    }

    /** The name of its check. */
    String check() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    static Language of(String check) {
        return valueOf(check.substring(PREFIX.length()).toUpperCase(Locale.ROOT));
    }

    /** How many characters of one file are parsed; what is longer is not looked at. */
    int longest() {
        return longest;
    }

    /** The files of a change set that are in this language and are there afterwards. */
    List<Change> in(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.newCode() != null)
                .filter(change -> named(change.target().fileName().toLowerCase(Locale.ROOT), change.newCode()))
                .toList();
    }

    private boolean named(String name, String code) {
        if (!endings.contains(name.substring(name.lastIndexOf('.') + 1)) || name.indexOf('.') < 0) {
            return false;
        }
        return switch (this) {
            // These are JSON with comments by the word of the programs that read them.
            case JSON -> !name.matches("[tj]sconfig.*|settings\\.json|launch\\.json|tasks\\.json|extensions\\.json");
            // Types that are Flow's are another language.
            case JAVASCRIPT -> !FLOW.matcher(code).find();
            // Qt's translations are named so too.
            case TYPESCRIPT -> !code.startsWith("<?xml") && !code.startsWith("<!DOCTYPE");
            // A template becomes YAML only when it is filled in.
            case YAML -> !code.contains("{{") && !code.contains("{%");
            default -> true;
        };
    }
}
