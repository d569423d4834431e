package io.patchgate.persistence.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks a tar.xz below one folder: files, folders and symbolic links, each file synced. Modes become 0755 or 0644 by
 * the owner's execute bit. An entry that names or reaches a place outside of the folder, or is of another kind, ends
 * the unpacking with an {@link IOException}; what was written before it stays.
 */
final class Archive {
    private Archive() {}

    static void unpack(InputStream xz, Path folder) throws IOException {
        Path root = folder.toRealPath();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(xz, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(root, root.resolve(entry.getName()), entry);
                if (target.equals(root)) {
                    continue;
                }
                createFolders(root, entry.isDirectory() ? target : target.getParent(), entry);
                if (entry.isSymbolicLink()) {
                    inside(root, target.resolveSibling(entry.getLinkName()), entry);
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isFile() && !entry.isLink()) {
                    write(tar, target, (entry.getMode() & 0100) != 0);
                } else if (!entry.isDirectory()) {
                    throw refused(entry);
                }
            }
        }
    }

    private static Path inside(Path root, Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(root)) {
            throw refused(entry);
        }
        return normal;
    }

    private static void createFolders(Path root, Path folder, TarArchiveEntry entry) throws IOException {
        if (folder.equals(root)) {
            return;
        }
        createFolders(root, folder.getParent(), entry);
        // A link that an earlier entry made must not be walked through.
        if (Files.isSymbolicLink(folder)) {
            throw refused(entry);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            OwnFiles.mode(folder, "rwxr-xr-x");
        }
    }

    private static void write(InputStream from, Path target, boolean executable) throws IOException {
        // CREATE_NEW: never through a link, never over an earlier entry.
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            from.transferTo(Channels.newOutputStream(channel));
            // The rename that publishes the folder must not outlive the bytes in a power cut.
            channel.force(true);
        }
        OwnFiles.mode(target, executable ? "rwxr-xr-x" : "rw-r--r--");
    }

    private static IOException refused(TarArchiveEntry entry) {
        return new IOException(
                "the archive's entry '" + entry.getName() + "' leaves the folder or is of no known kind");
    }
}
