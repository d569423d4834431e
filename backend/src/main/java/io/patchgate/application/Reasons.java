package io.patchgate.application;

import io.patchgate.workspace.FileMoved;
import io.patchgate.workspace.FileTooLarge;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** What went wrong with a file, as the second half of a sentence that begins with its name. */
final class Reasons {
    private Reasons() {}

    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission was denied";
        }
        if (e instanceof NoSuchFileException) {
            return "the file or its folder vanished";
        }
        if (e instanceof NotDirectoryException) {
            return "a folder on the way became a file";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a folder appeared in its place";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file appeared in its place";
        }
        if (e instanceof FileMoved) {
            return "the file was replaced while it was being read";
        }
        if (e instanceof FileTooLarge) {
            return "the file is longer than Patchgate handles";
        }
        // A write that fails says it in a plain exception, an operation by name in one with a reason.
        if (e instanceof FileSystemException detail && detail.getReason() != null) {
            return known(detail.getReason()).orElse("the system says: " + detail.getReason());
        }
        return Optional.ofNullable(e.getMessage()).flatMap(Reasons::known).orElse("reading or writing failed");
    }

    /** The system's own words are known in English; in any other language they are passed on. */
    private static Optional<String> known(String reason) {
        return Optional.ofNullable(
                switch (reason) {
                    case "No space left on device" -> "the disk is full";
                    case "Disk quota exceeded" -> "the disk quota is used up";
                    case "File too large" -> "the file is longer than the system permits";
                    case "Read-only file system" -> "the filesystem is read-only";
                    case "File name too long" -> "the name is too long for the filesystem";
                    case "Operation not permitted" -> "the system does not permit it (is the file immutable?)";
                    case "Not a directory" -> "a folder on the way became a file";
                    case "Is a directory" -> "a folder appeared in its place";
                    case "Invalid cross-device link" -> "the folder is on another filesystem than the workspace";
                    default -> null;
                });
    }
}
