package io.patchgate.revision;

import io.patchgate.bus.Store;
import io.patchgate.diff.ChangeSetDiff;
import io.patchgate.diff.PatchRefused;
import io.patchgate.diff.UnifiedPatch;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One file of an admitted request as it was at admission and as the request leaves it. The earlier bytes are worked out
 * from the later ones and the stored diff, which gives them exactly, and are checked against the hash that was stored.
 *
 * @param patch null where the request leaves the file as it was
 * @param before null where there was no file
 * @param after null where the file is deleted
 */
record Contents(WorkspacePath target, UnifiedPatch patch, byte[] before, byte[] after) {

    static List<Contents> of(Store.PatchDetail request) {
        try {
            Map<String, UnifiedPatch> patches = ChangeSetDiff.read(request.row().diff());
            List<Contents> contents = new ArrayList<>();
            for (int i = 0; i < request.changes().size(); i++) {
                Change change = request.changes().get(i);
                contents.add(of(
                        change,
                        request.files().get(i),
                        patches.get(change.target().value())));
            }
            return contents;
        } catch (PatchRefused e) {
            throw new IllegalStateException("The stored diff of a request cannot be taken back", e);
        }
    }

    private static Contents of(Change change, BaseFile file, UnifiedPatch patch) throws PatchRefused {
        byte[] after = change.deletes() ? null : change.newCode().getBytes(StandardCharsets.UTF_8);
        byte[] before = patch == null ? after : patch.unapply(after);
        if (!Objects.equals(before == null ? null : Sha256.hex(before), file.baseSha256())) {
            throw new IllegalStateException("The stored diff of a request does not lead back to its base");
        }
        return new Contents(change.target(), patch, before, after);
    }

    /** Whether the file can only be taken or left as a whole. */
    boolean indivisible() {
        return before == null || after == null || patch.hunks() == 0;
    }

    /** The change that leaves this content; null deletes. */
    static Change change(WorkspacePath target, byte[] content) {
        return content == null
                ? new Change(target, Change.Form.DELETE, null, null, null)
                : new Change(target, Change.Form.NEW_CODE, new String(content, StandardCharsets.UTF_8), null, null);
    }
}
