package io.patchgate.gate;

import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a file would be taken for a protected one, or run before it, by the languages that load it.
 * Which names do that is data, in {@link ShadowingRules}.
 */
final class Shadowing {
    private Shadowing() {}

    /**
     * What the path would be loaded instead of, and is protected; null when there is nothing. A path
     * that an entry names in full counts whether it exists or not; one that a pattern happens to match
     * counts only when there is such a file, or no folder could be made beside a pattern like
     * {@code lib/*.py}.
     */
    static Finding find(Spelling path, Existence exists, RuleIndex.View... protections) throws WorkspaceUnavailable {
        int last = path.length() - 1;
        List<Candidate> files = new ArrayList<>();
        files.add(new Candidate(null, path.raw(last)));
        for (String name : names(path)) {
            for (ShadowingRules.FileRule rule : ShadowingRules.filesFor(name)) {
                originals(rule, name).forEach(original -> files.add(new Candidate(rule.language(), original)));
            }
        }
        List<Candidate> folders = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            for (ShadowingRules.FolderRule rule : ShadowingRules.FOLDERS) {
                folders.add(new Candidate(rule.language(), path.raw(i) + rule.extension()));
            }
        }
        Finding finding = replacing(files.subList(1, files.size()), exists, protections);
        finding = finding != null ? finding : replacing(folders, exists, protections);
        finding = finding != null ? finding : runBefore(files, exists, protections);
        finding = finding != null ? finding : runBefore(folders, exists, protections);
        return finding != null ? finding : overFolder(files, path, exists, protections);
    }

    /** As written, and as a filesystem that folds would take it where that is something else. */
    private static Set<String> names(Spelling path) {
        int last = path.length() - 1;
        Set<String> names = new LinkedHashSet<>();
        names.add(path.raw(last));
        names.add(path.folded(last));
        return names;
    }

    private static List<String> originals(ShadowingRules.FileRule rule, String path) {
        var matcher = rule.path().matcher(path);
        if (!matcher.matches()) {
            return List.of();
        }
        List<String> originals = new ArrayList<>();
        for (String original : rule.originals()) {
            StringBuilder text = new StringBuilder();
            // The match is the whole path, whatever may be found again in it.
            if (matcher.reset().matches()) {
                matcher.appendReplacement(text, original);
            }
            if (!text.toString().equals(path)) {
                originals.add(text.toString());
            }
        }
        return originals;
    }

    private static Finding replacing(List<Candidate> candidates, Existence exists, RuleIndex.View... protections)
            throws WorkspaceUnavailable {
        for (Candidate candidate : candidates) {
            String folded = Spelling.fold(candidate.path());
            for (RuleIndex.View view : protections) {
                Optional<Rule> rule = view.protecting(candidate.path(), folded, false);
                if (rule.isPresent() && (folded.equals(rule.get().literalPath()) || exists.of(candidate.path()))) {
                    return new Finding(rule.get(), candidate.path(), candidate.language());
                }
            }
        }
        return null;
    }

    /** Files that a language runs of itself before, or around, the modules that lie beside or below them. */
    private static Finding runBefore(List<Candidate> candidates, Existence exists, RuleIndex.View... protections) {
        for (Candidate candidate : candidates) {
            String folded = Spelling.fold(candidate.path());
            for (ShadowingRules.ScopeRule rule : ShadowingRules.SCOPES) {
                if (rule.name().matcher(Rule.name(folded)).matches()) {
                    String folder = rule.anywhere() ? "" : parent(folded);
                    boolean counts = rule.inRoot() || !parent(folded).isEmpty();
                    Rule holder = counts ? holder(rule.language(), folder, exists, protections) : null;
                    if (holder != null) {
                        return new Finding(holder, rule.anywhere() ? "a module" : "a module below", rule.language());
                    }
                }
            }
        }
        return null;
    }

    /** A module goes before a folder of its name without an {@code __init__.py}, and before a later root's package. */
    private static Finding overFolder(
            List<Candidate> files, Spelling path, Existence exists, RuleIndex.View... protections) {
        for (int i = 0; i < path.length() - 1; i++) {
            Rule rival = exists.rival(path.folded(i));
            if (rival != null) {
                return new Finding(rival, path.raw(i), ShadowingRules.PYTHON);
            }
        }
        for (Candidate file : files) {
            String folded = Spelling.fold(file.path());
            if (folded.endsWith(".py")) {
                String module = folded.substring(0, folded.length() - ".py".length());
                Rule rule = holder(ShadowingRules.PYTHON, module, exists, protections);
                rule = rule != null ? rule : exists.rival(module);
                if (rule != null) {
                    return new Finding(rule, module, ShadowingRules.PYTHON);
                }
            }
        }
        return null;
    }

    private static Rule holder(String language, String folder, Existence exists, RuleIndex.View... protections) {
        for (RuleIndex.View view : protections) {
            Rule rule = view.holding(language, folder);
            if (rule != null) {
                return rule;
            }
        }
        return exists.holding(language, folder);
    }

    static String parent(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "" : path.substring(0, end);
    }

    private record Candidate(String language, String path) {}

    /** What is on disk around a path. */
    @FunctionalInterface
    interface Existence {
        /** Whether there is anything of this name. */
        boolean of(String path) throws WorkspaceUnavailable;

        /** What protects a module of the language somewhere below the folder, as it was last seen; or null. */
        default Rule holding(String language, String foldedFolder) {
            return null;
        }

        /** What protects a module whose top package this name would be taken for; or null. */
        default Rule rival(String foldedPath) {
            return null;
        }
    }

    /** @param original the protected path that would not be loaded any more */
    record Finding(Rule rule, String original, String language) {}
}
