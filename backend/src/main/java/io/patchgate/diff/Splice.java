package io.patchgate.diff;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * One pass over a file that copies it with hunks applied. Its refusals hold line numbers only, never what stands on a
 * line.
 */
final class Splice {
    private final byte[] base;
    private final byte[] diff;
    private final boolean backwards;
    private final ByteArrayOutputStream out;

    /** Where in the base the pass stands, and how many of its lines lie before. */
    private int at;

    private int line;
    private boolean unended;
    private String hunkName;

    /** @param backwards whether the hunks are taken back: what they add is found in the base, what they remove returns */
    Splice(byte[] base, byte[] diff, boolean backwards) {
        this.base = base;
        this.diff = diff;
        this.backwards = backwards;
        out = new ByteArrayOutputStream(base.length + 1024);
    }

    /** {@code number} counts hunks from 1, for the refusal. */
    void apply(Hunk hunk, int number) throws PatchRefused {
        hunkName = "Hunk " + number + " (line " + hunk.line() + " of the diff): ";
        skipTo(backwards ? hunk.newFrom() : hunk.oldFrom());
        byte arrives = (byte) (backwards ? '-' : '+');
        byte leaves = (byte) (backwards ? '+' : '-');
        int from = hunk.bodyFrom();
        while (from < hunk.bodyTo()) {
            byte sign = diff[from];
            int to = lineEnd(diff, from);
            int next = to;
            if (next < hunk.bodyTo() && diff[next] == '\\') {
                // The mark says that the newline before it belongs to the diff and not to the line.
                next = lineEnd(diff, next);
                to--;
            }
            if (sign != arrives) {
                match(from + 1, to);
            }
            if (sign != leaves) {
                write(diff, from + 1, to);
            }
            from = next;
        }
    }

    /** The rest of the base, unchanged, and with it the whole result. */
    byte[] finish() throws PatchRefused {
        write(base, at, base.length);
        return out.toByteArray();
    }

    private void skipTo(int lines) throws PatchRefused {
        int from = at;
        while (line < lines) {
            if (at == base.length) {
                throw new PatchRefused(hunkName + "the file has no line " + lines + ".");
            }
            at = lineEnd(base, at);
            line++;
        }
        write(base, from, at);
    }

    private void match(int from, int to) throws PatchRefused {
        int end = lineEnd(base, at);
        line++;
        if (!Arrays.equals(base, at, end, diff, from, to)) {
            throw new PatchRefused(hunkName + "line " + line + " of the file is not as the hunk has it.");
        }
        at = end;
    }

    private void write(byte[] bytes, int from, int to) throws PatchRefused {
        if (from == to) {
            return;
        }
        if (unended) {
            // Two lines would become one that neither the file nor the diff has.
            throw new PatchRefused(hunkName + "a line without a newline would stand before the end of the file.");
        }
        out.write(bytes, from, to - from);
        unended = bytes[to - 1] != '\n';
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, bytes.length);
    }
}
