package io.patchgate.gate;

import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * Looks through the workspace for the other names of a file. Only files with more than one name are
 * ever looked for, which are rare, so nothing is kept: what is found is true now. Names outside the
 * workspace do not matter: a write replaces the one name it was meant for.
 */
final class HardLinks {
    /** No path that a policy can name goes deeper. */
    private static final int MAX_DEPTH = 256;

    private final ProtectedPaths policy;
    private final Object key;
    private int unseen;

    private HardLinks(ProtectedPaths policy, Object key, int names) {
        this.policy = policy;
        this.key = key;
        this.unseen = names;
    }

    /**
     * What protects another name of the same file, or a reason why something might.
     *
     * @param names how many names the file has; the search ends when all are found
     */
    static Optional<Ruling> protectedName(Workspace workspace, ProtectedPaths policy, Object key, int names)
            throws WorkspaceUnavailable {
        try (Folder root = workspace.open()) {
            return new HardLinks(policy, key, names).search(root, "", 0);
        } catch (AccessDeniedException e) {
            // A name that cannot be seen may be a protected one.
            return Optional.of(Ruling.unseenHardLink());
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The workspace '" + workspace.name() + "' cannot be read.", e);
        }
    }

    private Optional<Ruling> search(Folder folder, String prefix, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("Too deep");
        }
        for (String name : folder.names()) {
            if (unseen == 0) {
                return Optional.empty();
            }
            Optional<Entry> entry = folder.look(name);
            Optional<Ruling> found =
                    entry.isEmpty() ? Optional.empty() : visit(folder, prefix, name, entry.get(), depth);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Ruling> visit(Folder folder, String prefix, String name, Entry entry, int depth)
            throws IOException {
        String path = prefix + name;
        if (entry.kind() == Entry.Kind.FOLDER) {
            try (Folder inner = folder.open(name)) {
                return search(inner, path + "/", depth + 1);
            }
        }
        if (!entry.key().equals(key)) {
            return Optional.empty();
        }
        unseen--;
        return policy.ruling(path, original -> true).map(ruling -> Ruling.hardLink(path, ruling));
    }
}
