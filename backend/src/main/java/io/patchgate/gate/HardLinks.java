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
 *
 * <p>All of the workspace is looked through, whatever has been found: how long it takes must not tell where a
 * protected name lies, nor that there is one.
 */
final class HardLinks {
    /** No path that a policy can name goes deeper. */
    private static final int MAX_DEPTH = 256;

    private final ProtectedPaths policy;
    private final Object key;
    private Ruling found;

    private HardLinks(ProtectedPaths policy, Object key) {
        this.policy = policy;
        this.key = key;
    }

    /** What protects another name of the same file, or a reason why something might. */
    static Optional<Ruling> protectedName(Workspace workspace, ProtectedPaths policy, Object key)
            throws WorkspaceUnavailable {
        HardLinks names = new HardLinks(policy, key);
        try (Folder root = workspace.open()) {
            names.search(root, "", 0);
        } catch (AccessDeniedException e) {
            // A name that cannot be seen may be a protected one.
            names.keep(Ruling.unseenHardLink());
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            if (names.found == null) {
                throw new WorkspaceUnavailable("The workspace '" + workspace.name() + "' cannot be read.", e);
            }
        }
        return Optional.ofNullable(names.found);
    }

    private void keep(Ruling ruling) {
        found = found == null ? ruling : found;
    }

    private void search(Folder folder, String prefix, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("Too deep");
        }
        for (String name : folder.names()) {
            Optional<Entry> entry = folder.look(name);
            if (entry.isPresent()) {
                visit(folder, prefix, name, entry.get(), depth);
            }
        }
    }

    private void visit(Folder folder, String prefix, String name, Entry entry, int depth) throws IOException {
        String path = prefix + name;
        if (entry.kind() == Entry.Kind.FOLDER) {
            try (Folder inner = folder.open(name)) {
                search(inner, path + "/", depth + 1);
            }
        } else if (entry.key().equals(key)) {
            policy.ruling(path, original -> true).ifPresent(ruling -> keep(Ruling.hardLink(path, ruling)));
        }
    }
}
