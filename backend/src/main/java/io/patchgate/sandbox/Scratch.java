package io.patchgate.sandbox;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of its own for one run, outside of every workspace, and gone when it is closed, whatever the run has made of
 * it. It is filled first and run in afterwards: from the run on its content is a stranger's, and nothing here is read or
 * written by name any more.
 */
public final class Scratch implements AutoCloseable {
    /** Where a run finds the folder. */
    public static final String INSIDE = "/work";

    public static final long MAX_BYTES = 2L << 30;
    public static final int MAX_FILES = 200_000;

    private static final String GIT = ".git";

    private final Sandbox sandbox;
    private final Account account;
    private final Path home;
    private boolean handedOver;

    Scratch(Sandbox sandbox, Account account, Path home) throws IOException {
        this.sandbox = sandbox;
        this.account = account;
        this.home = home;
        account.letThrough(home);
        Files.createDirectory(
                folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                passwd(),
                "root:x:0:0:root:/:/bin/false\nsandbox:x:1000:1000:sandbox:/tmp/home:/bin/sh\n",
                StandardOpenOption.CREATE_NEW);
        Files.writeString(group(), "root:x:0:\nsandbox:x:1000:\n", StandardOpenOption.CREATE_NEW);
        for (Path file : List.of(passwd(), group())) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    Path folder() {
        return home.resolve("work");
    }

    Path passwd() {
        return home.resolve("passwd");
    }

    Path group() {
        return home.resolve("group");
    }

    Path home() {
        return home;
    }

    Account account() {
        return account;
    }

    /**
     * Copies a folder with everything in it but its {@code .git}, whose settings may hold a password. Files share their
     * blocks with the originals where the filesystem can do that. What is written there meanwhile is in it or not, each
     * file wholly.
     *
     * @throws SandboxUnavailable when it is larger than {@link #MAX_BYTES} or {@link #MAX_FILES}
     */
    public void copy(Path root) throws IOException {
        measure(root);
        List<String> command = new ArrayList<>(List.of("/bin/cp", "-a", "--reflink=auto", "--"));
        int fixed = command.size();
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(entry -> !entry.getFileName().toString().equals(GIT))
                    .forEach(entry -> command.add(entry.toString()));
        }
        // Command lines have a length: a folder of very many entries is copied in turns.
        List<String> entries = command.subList(fixed, command.size());
        for (int from = 0; from < entries.size(); from += 500) {
            List<String> turn = new ArrayList<>(command.subList(0, fixed));
            turn.addAll(entries.subList(from, Math.min(entries.size(), from + 500)));
            turn.add(folder().toString());
            Programs.copy(turn);
        }
    }

    /** Puts a content where it would be, with a file's mode; what stands in its way gives place. */
    public void put(WorkspacePath path, byte[] content) throws IOException {
        Path target = clear(path);
        boolean executable = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.isExecutable(target);
        delete(target);
        Files.write(target, content, StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    public void remove(WorkspacePath path) throws IOException {
        delete(clear(path));
    }

    /** Makes the folders above a path; a link or a file in their place is replaced, never followed. */
    private Path clear(WorkspacePath path) throws IOException {
        if (handedOver) {
            throw new IllegalStateException("A scratch folder is filled before it is run in");
        }
        Path at = folder();
        List<String> segments = path.segments();
        for (String segment : segments.subList(0, segments.size() - 1)) {
            at = at.resolve(segment);
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(at);
                Files.createDirectory(at);
            }
        }
        return at.resolve(path.fileName());
    }

    private static void delete(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Programs.require(List.of("/bin/rm", "-rf", "--", target.toString()));
        } else {
            Files.deleteIfExists(target);
        }
    }

    /** From here on the folder is the run's. */
    void handOver() throws IOException {
        if (!handedOver) {
            handedOver = true;
            account.own(folder());
        }
    }

    private static void measure(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            private long bytes;
            private int files;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(root.resolve(GIT))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                count(0);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                count(attributes.isRegularFile() ? attributes.size() : 0);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            private void count(long size) throws IOException {
                bytes += size;
                files++;
                if (bytes > MAX_BYTES || files > MAX_FILES) {
                    throw new SandboxUnavailable("The workspace is too large to be copied: at most " + (MAX_BYTES >> 30)
                            + " GiB in " + MAX_FILES + " files.");
                }
            }
        });
    }

    @Override
    public void close() {
        sandbox.discard(this);
    }
}
