package io.patchgate.generation.authoring;

import io.patchgate.patch.Encoding;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a workspace that may be read for a prompt: through open folders, one name at a time, following no link,
 * and bounded in names, depth and size. What is hidden, generated or unreadable is left out.
 */
final class Catalogue {
    static final int MAX_FILE = 256 * 1024;
    private static final int MAX_NAMES = 20_000;
    private static final int MAX_DEPTH = 32;
    private static final Set<String> SKIPPED =
            Set.of("node_modules", "__pycache__", "target", "build", "dist", "venv", "vendor");

    private final Workspace workspace;
    private final Sendable sendable;
    private final List<WorkspacePath> paths = new ArrayList<>();
    private int looked;
    private boolean complete = true;

    private Catalogue(Workspace workspace, Sendable sendable) {
        this.workspace = workspace;
        this.sendable = sendable;
    }

    static Catalogue of(Workspace workspace, Sendable sendable) throws WorkspaceUnavailable {
        Catalogue catalogue = new Catalogue(workspace, sendable);
        try (Folder root = workspace.open()) {
            catalogue.look(root, "", 0);
        }
        return catalogue;
    }

    /** Without looking through the workspace, for reading what is named. */
    static Catalogue reading(Workspace workspace, Sendable sendable) {
        return new Catalogue(workspace, sendable);
    }

    /** In the order of their names. */
    List<WorkspacePath> paths() {
        return paths;
    }

    /** Whether there were no more names than are looked at. */
    boolean complete() {
        return complete;
    }

    private void look(Folder folder, String prefix, int depth) {
        try {
            for (String name : folder.names().stream().sorted().toList()) {
                if (++looked > MAX_NAMES) {
                    complete = false;
                    return;
                }
                visit(folder, prefix, name, depth);
            }
        } catch (IOException e) {
            complete = false;
        }
    }

    private void visit(Folder folder, String prefix, String name, int depth) throws IOException {
        Optional<Entry> entry = folder.look(name);
        if (entry.isEmpty() || name.startsWith(".") || name.endsWith(".backup")) {
            return;
        }
        if (entry.get().kind() == Entry.Kind.FOLDER && depth < MAX_DEPTH && !SKIPPED.contains(name)) {
            try (Folder inner = folder.open(name)) {
                look(inner, prefix + name + "/", depth + 1);
            } catch (IOException e) {
                complete = false;
            }
        } else if (entry.get().kind() == Entry.Kind.FILE && entry.get().size() <= MAX_FILE) {
            canonical(prefix + name)
                    .filter(path -> sendable.named(path.value()))
                    .ifPresent(paths::add);
        }
    }

    private static Optional<WorkspacePath> canonical(String path) {
        try {
            return Optional.of(new WorkspacePath(path));
        } catch (WorkspacePath.InvalidPath e) {
            return Optional.empty();
        }
    }

    /** The file, where it may be sent and is UTF-8; empty for everything else, which is not told apart. */
    Optional<SourceFile> read(WorkspacePath path) throws WorkspaceUnavailable {
        if (!sendable.named(path.value())) {
            return Optional.empty();
        }
        try (Resolution resolution = workspace.resolve(path)) {
            if (!(resolution instanceof Resolution.RegularFile file)
                    || file.entry().size() > MAX_FILE) {
                return Optional.empty();
            }
            byte[] content = file.read();
            SourceFile source = new SourceFile(path, content);
            return Encoding.of(content).equals(Optional.of(Encoding.UTF_8)) && sendable.holds(source.text())
                    ? Optional.of(source)
                    : Optional.empty();
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
