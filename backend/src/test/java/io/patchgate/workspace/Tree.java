package io.patchgate.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A real folder of files for tests, and what is in it as something that can be compared. */
public final class Tree {
    public final Path root;

    public Tree(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    public Workspace workspace() {
        return new Workspace("default", root);
    }

    public Tree file(String path, String content) throws IOException {
        return file(path, content.getBytes(UTF_8), "rw-r--r--");
    }

    public Tree file(String path, byte[] content, String mode) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return this;
    }

    public Tree link(String path, String to) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.createSymbolicLink(root.resolve(path), Path.of(to));
        return this;
    }

    public Tree hardLink(String path, String existing) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.createLink(root.resolve(path), root.resolve(existing));
        return this;
    }

    public Tree fifo(String path) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        try {
            int exit = new ProcessBuilder("mkfifo", root.resolve(path).toString())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("mkfifo: " + exit);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return this;
    }

    public String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    public String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    public boolean has(String path) {
        return Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Names, kinds, modes and contents of everything but backups. */
    public Map<String, String> snapshot() throws IOException {
        Map<String, String> snapshot = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> !path.toString().endsWith(".backup"))
                    .forEach(path -> snapshot.put(root.relativize(path).toString(), describe(path)));
        }
        return snapshot;
    }

    public List<String> names() throws IOException {
        return snapshot().keySet().stream().filter(name -> !name.isEmpty()).toList();
    }

    private static String describe(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return "link " + Files.readSymbolicLink(path);
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
            return Files.isRegularFile(path) ? mode + " " + Arrays.hashCode(Files.readAllBytes(path)) : mode;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static WorkspacePath at(String path) {
        return new WorkspacePath(path);
    }
}
