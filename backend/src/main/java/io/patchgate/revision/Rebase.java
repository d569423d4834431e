package io.patchgate.revision;

import io.patchgate.bus.Reviewing.Conflict;
import io.patchgate.diff.FileChange;
import io.patchgate.diff.LineRange;
import io.patchgate.diff.ThreeWayMerge;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A change set made on earlier files, brought onto the files of this moment. */
final class Rebase {
    private final List<Change> changes = new ArrayList<>();
    private final List<FileChange> againstNow = new ArrayList<>();
    private final List<FileChange> againstWanted = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final StringBuilder fingerprint = new StringBuilder();
    private boolean moved;

    private Rebase() {}

    /** One file's change, in UTF-8 whatever it is on disk. Null contents are no file; the mode is for one made again. */
    record Wish(WorkspacePath target, byte[] base, byte[] wanted, Encoding encoding, int mode) {}

    static Rebase onto(Present present, List<Wish> wishes) throws WorkspaceUnavailable {
        Rebase rebase = new Rebase();
        for (Wish wish : wishes) {
            Present.Now now = present.of(wish.target());
            if (now.obstacle() == null) {
                rebase.add(wish, now);
            } else {
                rebase.moved = true;
                rebase.refuse(wish, now.obstacle());
            }
        }
        return rebase;
    }

    private void add(Wish wish, Present.Now present) {
        moved |= !Arrays.equals(wish.encoding().fromUtf8(wish.base()), present.bytes());
        note(wish.target(), present.bytes());
        byte[] now = present.text();
        if (Arrays.equals(now, wish.wanted())) {
            return;
        }
        if (Arrays.equals(wish.base(), now)) {
            make(wish, present, wish.wanted());
        } else if (wish.base() == null) {
            refuse(wish, "It was created meanwhile.");
        } else if (now == null) {
            refuse(wish, "It was deleted meanwhile.");
        } else if (wish.wanted() == null) {
            refuse(wish, "It is to be deleted, but was changed meanwhile.");
        } else {
            merge(wish, present);
        }
    }

    private void merge(Wish wish, Present.Now present) {
        byte[] now = present.text();
        ThreeWayMerge merge = ThreeWayMerge.of(wish.base(), now, wish.wanted());
        for (ThreeWayMerge.Conflict conflict : merge.conflicts()) {
            LineRange here = conflict.ours();
            conflicts.add(new Conflict(
                    wish.target(), "Both change the same lines, or lines that touch.", here.from(), here.to()));
        }
        if (merge.clean()) {
            if (!Arrays.equals(merge.merged(), now)) {
                make(wish, present, merge.merged());
            }
        }
    }

    private void make(Wish wish, Present.Now now, byte[] result) {
        boolean same = now.bytes() == null || wish.encoding().reads(now.bytes());
        Encoding encoding = same ? wish.encoding() : now.encoding();
        if (result != null && !encoding.holds(Encoding.UTF_8.text(result))) {
            refuse(wish, "What comes of it cannot be written in the encoding that the file has now.");
            return;
        }
        Change change = Contents.change(wish.target(), result, encoding);
        changes.add(now.bytes() == null && result != null ? change.withMode(wish.mode()) : change);
        String path = wish.target().value();
        boolean executable = wish.mode() >= 0 && Modes.executable(wish.mode());
        againstNow.add(new FileChange(path, now.text(), result, executable));
        againstWanted.add(new FileChange(path, wish.wanted(), result, false));
    }

    private void refuse(Wish wish, String reason) {
        conflicts.add(new Conflict(wish.target(), reason, 0, 0));
    }

    private void note(WorkspacePath target, byte[] now) {
        fingerprint
                .append(target)
                .append('\t')
                .append(now == null ? "-" : Sha256.hex(now))
                .append('\n');
    }

    /** Whether any file is another than the change was made on. */
    boolean moved() {
        return moved;
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    /** What is left to do; files that are already as wanted are not among it. */
    List<Change> changes() {
        return changes;
    }

    String diff() {
        return UnifiedDiff.of(againstNow);
    }

    /** From what was wanted to what comes of it. */
    String interdiff() {
        return UnifiedDiff.of(againstWanted);
    }

    /** Names the files of this moment; the result follows from them. */
    String key() {
        return Sha256.hex(fingerprint.toString().getBytes(StandardCharsets.UTF_8));
    }
}
