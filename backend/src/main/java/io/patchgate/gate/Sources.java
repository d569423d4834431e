package io.patchgate.gate;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workspace as one search for imports reads it: every folder is listed once and every file read
 * through open folders, with bounds on all of it. What was looked at is remembered with its stamps, so
 * that it can be told later whether the same search would see the same.
 */
final class Sources {
    /** A file written twice within a clock tick has one stamp; whatever is as young as this is looked at again. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Workspace workspace;
    private final Bounds bounds;
    private final Instant begun = Instant.now();
    private final Map<String, Optional<String>> homes = new HashMap<>();
    private final Map<String, Map<String, Entry.Kind>> listings = new HashMap<>();
    private final Map<String, Stamp> stamps = new HashMap<>();
    private long names;
    private int files;
    private long bytes;

    /** What a search may use up. */
    record Bounds(int files, long bytes, long names, Duration time) {
        static final Bounds STANDARD = new Bounds(5_000, 64L << 20, 500_000, Duration.ofSeconds(2));
    }

    /** The message is a sentence that says which bound it was. */
    static final class Exceeded extends Exception {
        private static final long serialVersionUID = 1;

        Exceeded(String message) {
            super(message);
        }
    }

    /** What tells a file or folder from what has its name later; null for the key where there is nothing. */
    record Stamp(Object key, FileTime modified, long size) {
        static Stamp of(Workspace workspace, String path) {
            try {
                BasicFileAttributes seen = Files.readAttributes(
                        workspace.root().resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return new Stamp(seen.fileKey(), seen.lastModifiedTime(), seen.size());
            } catch (IOException e) {
                return new Stamp(null, FileTime.fromMillis(0), -1);
            }
        }
    }

    /** What a search has looked at. */
    record Seen(Map<String, Stamp> stamps, Instant begun) {
        /** Whether everything is as it was seen, and was at rest then. */
        boolean holds(Workspace workspace) {
            FileTime young = FileTime.from(begun.minus(TICK));
            return stamps.entrySet().stream()
                    .allMatch(entry -> entry.getValue().modified().compareTo(young) < 0
                            && Stamp.of(workspace, entry.getKey()).equals(entry.getValue()));
        }
    }

    Sources(Workspace workspace, Bounds bounds) {
        this.workspace = workspace;
        this.bounds = bounds;
    }

    Seen seen() {
        return new Seen(Map.copyOf(stamps), begun);
    }

    Stamp stamp(String path) {
        return stamps.computeIfAbsent(path, missing -> Stamp.of(workspace, missing));
    }

    /** What is in a folder, by name; nothing where there is no such folder in this workspace. */
    Map<String, Entry.Kind> entries(String folder) throws Exceeded, WorkspaceUnavailable {
        Optional<String> home = home(folder);
        return home.isPresent() ? listed(home.get()) : Map.of();
    }

    /** Where a folder is when the links on the way are followed; empty outside of the workspace. */
    Optional<String> home(String folder) throws Exceeded, WorkspaceUnavailable {
        if (folder.isEmpty()) {
            return Optional.of("");
        }
        Optional<String> known = homes.get(folder);
        if (known == null) {
            Optional<String> parent = home(parent(folder));
            if (parent.isPresent()) {
                String at = join(parent.get(), name(folder));
                boolean link = listed(parent.get()).get(name(folder)) == Entry.Kind.LINK;
                known = link ? behindLinks(at) : Optional.of(at);
            } else {
                known = parent;
            }
            homes.put(folder, known);
        }
        return known;
    }

    private Map<String, Entry.Kind> listed(String home) throws Exceeded, WorkspaceUnavailable {
        Map<String, Entry.Kind> known = listings.get(home);
        if (known == null) {
            boolean folder = home.isEmpty() || listed(parent(home)).get(name(home)) == Entry.Kind.FOLDER;
            known = folder ? list(home) : Map.of();
            listings.put(home, known);
        }
        return known;
    }

    private Map<String, Entry.Kind> list(String home) throws Exceeded, WorkspaceUnavailable {
        inTime();
        stamp(home);
        try {
            if (home.isEmpty()) {
                try (Folder root = workspace.open()) {
                    return list(root);
                }
            }
            try (Resolution resolution = resolve(home)) {
                if (resolution instanceof Resolution.Unreadable unreadable) {
                    throw unreadable.reason();
                }
                if (!(resolution instanceof Resolution.AFolder found)) {
                    return Map.of();
                }
                try (Folder opened = found.parent().open(found.path().fileName())) {
                    return list(opened);
                }
            }
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The folder '" + home + "' cannot be read.", e);
        }
    }

    private Map<String, Entry.Kind> list(Folder folder) throws IOException, Exceeded {
        Map<String, Entry.Kind> kinds = new HashMap<>();
        for (String name : folder.names()) {
            if (++names > bounds.names()) {
                throw new Exceeded("The folders to look through have more than " + bounds.names() + " entries.");
            }
            folder.look(name).ifPresent(entry -> kinds.put(name, entry.kind()));
        }
        return kinds;
    }

    /** What a path stands for, the links before its last name followed; null where there is nothing. */
    Entry.Kind kind(String path) throws Exceeded, WorkspaceUnavailable {
        return entries(parent(path)).get(name(path));
    }

    /**
     * The path of this workspace that the links on the way, and at its end, lead to; itself where there
     * are none, empty where it leads outside or nowhere.
     */
    Optional<String> behindLinks(String path) throws WorkspaceUnavailable {
        try (Resolution resolution = resolve(path)) {
            if (!(resolution instanceof Resolution.Link)) {
                return Optional.of(path);
            }
            stamp(path);
            List<WorkspacePath> places = workspace.pathsOf(workspace.root().resolve(path));
            return places.isEmpty()
                    ? Optional.empty()
                    : Optional.of(places.get(places.size() - 1).value()).filter(place -> !place.equals(path));
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty when it is no ordinary file. */
    Optional<byte[]> read(String path) throws Exceeded, WorkspaceUnavailable, Language.Unreadable {
        inTime();
        if (++files > bounds.files()) {
            throw new Exceeded("There are more than " + bounds.files() + " files to look at.");
        }
        stamp(path);
        try (Resolution resolution = resolve(path)) {
            if (resolution instanceof Resolution.Unreadable) {
                throw new Language.Unreadable("cannot be read");
            }
            if (!(resolution instanceof Resolution.RegularFile file)) {
                return Optional.empty();
            }
            bytes += file.entry().size();
            if (bytes > bounds.bytes()) {
                throw new Exceeded("The files to look at have more than " + (bounds.bytes() >> 20) + " MiB.");
            }
            return Optional.of(file.read());
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new Language.Unreadable("cannot be read");
        }
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String join(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    private void inTime() throws Exceeded {
        if (Instant.now().isAfter(begun.plus(bounds.time()))) {
            throw new Exceeded("It takes longer than " + bounds.time().toMillis() + " ms.");
        }
    }

    private Resolution resolve(String path) throws WorkspaceUnavailable {
        try {
            return workspace.resolve(new WorkspacePath(path));
        } catch (WorkspacePath.InvalidPath e) {
            // No request could name it, and no loader's name for a module looks so.
            return new Resolution.Special(new WorkspacePath("invalid"));
        }
    }
}
