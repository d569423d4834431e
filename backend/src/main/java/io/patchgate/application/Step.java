package io.patchgate.application;

import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import java.io.IOException;

/**
 * One file's way from one content to another.
 *
 * @param from SHA-256 of what must be there, null for nothing
 * @param fromMode the mode to give what was there when it must be made again; -1 when not known
 * @param to SHA-256 of what shall be there, null for nothing
 * @param mode of what shall be there; -1 to keep the file's own, or a new file's usual one
 */
record Step(WorkspacePath path, String from, int fromMode, String to, int mode, Content content) {

    /** The bytes that {@code to} names, loaded when they are written. */
    @FunctionalInterface
    interface Content {
        byte[] bytes() throws IOException;
    }

    static Step applying(Change change, BaseFile file) {
        return new Step(
                change.target(), file.baseSha256(), file.baseMode(), file.newSha256(), change.mode(), change::content);
    }

    static Step undoing(BaseFile file, PreImages preImages) {
        return new Step(
                file.target(),
                file.newSha256(),
                -1,
                file.baseSha256(),
                file.baseMode(),
                () -> preImages.read(file.baseSha256()));
    }

    boolean creates() {
        return from == null;
    }

    boolean deletes() {
        return to == null;
    }
}
