package io.patchgate.workspace;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A named folder of files that agents may propose changes to. Everything below the root is reached
 * through open folders, one name at a time, following no link; only the root itself is found by its
 * path, since whoever configured it is trusted.
 *
 * @param root absolute
 */
public record Workspace(String name, Path root) {

    /** Names that begin so are Patchgate's own, short-lived, and refused to agents. */
    public static final String OWN_PREFIX = ".patchgate-";

    /** Longer files are neither shown, judged nor written. */
    public static final int MAX_FILE = 32 * 1024 * 1024;

    private static final int MAX_HOPS = 40;

    /** @throws WorkspaceUnavailable when the root cannot be opened, or not safely on this platform */
    public Folder open() throws WorkspaceUnavailable {
        DirectoryStream<Path> stream;
        try {
            stream = Files.newDirectoryStream(root);
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The workspace '" + name + "' cannot be read.", e);
        }
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(secure, root.getFileSystem());
        }
        closeQuietly(stream);
        throw new WorkspaceUnavailable("The workspace '" + name
                + "' is on a platform that cannot open files relative to a folder; Patchgate needs Linux or macOS.");
    }

    /**
     * Refuses to believe that nothing is there because the whole workspace seems to be gone: a folder
     * whose filesystem is not mounted is there, and empty.
     *
     * @throws WorkspaceUnavailable when the path's first name is missing, as every other name is
     */
    public void requireContent(Resolution resolution) throws WorkspaceUnavailable {
        if (!(resolution instanceof Resolution.Missing missing) || missing.existing() > 0) {
            return;
        }
        try (Folder folder = open()) {
            if (!folder.isEmpty()) {
                return;
            }
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The workspace '" + name + "' cannot be read.", e);
        }
        throw new WorkspaceUnavailable("The workspace '" + name + "' is empty.");
    }

    /** What the path stands for now. The answer holds a folder open until it is closed. */
    public Resolution resolve(WorkspacePath path) throws WorkspaceUnavailable {
        return Resolver.resolve(this, path);
    }

    /**
     * How many names the file has, this one included; empty when the path does not lead to this very
     * file any more. Java tells the number by path alone, so the answer is believed only when the
     * same system call also names the same file.
     */
    public OptionalInt links(WorkspacePath path, Entry entry) {
        try {
            Map<String, Object> seen =
                    Files.readAttributes(root.resolve(path.value()), "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
            boolean same = entry.key().equals(seen.get("fileKey"));
            return same ? OptionalInt.of((Integer) seen.get("nlink")) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Where a symbolic link of the workspace leads to in it, without any link on the way, whether
     * something is there or not; the root is the empty text. Empty when it leads elsewhere or is gone.
     *
     * @param link relative to the root, and not itself reached through a link
     */
    public Optional<String> target(String link) {
        try {
            Path here = root.resolve(link);
            Path named = here.getParent().resolve(Files.readSymbolicLink(here));
            Path top = root.toRealPath();
            Path target = real(named);
            return target.startsWith(top) ? Optional.of(top.relativize(target).toString()) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** As far as it exists without its links; what does not exist can have none. */
    private static Path real(Path path) throws IOException {
        Path named = path;
        for (int hops = 0; hops < MAX_HOPS; hops++) {
            Path missing = Path.of("");
            Path existing = named;
            while (!Files.exists(existing)) {
                if (Files.isSymbolicLink(existing)) {
                    // A link to nothing: what is made under its target's name is made under its own, too.
                    existing = existing.getParent().resolve(Files.readSymbolicLink(existing));
                    break;
                }
                missing = existing.getFileName().resolve(missing);
                existing = existing.getParent();
            }
            named = existing.resolve(missing);
            if (Files.exists(existing)) {
                return existing.toRealPath().resolve(missing).normalize();
            }
        }
        throw new IOException("Too many links");
    }

    /**
     * The paths under which a file of this machine lies in the workspace, by its name and by what its
     * name leads to; none when it lies elsewhere, or where no request could name it.
     */
    public List<WorkspacePath> pathsOf(Path file) throws IOException {
        Path named = file.toAbsolutePath().normalize();
        Path parent = named.getParent().toRealPath().resolve(named.getFileName());
        Set<WorkspacePath> paths = new LinkedHashSet<>();
        for (Path candidate : List.of(named, parent, named.toRealPath())) {
            for (Path top : List.of(root.normalize(), root.toRealPath())) {
                if (candidate.startsWith(top) && !candidate.equals(top)) {
                    canonical(top.relativize(candidate)).ifPresent(paths::add);
                }
            }
        }
        return List.copyOf(paths);
    }

    private static Optional<WorkspacePath> canonical(Path relative) {
        try {
            return Optional.of(new WorkspacePath(relative.toString()));
        } catch (WorkspacePath.InvalidPath e) {
            return Optional.empty();
        }
    }

    private static void closeQuietly(DirectoryStream<Path> stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // Nothing was read from it.
        }
    }
}
