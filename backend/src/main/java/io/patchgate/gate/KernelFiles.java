package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The files of a workspace that an operator or an admin protects: what the entries name, and for entries
 * with wildcards and folders what is there now. What is protected everywhere and always, such as git's
 * own files, is no kernel.
 */
final class KernelFiles {
    private static final String WILDCARDS = "*?[\\";

    private final Sources sources;
    private final ProtectedPaths policy;
    private final Set<String> found = new LinkedHashSet<>();

    KernelFiles(Sources sources, ProtectedPaths policy) {
        this.sources = sources;
        this.policy = policy;
    }

    Set<String> find() throws Sources.Exceeded, WorkspaceUnavailable {
        for (PolicyEntry entry : policy.entries()) {
            if (!entry.negated() && ofTheKernel(entry)) {
                look(beginning(entry.text()));
            }
        }
        return found;
    }

    /** A workflow or a manifest is protected for what it is, and nothing is loaded into it. */
    private static boolean ofTheKernel(PolicyEntry entry) {
        boolean builtIn = entry.source() == PolicyEntry.Source.ALWAYS && entry.kind() == PolicyEntry.Kind.PATTERN;
        return !builtIn && !BuiltInGroups.BY_NAME.containsKey(String.valueOf(entry.group()));
    }

    /** The deepest folder, or the file, that everything the entry can match is, or lies in. */
    private static String beginning(String entry) {
        String core = entry.startsWith("/") ? entry.substring(1) : entry;
        core = core.endsWith("/") ? core.substring(0, core.length() - 1) : core;
        if (entry.indexOf('/') < 0 || entry.indexOf('/') == entry.length() - 1) {
            return ""; // a name at any depth
        }
        for (int i = 0; i < core.length(); i++) {
            if (WILDCARDS.indexOf(core.charAt(i)) >= 0) {
                return Sources.parent(core.substring(0, i));
            }
        }
        return core;
    }

    private void look(String path) throws Sources.Exceeded, WorkspaceUnavailable {
        if (path.isEmpty()) {
            walk("");
        } else if (sources.kind(path) != null) {
            visit(path, sources.kind(path));
        }
    }

    private void visit(String path, Entry.Kind kind) throws Sources.Exceeded, WorkspaceUnavailable {
        // A folder that a link leads to is another name of files that have one of their own.
        if (kind == Entry.Kind.FOLDER && !Sources.name(path).equals(".git")) {
            walk(path);
        } else if (kind != Entry.Kind.FOLDER && isSource(path) && isProtected(path)) {
            found.add(path);
        }
    }

    private void walk(String folder) throws Sources.Exceeded, WorkspaceUnavailable {
        for (Map.Entry<String, Entry.Kind> entry : sources.entries(folder).entrySet()) {
            visit(Sources.join(folder, entry.getKey()), entry.getValue());
        }
    }

    private static boolean isSource(String path) {
        return Language.ALL.stream()
                .anyMatch(language -> language.stem(path).stream()
                        .anyMatch(stem -> language.sources(stem).contains(path)));
    }

    private boolean isProtected(String path) throws WorkspaceUnavailable {
        return policy.ruling(path, original -> true)
                .filter(ruling -> ruling.kind().equals("path") && ofTheKernel(ruling.entry()))
                .isPresent();
    }
}
