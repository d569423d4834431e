package io.patchgate.gate;

import io.patchgate.diff.FileChange;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One change together with what it meets on disk at this moment.
 *
 * @param before the file's bytes, null where there is none
 * @param mode of the file, -1 where there is none
 * @param obstacle why the change cannot be made as things are, a sentence for a reviewer; else null
 */
record Base(Change change, byte[] before, int mode, String obstacle) {
    /** All bases of a change set are in memory at once while its diff is computed. */
    static final int MAX_TOTAL = 64 * 1024 * 1024;

    /** @throws WorkspaceUnavailable when a file cannot be read, or all together are too long */
    static List<Base> readAll(Workspace workspace, List<Change> changes) throws WorkspaceUnavailable {
        List<Base> bases = new ArrayList<>(changes.size());
        long total = 0;
        for (Change change : changes) {
            Base base = read(workspace, change);
            total += base.before == null ? 0 : base.before.length;
            if (total > MAX_TOTAL) {
                throw new WorkspaceUnavailable("The files of the change set are too long to be read together.");
            }
            bases.add(base);
        }
        return bases;
    }

    private static Base read(Workspace workspace, Change change) throws WorkspaceUnavailable {
        try (Resolution resolution = workspace.resolve(change.target())) {
            if (resolution instanceof Resolution.RegularFile file) {
                byte[] before = file.read();
                return new Base(change, before, file.entry().mode(), obstacle(change, before));
            }
            if (resolution instanceof Resolution.Missing) {
                String obstacle = change.deletes() ? "'" + change.target() + "' does not exist any more." : null;
                return new Base(change, null, -1, obstacle);
            }
            String obstacle = "'" + change.target() + "' is not a file any more: " + resolution.description() + ".";
            return new Base(change, null, -1, obstacle);
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            throw new WorkspaceUnavailable("The file '" + change.target() + "' cannot be read.", e);
        }
    }

    private static String obstacle(Change change, byte[] before) {
        if (Encoding.of(before).isEmpty()) {
            return "'" + change.target() + "' is not text any more.";
        }
        return change.encoding().reads(before)
                ? null
                : "'" + change.target() + "' has another encoding than when the request was received.";
    }

    byte[] after() {
        return change.content();
    }

    String sha256() {
        return before == null ? null : Sha256.hex(before);
    }

    BaseFile file() {
        byte[] after = after();
        return new BaseFile(
                change.target(),
                sha256(),
                before == null ? -1 : before.length,
                mode,
                after == null ? null : Sha256.hex(after),
                after == null ? -1 : after.length);
    }

    /** As it is shown: decoded. Only where there is no obstacle. */
    FileChange fileChange() {
        return new FileChange(
                change.target().value(),
                change.encoding().toUtf8(before),
                change.encoding().toUtf8(after()),
                Modes.executable(mode >= 0 ? mode : Math.max(0, change.mode())));
    }
}
