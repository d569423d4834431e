package io.patchgate.git;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;

/**
 * One file of a commit.
 *
 * @param before what the change meets on disk, null for nothing
 * @param executable what the file on disk is now, null when not known or not there
 * @param after what the change leaves, null for nothing
 */
public record GitFile(WorkspacePath path, Content before, Boolean executable, Content after) {

    /** Bytes, loaded when they are needed. */
    @FunctionalInterface
    public interface Content {
        byte[] bytes() throws IOException;
    }
}
