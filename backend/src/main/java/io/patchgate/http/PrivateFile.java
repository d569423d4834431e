package io.patchgate.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Secrets on disk that only their owner may read. A file is complete or absent, and of several
 * processes that start at once all read the same one. On filesystems without POSIX permissions the
 * modes are neither set nor checked.
 */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int LARGEST = 64 * 1024;

    private PrivateFile() {}

    /** Makes the folder with mode 0700, or refuses one that others can write: they could swap the file. */
    static void folder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, mode(folder, OWNER_FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(folder + " is not a folder", e);
            }
            refuse(folder, EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
        }
    }

    /**
     * Reads the file; when there is none, makes it first. File locks belong to a whole process, hence
     * the monitor for threads of this one.
     */
    static synchronized byte[] readOrCreate(Path file, Supplier<byte[]> content) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), mode(lock, OWNER_ONLY));
                    var held = channel.lock()) {
                if (held.isValid() && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    write(file, content.get());
                }
            }
        }
        return read(file);
    }

    /** Refuses what is not a plain file, or what others could have read or written. */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a plain file");
        }
        refuse(file, EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"))));
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too long");
        }
        return Files.readAllBytes(file);
    }

    /** Replaces the file in one step, mode 0600, synced before it gets its name. */
    static void write(Path file, byte[] content) throws IOException {
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".new-", "", mode(file, OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void refuse(Path path, Set<PosixFilePermission> forbidden) throws IOException {
        if (!posix(path)) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (found.stream().anyMatch(forbidden::contains)) {
            throw new IOException(path + " is open to other users (" + PosixFilePermissions.toString(found)
                    + "); only its owner may have access");
        }
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
