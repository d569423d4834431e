package io.patchgate.diff;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

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
        byte[] result = spliced(base, false, hunk -> true);
        if (header.deletes()) {
            if (result.length > 0) {
                throw new PatchRefused("The diff deletes the file, but does not remove all of its lines.");
            }
            return null;
        }
        return result;
    }

    /**
     * The file with some of the hunks applied, counted from 0, for a diff that neither creates nor deletes it.
     *
     * @throws PatchRefused as {@link #apply} does
     */
    public byte[] applyOnly(byte[] base, Set<Integer> kept) throws PatchRefused {
        if (header.creates() || header.deletes() || base == null) {
            throw new PatchRefused("A file that is created or deleted is so wholly or not at all.");
        }
        return spliced(base, false, kept::contains);
    }

    /**
     * The file before the change, from the file after it: the inverse of {@link #apply}. Null where the diff creates
     * the file; null is also what it expects where the diff deletes it.
     *
     * @throws PatchRefused where {@code result} is not what the diff leaves
     */
    public byte[] unapply(byte[] result) throws PatchRefused {
        if ((result == null) != header.deletes()) {
            throw new PatchRefused("The diff does not leave such a file.");
        }
        byte[] base = spliced(result, true, hunk -> true);
        if (header.creates()) {
            if (base.length > 0) {
                throw new PatchRefused("The diff creates the file, but does not add all of its lines.");
            }
            return null;
        }
        return base;
    }

    private byte[] spliced(byte[] from, boolean backwards, IntPredicate kept) throws PatchRefused {
        var splice = new Splice(from == null ? new byte[0] : from, diff, backwards);
        for (int i = 0; i < hunks.size(); i++) {
            if (kept.test(i)) {
                splice.apply(hunks.get(i), i + 1);
            }
        }
        return splice.finish();
    }

    /** Where a hunk, counted from 0, stands in the file after the change, without the context around it. */
    public LineRange place(int hunk) {
        Hunk at = hunks.get(hunk);
        int lead = 0;
        int trail = 0;
        boolean changed = false;
        int from = at.bodyFrom();
        while (from < at.bodyTo()) {
            boolean context = diff[from] == ' ';
            boolean mark = diff[from] == '\\';
            changed |= !context && !mark;
            if (!changed) {
                lead++;
            }
            trail = context ? trail + 1 : mark ? trail : 0;
            while (diff[from++] != '\n') {
                // To the end of the line, which every line of a diff has.
            }
        }
        return new LineRange(at.newFrom() + lead + 1, at.newTo() - trail);
    }
}
