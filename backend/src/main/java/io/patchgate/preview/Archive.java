package io.patchgate.preview;

import io.patchgate.patch.Change;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A workspace as it would be, packed. Read through open folders without following a link; links, what is no regular
 * file, {@code .git} and Patchgate's own files are left out.
 */
final class Archive {
    static final int MAX_FILES = 50_000;
    static final long MAX_BYTES = 1L << 30;
    private static final int MAX_DEPTH = 256;
    private static final int MAX_FILE = 2 * Workspace.MAX_FILE;

    private final Workspace workspace;
    private final Set<String> hidden = new HashSet<>();
    private final Map<String, Change> changes = new HashMap<>();
    private long bytes;
    private int files;

    Archive(Previewed previewed, List<Change> changes) {
        this.workspace = previewed.workspace();
        previewed.hidden().forEach(path -> this.hidden.add(path.value()));
        changes.forEach(change -> this.changes.put(change.target().value(), change));
    }

    /** @throws TooLarge when it would be longer than anybody wants to download */
    void write(OutputStream stream) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(stream, StandardCharsets.UTF_8);
                Folder root = workspace.open()) {
            pack(zip, root, "", 0);
            for (Change change : changes.values()) {
                if (change.newCode() != null) {
                    add(zip, change.target().value(), change.content());
                }
            }
        }
    }

    private void pack(ZipOutputStream zip, Folder folder, String prefix, int depth) throws IOException {
        for (String name : folder.names().stream().sorted().toList()) {
            String path = prefix + name;
            Entry entry = folder.look(name).orElse(null);
            if (entry == null || name.equalsIgnoreCase(".git") || name.startsWith(Workspace.OWN_PREFIX)) {
                continue;
            }
            if (entry.kind() == Entry.Kind.FOLDER && depth < MAX_DEPTH) {
                try (Folder inner = folder.open(name)) {
                    pack(zip, inner, path + "/", depth + 1);
                }
            } else if (entry.kind() == Entry.Kind.FILE && !hidden.contains(path) && !changes.containsKey(path)) {
                if (entry.size() > MAX_FILE) {
                    throw new TooLarge("'" + path + "' is longer than " + (MAX_FILE >> 20) + " MiB.");
                }
                add(zip, path, folder.read(name, entry, MAX_FILE));
            }
        }
    }

    private void add(ZipOutputStream zip, String path, byte[] content) throws IOException {
        bytes += content.length;
        files++;
        if (bytes > MAX_BYTES || files > MAX_FILES) {
            throw new TooLarge("It has more than " + MAX_FILES + " files or " + (MAX_BYTES >> 30) + " GiB.");
        }
        zip.putNextEntry(new ZipEntry(workspace.name() + "/" + path));
        zip.write(content);
        zip.closeEntry();
    }

    /** The workspace is not for downloading; the message says what is too long. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }
}
