package io.patchgate.gate;

import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files a new file would be taken for by the languages that load them. The rules are data: a
 * folder rule says that a folder goes before the file of the same name with an extension, a file rule
 * turns the name of what is loaded first into the name of what it replaces.
 */
final class Shadowing {

    /** @param extension of the files that a folder of the same name goes before */
    record FolderRule(String language, String extension) {}

    /**
     * @param folder the folder that the shadowing file is in, beside the original; null for the same
     * @param name what the shadowing file is called
     * @param original the name it replaces, with groups of {@code name}
     */
    record FileRule(String language, String folder, Pattern name, String original) {}

    static final List<FolderRule> FOLDERS = List.of(new FolderRule("python", ".py"));

    static final List<FileRule> FILES = List.of(
            // Extension modules are looked for before source, whatever tags come between.
            new FileRule("python", null, name("([^.]+)(\\..*)?\\.(so|pyd)"), "$1.py"),
            new FileRule("python", null, name("([^.]+)\\.py[cow]"), "$1.py"),
            // Cached bytecode is loaded instead of the source when its header says it is fresh.
            new FileRule("python", "__pycache__", name("([^.]+)\\..*\\.py[co]"), "$1.py"));

    private Shadowing() {}

    private static Pattern name(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * What the path would be loaded instead of, and is protected; null when there is nothing. A path
     * that an entry names in full counts whether it exists or not; one that a pattern happens to match
     * counts only when there is such a file, or no folder could be made beside a pattern like
     * {@code lib/*.py}.
     */
    static Finding find(Spelling path, Existence exists, RuleIndex.View... protections) throws WorkspaceUnavailable {
        int last = path.length() - 1;
        for (int i = 0; i < last; i++) {
            for (FolderRule rule : FOLDERS) {
                String original = path.raw(i) + rule.extension();
                Finding finding = finding(original, rule.language(), exists, protections);
                if (finding != null) {
                    return finding;
                }
            }
        }
        for (FileRule rule : FILES) {
            String original = original(path, rule);
            Finding finding = original == null ? null : finding(original, rule.language(), exists, protections);
            if (finding != null) {
                return finding;
            }
        }
        return null;
    }

    private static String original(Spelling path, FileRule rule) {
        int last = path.length() - 1;
        Matcher matcher = rule.name().matcher(Rule.name(path.raw(last)));
        if (!matcher.matches()) {
            return null;
        }
        int parent = last - 1;
        if (rule.folder() != null) {
            if (parent < 0 || !Rule.name(path.folded(parent)).equals(rule.folder())) {
                return null;
            }
            parent--;
        }
        String original = matcher.replaceFirst(rule.original());
        return parent < 0 ? original : path.raw(parent) + "/" + original;
    }

    private static Finding finding(String original, String language, Existence exists, RuleIndex.View... protections)
            throws WorkspaceUnavailable {
        String folded = Spelling.fold(original);
        for (RuleIndex.View view : protections) {
            Optional<Rule> rule = view.protecting(original, folded, false);
            if (rule.isPresent() && (rule.get().literalPath() != null || exists.of(original))) {
                return new Finding(rule.get(), original, language);
            }
        }
        return null;
    }

    /** Whether there is anything of this name on disk. */
    @FunctionalInterface
    interface Existence {
        boolean of(String path) throws WorkspaceUnavailable;
    }

    /** @param original the protected path that would not be loaded any more */
    record Finding(Rule rule, String original, String language) {}
}
