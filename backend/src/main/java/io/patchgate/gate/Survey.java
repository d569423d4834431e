package io.patchgate.gate;

import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be known of a path only by looking at all the others: which protected names lead to it
 * through links, and where the protected modules lie that a file could be run before. A moment's
 * picture: no patch can make a link or a protected module, so it ages by what people do alone.
 *
 * <p>Folders that cannot be read are left out, and so is what lies in {@code .git}.
 */
final class Survey implements Shadowing.Existence {
    /** No path that a policy can name goes deeper. */
    private static final int MAX_DEPTH = 256;

    private static final int MAX_HOPS = 40;

    private final Workspace workspace;
    private final ProtectedPaths policy;
    private final Shadowing.Existence disk;
    /** Folded; a link whose target lies outside the workspace is not here. */
    private final Map<String, String> targets = new HashMap<>();
    /** Folded beginnings of real paths, with what else such a beginning is called. */
    private final Map<String, List<String>> names = new HashMap<>();

    private final Map<String, Map<String, Rule>> holders = new HashMap<>();
    private final Map<String, Rule> rivals = new HashMap<>();
    private final Set<String> packages = new HashSet<>();

    private Survey(Workspace workspace, ProtectedPaths policy, Shadowing.Existence disk) {
        this.workspace = workspace;
        this.policy = policy;
        this.disk = disk;
    }

    static Survey of(Workspace workspace, ProtectedPaths policy, Shadowing.Existence disk) throws WorkspaceUnavailable {
        Survey survey = new Survey(workspace, policy, disk);
        Map<String, Rule> modules = new HashMap<>();
        try (Folder root = workspace.open()) {
            survey.look(root, "", 0, modules);
        }
        modules.forEach(survey::holdModule);
        policy.literals().forEach(survey::followLiteral);
        return survey;
    }

    private void look(Folder folder, String prefix, int depth, Map<String, Rule> modules) {
        try {
            for (String name : folder.names()) {
                Optional<Entry> entry = folder.look(name);
                if (entry.isPresent()) {
                    visit(folder, prefix, name, entry.get().kind(), depth, modules);
                }
            }
        } catch (IOException e) {
            // Unreadable, or it vanished while it was being read.
        }
    }

    private void visit(
            Folder folder, String prefix, String name, Entry.Kind kind, int depth, Map<String, Rule> modules) {
        String path = prefix + name;
        if (kind == Entry.Kind.LINK) {
            workspace.target(path).ifPresent(target -> {
                targets.put(Spelling.fold(path), target);
                names.computeIfAbsent(Spelling.fold(target), key -> new ArrayList<>())
                        .add(path);
            });
        } else if (kind == Entry.Kind.FOLDER && depth < MAX_DEPTH && !name.equalsIgnoreCase(".git")) {
            try (Folder inner = folder.open(name)) {
                look(inner, path + "/", depth + 1, modules);
            } catch (IOException e) {
                // Unreadable, or it was replaced.
            }
        }
        if (kind != Entry.Kind.FOLDER && ShadowingRules.languageOf(name) != null) {
            if (name.equals("__init__.py")) {
                packages.add(Spelling.fold(Shadowing.parent(path)));
            }
            policy.naming(path).ifPresent(rule -> modules.put(path, rule));
        }
    }

    private void holdModule(String path, Rule rule) {
        String language = ShadowingRules.languageOf(path);
        String module = Spelling.fold(path);
        RuleIndex.hold(holders, language, module, rule);
        if (language.equals(ShadowingRules.PYTHON)) {
            rivals(Shadowing.parent(module), rule);
        }
    }

    /** A package that lies in {@code src} is found first in whatever lies above {@code src} and goes before it. */
    private void rivals(String folder, Rule rule) {
        if (!packages.contains(folder) || folder.isEmpty()) {
            return;
        }
        String top = folder;
        while (packages.contains(Shadowing.parent(top))
                && !Shadowing.parent(top).isEmpty()) {
            top = Shadowing.parent(top);
        }
        String name = Rule.name(top);
        for (String above = Shadowing.parent(top); !above.isEmpty(); ) {
            above = Shadowing.parent(above);
            rivals.putIfAbsent(above.isEmpty() ? name : above + "/" + name, rule);
        }
    }

    /** Where an entry's own path leads through links, its end has the entry's name too. */
    private void followLiteral(String literal) {
        String path = literal;
        for (int hops = 0; hops < MAX_HOPS; hops++) {
            String next = followed(path);
            if (next == null) {
                break;
            }
            path = next;
        }
        if (!path.equals(literal)) {
            names.computeIfAbsent(path, key -> new ArrayList<>()).add(literal);
        }
    }

    /** The path with its first link replaced by what that leads to; null when there is none. */
    private String followed(String path) {
        Spelling spelling = Spelling.of(path);
        for (int i = 0; i < spelling.length(); i++) {
            String target = targets.get(spelling.folded(i));
            if (target != null) {
                String rest = path.substring(spelling.raw(i).length());
                return Spelling.fold(target.isEmpty() ? rest.substring(Math.min(1, rest.length())) : target + rest);
            }
        }
        return null;
    }

    /** What protects another name that leads here through a link, with that name; empty when nothing does. */
    Optional<Ruling> protectedName(String path) throws WorkspaceUnavailable {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Spelling spelling = Spelling.of(path);
        for (int i = -1; i < spelling.length(); i++) {
            String beginning = i < 0 ? "" : spelling.folded(i);
            String rest = i < 0 ? "/" + path : path.substring(spelling.raw(i).length());
            for (String name : names.getOrDefault(beginning, List.of())) {
                Optional<Ruling> ruling = policy.ruling(name + rest, this);
                if (ruling.isPresent()) {
                    return Optional.of(Ruling.linked(name + rest, ruling.get()));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean of(String path) throws WorkspaceUnavailable {
        return disk.of(path);
    }

    @Override
    public Rule holding(String language, String foldedFolder) {
        return holders.getOrDefault(language, Map.of()).get(foldedFolder);
    }

    @Override
    public Rule rival(String foldedPath) {
        return rivals.get(foldedPath);
    }
}
