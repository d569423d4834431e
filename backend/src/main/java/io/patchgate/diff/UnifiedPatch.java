package io.patchgate.diff;

import java.util.List;
import java.util.Optional;

/**
 * A unified diff of exactly one file, read and applied strictly: no fuzz, no offset, no line that is not understood.
 *
 * <p>Reads what {@code diff -u} and {@code git diff} write, without renames, copies, mode changes and binary content.
 * Every line of the diff ends in {@code \n}; a CR before it belongs to the content. Reading and applying take time
 * linear in the diff and the file. The size of the diff is the caller's to bound, and whether the paths are those the
 * caller means is the caller's to check: without a {@code diff --git} line the two may differ.
 */
public final class UnifiedPatch {
    private final PatchHeader header;
    private final List<Hunk> hunks;
    private final byte[] diff;

    private UnifiedPatch(PatchHeader header, List<Hunk> hunks, byte[] diff) {
        this.header = header;
        this.hunks = hunks;
        this.diff = diff;
    }

    /** @throws PatchRefused naming the line of the diff that is wrong, from 1 */
    public static UnifiedPatch parse(String diff) throws PatchRefused {
        var cursor = new DiffCursor(diff);
        PatchHeader header = PatchHeader.read(cursor);
        List<Hunk> hunks = HunkReader.read(cursor);
        for (Hunk hunk : hunks) {
            if (header.creates() && (hunks.size() > 1 || hunk.oldTo() > 0)) {
                throw PatchRefused.at(hunk.line(), "a new file has one hunk, and its old range is -0,0.");
            }
            if (header.deletes() && (hunks.size() > 1 || hunk.newTo() > 0)) {
                throw PatchRefused.at(hunk.line(), "a deleted file has one hunk, and its new range is +0,0.");
            }
        }
        return new UnifiedPatch(header, hunks, cursor.bytes());
    }

    /** The path before, without {@code a/}; empty where the diff creates the file. */
    public Optional<String> oldPath() {
        return Optional.ofNullable(header.oldPath());
    }

    /** The path after, without {@code b/}; empty where the diff deletes the file. */
    public Optional<String> newPath() {
        return Optional.ofNullable(header.newPath());
    }

    /** Whether the diff says that there was no such file. */
    public boolean creates() {
        return header.creates();
    }

    /** Whether the diff says that there will be no such file. */
    public boolean deletes() {
        return header.deletes();
    }

    /** Whether the diff states mode 100755, for the file it creates or deletes; false where it states no mode. */
    public boolean executable() {
        return header.executable();
    }

    /** How many hunks there are; none where git's header alone creates or deletes an empty file. */
    public int hunks() {
        return hunks.size();
    }

    /**
     * The file after the change, null where the diff deletes it.
     *
     * <p>Each context and removed line must be found, byte for byte, at exactly the line stated. Null for {@code base}
     * means that there is no file, to which only additions at {@code -0,0} apply; a diff that says it creates the file
     * applies to nothing else.
     *
     * @throws PatchRefused naming the hunk and the line of the file, from 1, that do not match
     */
    public byte[] apply(byte[] base) throws PatchRefused {
        if (header.creates() && base != null) {
            throw new PatchRefused("The diff creates the file, but it exists.");
        }
        boolean needsFile = header.deletes() || hunks.stream().anyMatch(hunk -> hunk.oldTo() > 0);
        if (base == null && needsFile) {
            throw new PatchRefused("The diff changes or deletes the file, but it does not exist.");
        }
        var splice = new Splice(base == null ? new byte[0] : base, diff);
        for (int i = 0; i < hunks.size(); i++) {
            splice.apply(hunks.get(i), i + 1);
        }
        byte[] result = splice.finish();
        if (header.deletes()) {
            if (result.length > 0) {
                throw new PatchRefused("The diff deletes the file, but does not remove all of its lines.");
            }
            return null;
        }
        return result;
    }
}
