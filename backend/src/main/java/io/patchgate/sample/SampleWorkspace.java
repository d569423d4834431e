package io.patchgate.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;

/**
 * The code base that a first start works on when it is given none: a small Python package in a git repository.
 *
 * <p>It is made whole or not at all, also when the process is killed meanwhile: it is built in a hidden folder beside
 * its place and renamed. A killed process may leave that folder behind. Nothing is synced, so a power failure within
 * the first seconds can lose it. What is in the workspace later is never looked at beyond the question whether it is
 * the sample.
 */
public final class SampleWorkspace {
    /** The line of {@code pyproject.toml} by which the sample is known again. */
    private static final String MARKER = "name = \"ai-pal-sample\"";

    private SampleWorkspace() {}

    /**
     * Makes the sample where {@code root} is absent or an empty folder. True where it was made, false where it was
     * there already, which is then left as it is, whatever has been changed in it.
     *
     * @throws IOException with a sentence for the operator, where something else is there or it cannot be written
     */
    public static boolean create(Path root) throws IOException {
        try {
            // The real folder, since a rename would replace a link instead of filling what it leads to.
            Path folder = Files.exists(root)
                    ? root.toRealPath()
                    : root.toAbsolutePath().normalize();
            if (isVacant(folder)) {
                return build(folder);
            }
            return leave(folder);
        } catch (Refused e) {
            throw e;
        } catch (IOException | GitAPIException | JGitInternalException e) {
            throw new IOException("The sample workspace cannot be made in " + root + ": " + e, e);
        }
    }

    private static boolean isVacant(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            throw new Refused(folder + " is not a folder, so the sample workspace cannot be made there.");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean leave(Path folder) throws IOException {
        if (!isSample(folder)) {
            throw new Refused(folder + " is neither empty nor the sample workspace. To work on the code in it, set"
                    + " PATCHGATE_WORKSPACE to it; to see the sample, choose an empty folder.");
        }
        return false;
    }

    private static boolean isSample(Path folder) throws IOException {
        Path project = folder.resolve("pyproject.toml");
        if (!Files.exists(folder.resolve(".git")) || !Files.isRegularFile(project)) {
            return false;
        }
        // Bytes and not lines, because a patch may have left something in the file that is not UTF-8.
        String text = new String(Files.readAllBytes(project), StandardCharsets.ISO_8859_1);
        return text.lines().anyMatch(line -> line.strip().equals(MARKER));
    }

    private static boolean build(Path folder) throws IOException, GitAPIException {
        Path parent = folder.getParent();
        if (parent == null) {
            throw new Refused("The sample workspace cannot be the root of a file system.");
        }
        Files.createDirectories(parent);
        Path stage = Files.createTempDirectory(parent, "." + folder.getFileName() + "-");
        try {
            for (SampleFile file : SampleFile.all()) {
                write(file, stage);
            }
            FirstCommit.make(stage);
            return settle(stage, folder);
        } finally {
            delete(stage);
        }
    }

    private static void write(SampleFile file, Path stage) throws IOException {
        Path path = stage.resolve(file.path());
        Files.createDirectories(path.getParent());
        Files.write(path, file.content().bytes());
        setMode(path, file.executable());
        // Whatever the umask is; the stage itself was made for its owner alone.
        for (Path above = path.getParent(); above.startsWith(stage); above = above.getParent()) {
            setMode(above, true);
        }
    }

    /** 0755 or 0644, where the file system has modes at all. */
    private static void setMode(Path path, boolean executable) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** A folder that is not empty is never replaced, by the file system's own rule; then another start was faster. */
    private static boolean settle(Path stage, Path folder) throws IOException {
        try {
            Files.move(stage, folder, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            if (isVacant(folder)) {
                throw e;
            }
            return leave(folder);
        }
    }

    private static void delete(Path stage) throws IOException {
        if (!Files.exists(stage)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(stage)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }
}
