package io.patchgate.gate;

import io.patchgate.bus.Gating;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks through a workspace for the files that one rule by itself matches, in the order of their
 * names. Git's own folder is passed over: it is always protected and would drown the rest. Bounded in
 * names looked at and in time, and what cannot be read is left out; then the answer is not complete.
 */
final class Matching {
    static final int SHOWN = 100;
    private static final int MAX_LOOKED_AT = 200_000;
    private static final int MAX_DEPTH = 256;
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final RuleIndex index;
    private final int maxLookedAt;
    private final long started = System.nanoTime();
    private final List<String> files = new ArrayList<>();
    private int total;
    private int lookedAt;
    private boolean complete = true;

    private Matching(Rule rule, int maxLookedAt) {
        this.index = new RuleIndex(List.of(rule));
        this.maxLookedAt = maxLookedAt;
    }

    static Gating.Matches of(Rule rule, Workspace workspace) throws WorkspaceUnavailable {
        return of(rule, workspace, MAX_LOOKED_AT);
    }

    static Gating.Matches of(Rule rule, Workspace workspace, int maxLookedAt) throws WorkspaceUnavailable {
        Matching matching = new Matching(rule, maxLookedAt);
        try (Folder root = workspace.open()) {
            matching.search(root, "", false, 0);
        }
        return new Gating.Matches(List.copyOf(matching.files), matching.total, matching.complete);
    }

    private void search(Folder folder, String prefix, boolean matched, int depth) {
        try {
            for (String name : folder.names().stream().sorted().toList()) {
                if (++lookedAt > maxLookedAt || System.nanoTime() - started > MAX_NANOS) {
                    complete = false;
                    return;
                }
                visit(folder, prefix, name, matched, depth);
            }
        } catch (IOException e) {
            complete = false;
        }
    }

    private void visit(Folder folder, String prefix, String name, boolean matched, int depth) throws IOException {
        Optional<Entry> entry = folder.look(name);
        if (entry.isEmpty() || name.equals(".git")) {
            return;
        }
        String path = prefix + name;
        boolean isFolder = entry.get().kind() == Entry.Kind.FOLDER;
        boolean matches = matched || matches(path, isFolder);
        if (!isFolder) {
            count(path, matches);
        } else if (depth == MAX_DEPTH) {
            complete = false;
        } else {
            try (Folder inner = folder.open(name)) {
                search(inner, path + "/", matches, depth + 1);
            } catch (IOException e) {
                complete = false;
            }
        }
    }

    private boolean matches(String path, boolean isFolder) {
        Spelling spelling = Spelling.of(path);
        int last = spelling.length() - 1;
        return index.at(spelling)
                .protecting(spelling.raw(last), spelling.folded(last), isFolder)
                .isPresent();
    }

    private void count(String path, boolean matches) {
        if (matches) {
            total++;
            if (files.size() < SHOWN) {
                files.add(path);
            }
        }
    }
}
