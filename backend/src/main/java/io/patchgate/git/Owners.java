package io.patchgate.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/** A server that runs as root leaves what it makes in a repository to the repository's owner. */
final class Owners {
    private Owners() {}

    static void likeParent(Path made) {
        like(made, made.getParent());
    }

    /** As far as the system permits it; only root may give a file away. */
    static void like(Path made, Path model) {
        try {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes mine = view.readAttributes();
            PosixFileAttributes theirs = Files.readAttributes(model, PosixFileAttributes.class);
            if (!mine.owner().equals(theirs.owner())) {
                view.setGroup(theirs.group());
                view.setOwner(theirs.owner());
            }
        } catch (IOException e) {
            // The commit matters more than whose its files are.
        }
    }
}
