package io.patchgate.application;

import io.patchgate.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Every content that an application or a rollback ever replaced, kept under its SHA-256 below the
 * data folder. A content is on the disk before what it was taken from is changed, and is never
 * changed or removed here.
 */
final class PreImages {
    private final Path folder;
    private final Disk disk;

    PreImages(Path dataDir, Disk disk) {
        this.folder = dataDir.resolve("preimages");
        this.disk = disk;
    }

    void store(String sha256, byte[] content) throws IOException {
        if (!intact(sha256, content)) {
            disk.keep(path(sha256), content);
        }
    }

    boolean has(String sha256) {
        return Files.isRegularFile(path(sha256));
    }

    /** @throws IOException also when what is kept is not what its name says */
    byte[] read(String sha256) throws IOException {
        byte[] content = disk.read(path(sha256));
        if (!Sha256.hex(content).equals(sha256)) {
            throw new IOException("A pre-image is damaged: " + sha256);
        }
        return content;
    }

    private boolean intact(String sha256, byte[] content) throws IOException {
        return has(sha256) && Arrays.equals(disk.read(path(sha256)), content);
    }

    private Path path(String sha256) {
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
