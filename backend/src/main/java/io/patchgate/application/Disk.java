package io.patchgate.application;

import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Resolution;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The one place through which the application reads and changes files, so that a test can make any
 * one of its operations fail, or be the last before a kill.
 */
class Disk {
    /** Called before each operation with its name; here it lets everything pass. */
    void before(String operation) throws IOException {}

    byte[] read(Resolution.RegularFile file) throws IOException {
        before("read");
        return file.read();
    }

    byte[] read(Folder folder, String name, Entry entry, int limit) throws IOException {
        before("read");
        return folder.read(name, entry, limit);
    }

    void create(Folder folder, String name, byte[] content, int mode, Entry like) throws IOException {
        before("create");
        folder.create(name, content, mode, like);
    }

    void move(Folder from, String name, Folder to, String newName) throws IOException {
        before("move");
        from.move(name, to, newName);
    }

    void delete(Folder folder, String name) throws IOException {
        before("delete");
        folder.delete(name);
    }

    void deleteFolder(Folder folder, String name) throws IOException {
        before("delete folder");
        folder.deleteFolder(name);
    }

    void sync(Folder folder) throws IOException {
        before("sync");
        folder.sync();
    }

    /** Java cannot make a folder relative to an open one, so it is made here and moved. */
    void makeFolder(Path path) throws IOException {
        before("make folder");
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    byte[] read(Path file) throws IOException {
        before("read own");
        return Files.readAllBytes(file);
    }

    /**
     * Keeps a file of Patchgate's own, readable by it alone, whole or not at all, and on the disk when
     * this returns. What was there before is replaced.
     */
    void keep(Path file, byte[] content) throws IOException {
        makePrivate(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        before("write own");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                java.util.Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
        }
        before("move own");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file.getParent());
    }

    void drop(Path file) throws IOException {
        before("delete own");
        Files.deleteIfExists(file);
    }

    private void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        makePrivate(folder.getParent());
        before("make own folder");
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            // Another workspace's thread made it in this moment.
        }
        sync(folder.getParent());
    }

    private void sync(Path folder) throws IOException {
        before("sync own");
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
