package io.patchgate.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder. Each operation takes one name, is relative to this folder wherever it has been
 * moved to since, and follows no link.
 */
public final class Folder implements AutoCloseable {
    private static final Set<OpenOption> READING = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATING =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final SecureDirectoryStream<Path> handle;
    private final FileSystem system;

    Folder(SecureDirectoryStream<Path> handle, FileSystem system) {
        this.handle = handle;
        this.system = system;
    }

    /** What the name stands for; empty when there is nothing. */
    public Optional<Entry> look(String name) throws IOException {
        try {
            return Optional.of(new Entry(view(name).readAttributes()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens a folder in this one. The caller has looked and seen a folder: opening a FIFO would wait
     * for its other end.
     */
    public Folder open(String name) throws IOException {
        return new Folder(handle.newDirectoryStream(path(name), LinkOption.NOFOLLOW_LINKS), system);
    }

    /**
     * The content of a regular file that was looked at before.
     *
     * @throws FileMoved when the name stands for another file now
     * @throws FileTooLarge when it is longer than the limit
     */
    public byte[] read(String name, Entry expected, int limit) throws IOException {
        if (expected.kind() != Entry.Kind.FILE) {
            throw new FileMoved(name);
        }
        if (expected.size() > limit) {
            throw new FileTooLarge(name, limit);
        }
        try (SeekableByteChannel channel = handle.newByteChannel(path(name), READING)) {
            Optional<Entry> now = look(name);
            if (now.isEmpty() || !now.get().key().equals(expected.key())) {
                throw new FileMoved(name);
            }
            return drain(channel, name, expected.size(), limit);
        }
    }

    private static byte[] drain(SeekableByteChannel channel, String name, long size, int limit) throws IOException {
        // One byte more than expected, so that the end is seen without growing.
        ByteBuffer buffer = ByteBuffer.allocate((int) size + 1);
        while (channel.read(buffer) >= 0) {
            if (buffer.position() > limit) {
                throw new FileTooLarge(name, limit);
            }
            if (!buffer.hasRemaining()) {
                int longer = (int) Math.min((long) limit + 1, buffer.capacity() * 2L);
                buffer = ByteBuffer.allocate(longer).put(buffer.flip());
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Every name in this folder but {@code .} and {@code ..}; can be asked once. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            handle.forEach(path -> names.add(path.getFileName().toString()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Whether there is no name in this folder; can be asked once, and {@link #names} not after it. */
    public boolean isEmpty() throws IOException {
        try {
            return !handle.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Creates a file with exactly this content and the nine permission bits of the mode, never a set-id or sticky
     * bit, and waits until it is on the disk. Owner and group become those of {@code like}, or of this folder where
     * none is given, as far as the system permits it.
     */
    public void create(String name, byte[] content, int mode, Entry like) throws IOException {
        try (FileChannel channel = (FileChannel) handle.newByteChannel(path(name), CREATING, PRIVATE)) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            if (like != null) {
                adoptOwner(name, like);
            } else {
                leaveToOwner(name);
            }
            view(name).setPermissions(Modes.permissions(mode));
            channel.force(true);
        }
    }

    private void adoptOwner(String name, Entry like) throws IOException {
        Entry mine = new Entry(view(name).readAttributes());
        try {
            if (!mine.attributes().group().equals(like.attributes().group())) {
                view(name).setGroup(like.attributes().group());
            }
            if (!mine.attributes().owner().equals(like.attributes().owner())) {
                view(name).setOwner(like.attributes().owner());
            }
        } catch (FileSystemException e) {
            // Only root may give a file away; the content matters more than its owner.
        }
    }

    /** Leaves what a server that runs as root made to the owner of this folder. */
    public void leaveToOwner(String name) throws IOException {
        PosixFileAttributes mine = view(name).readAttributes();
        PosixFileAttributes folder = view(".").readAttributes();
        if (!mine.owner().equals(folder.owner())) {
            try {
                view(name).setOwner(folder.owner());
                view(name).setGroup(folder.group());
            } catch (FileSystemException e) {
                // Only root may give a file away; the content matters more than its owner.
            }
        }
    }

    /** Renames within the workspace; what had the new name is replaced in the same instant. */
    public void move(String name, Folder to, String newName) throws IOException {
        handle.move(path(name), to.handle, path(newName));
    }

    public void delete(String name) throws IOException {
        handle.deleteFile(path(name));
    }

    /** @throws java.nio.file.DirectoryNotEmptyException when something is in it */
    public void deleteFolder(String name) throws IOException {
        handle.deleteDirectory(path(name));
    }

    /** Waits until names that were created, replaced or deleted here are on the disk. */
    public void sync() throws IOException {
        try (FileChannel channel = (FileChannel) handle.newByteChannel(path("."), READING)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (IOException e) {
            // Only reading and naming went through it; nothing can be lost here.
        }
    }

    private PosixFileAttributeView view(String name) throws FileSystemException {
        return handle.getFileAttributeView(path(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private Path path(String name) throws FileSystemException {
        try {
            return system.getPath(name);
        } catch (InvalidPathException e) {
            throw new FileSystemException(name, null, "the process's locale cannot express this name");
        }
    }
}
