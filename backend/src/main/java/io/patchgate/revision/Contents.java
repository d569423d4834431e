package io.patchgate.revision;

import io.patchgate.bus.Store;
import io.patchgate.diff.ChangeSetDiff;
import io.patchgate.diff.PatchRefused;
import io.patchgate.diff.UnifiedPatch;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One file of an admitted request as it was at admission and as the request leaves it, in UTF-8 whatever it is on disk.
 * The earlier text is worked out from the later one and the stored diff, which gives it exactly, and is checked against
 * the hash that was stored.
 *
 * @param patch null where the request leaves the file as it was
 * @param before null where there was no file
 * @param after null where the file is deleted
 * @param mode of the file at admission, -1 where there was none
 */
record Contents(WorkspacePath target, UnifiedPatch patch, byte[] before, byte[] after, Encoding encoding, int mode) {

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
        if (!Objects.equals(
                before == null ? null : Sha256.hex(change.encoding().fromUtf8(before)), file.baseSha256())) {
            throw new IllegalStateException("The stored diff of a request does not lead back to its base");
        }
        return new Contents(change.target(), patch, before, after, change.encoding(), file.baseMode());
    }

    /** Whether the file can only be taken or left as a whole. */
    boolean indivisible() {
        return before == null || after == null || patch.hunks() == 0;
    }

    /** The change that leaves this text; null deletes. */
    static Change change(WorkspacePath target, byte[] text, Encoding encoding) {
        return text == null
                ? new Change(target, Change.Form.DELETE, null, null, null).in(encoding)
                : new Change(target, Change.Form.NEW_CODE, Encoding.UTF_8.text(text), null, null).in(encoding);
    }
}
