package io.patchgate.diff;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Changes as git writes them, for people to read and for {@code git apply} and {@code patch -p1} to take.
 *
 * <p>Applied, the diff gives the exact bytes, whatever the contents hold: no newline at the end, CRLF, lines that look
 * like headers. Lines end at {@code \n} only. Three lines of context, no {@code index} line except for an empty file, and no renames: a moved file
 * is one deleted and one created. Contents must be UTF-8 without NUL; other bytes would not survive. Time
 * is bounded by the contents' size, not by how they differ; the script is minimal except for large and very unlike
 * contents, see {@link CappedMyers}.
 */
public final class UnifiedDiff {
    private static final byte[] NOTHING = {};

    private UnifiedDiff() {}

    /** The diffs of all files, one after the other in the order given; empty for no change. */
    public static String of(List<FileChange> changes) {
        var diffs = new StringBuilder();
        for (FileChange change : changes) {
            diffs.append(of(change));
        }
        return diffs.toString();
    }

    /** The diff of one file; empty for no change. */
    public static String of(FileChange change) {
        byte[] before = change.before() == null ? NOTHING : change.before();
        byte[] after = change.after() == null ? NOTHING : change.after();
        boolean creates = change.before() == null;
        boolean deletes = change.after() == null;
        byte[] hunks = new HunkWriter(before, after).write();
        if (creates == deletes && hunks.length == 0) {
            return "";
        }
        return header(change, creates, deletes, hunks.length > 0) + new String(hunks, StandardCharsets.UTF_8);
    }

    private static String header(FileChange change, boolean creates, boolean deletes, boolean hunks) {
        String a = GitPath.quoted("a/" + change.path());
        String b = GitPath.quoted("b/" + change.path());
        if (!hunks && a.indexOf(' ') >= 0) {
            // An empty file is named by this line alone, and patch reads a name with a space there only in quotes.
            a = GitPath.alwaysQuoted("a/" + change.path());
            b = GitPath.alwaysQuoted("b/" + change.path());
        }
        String mode = change.executable() ? "100755" : "100644";
        var header = new StringBuilder("diff --git " + a + ' ' + b + '\n');
        if (creates) {
            header.append("new file mode ").append(mode).append('\n');
        }
        if (deletes) {
            header.append("deleted file mode ").append(mode).append('\n');
        }
        if (!hunks) {
            // Without the hash of the empty blob patch refuses to delete an empty file.
            header.append(creates ? "index 0000000..e69de29\n" : "index e69de29..0000000\n");
        } else {
            header.append("--- ").append(creates ? "/dev/null" : ended(a)).append('\n');
            header.append("+++ ").append(deletes ? "/dev/null" : ended(b)).append('\n');
        }
        return header.toString();
    }

    /** A name with a space ends in a tab, as git has it, or patch takes what follows the space for a date. */
    private static String ended(String name) {
        return name.indexOf(' ') < 0 ? name : name + '\t';
    }
}
