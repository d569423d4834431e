package io.patchgate.diff;

import java.util.ArrayList;
import java.util.List;

/** Reads hunks strictly, each line once, until the diff ends. */
final class HunkReader {
    private final DiffCursor diff;
    private final List<Hunk> hunks = new ArrayList<>();
    private boolean oldEnded;
    private boolean newEnded;

    private String header;
    private int at;

    private HunkReader(DiffCursor diff) {
        this.diff = diff;
    }

    static List<Hunk> read(DiffCursor diff) throws PatchRefused {
        var reader = new HunkReader(diff);
        while (!diff.atEnd()) {
            reader.hunk();
        }
        return reader.hunks;
    }

    private void hunk() throws PatchRefused {
        int line = diff.number();
        if (!diff.startsWith("@@ -")) {
            throw PatchRefused.at(line, afterHunk());
        }
        header = diff.text();
        at = "@@ -".length();
        int oldStart = number();
        int oldCount = count();
        expect(" +");
        int newStart = number();
        int newCount = count();
        expect(" @@");
        // What follows the second @@ is the heading of a section, for readers only.
        if (at < header.length() && header.charAt(at) != ' ') {
            throw malformed();
        }
        int oldFrom = from(oldStart, oldCount);
        int newFrom = from(newStart, newCount);
        place(oldFrom, newFrom);
        diff.advance();
        int bodyFrom = diff.from();
        body(oldCount, newCount, line);
        var hunk = new Hunk(oldFrom, oldCount, newFrom, newCount, bodyFrom, diff.from(), line);
        hunks.add(hunk);
    }

    private String afterHunk() {
        if (hunks.isEmpty()) {
            return "a hunk, '@@ -line,count +line,count @@', is expected here.";
        }
        if (diff.startsWith("diff ") || diff.startsWith("--- ")) {
            return "a second file begins here; send one diff for each file.";
        }
        int last = hunks.get(hunks.size() - 1).line();
        return "the hunk of line " + last + " has all the lines its header counts, and this line begins no other.";
    }

    /** Digits up to what an int holds; the check at each digit keeps a long row of them from overflowing. */
    private int number() throws PatchRefused {
        long value = 0;
        int first = at;
        while (at < header.length() && header.charAt(at) >= '0' && header.charAt(at) <= '9') {
            value = value * 10 + header.charAt(at++) - '0';
            if (value > Integer.MAX_VALUE) {
                throw PatchRefused.at(diff.number(), "a number in the hunk's header is too large.");
            }
        }
        if (at == first) {
            throw malformed();
        }
        return (int) value;
    }

    private int count() throws PatchRefused {
        if (at < header.length() && header.charAt(at) == ',') {
            at++;
            return number();
        }
        return 1;
    }

    private void expect(String text) throws PatchRefused {
        if (!header.startsWith(text, at)) {
            throw malformed();
        }
        at += text.length();
    }

    private PatchRefused malformed() {
        return PatchRefused.at(diff.number(), "the hunk's header is not '@@ -line,count +line,count @@'.");
    }

    /** An empty range names the line before it, any other its own first line. */
    private int from(int start, int count) throws PatchRefused {
        if (count == 0) {
            return start;
        }
        if (start == 0) {
            throw PatchRefused.at(diff.number(), "lines count from 1.");
        }
        if (start - 1L + count > Integer.MAX_VALUE) {
            throw PatchRefused.at(diff.number(), "a number in the hunk's header is too large.");
        }
        return start - 1;
    }

    private void place(int oldFrom, int newFrom) throws PatchRefused {
        Hunk last = hunks.isEmpty() ? null : hunks.get(hunks.size() - 1);
        int oldTo = last == null ? 0 : last.oldTo();
        int newTo = last == null ? 0 : last.newTo();
        if (oldFrom < oldTo || newFrom < newTo) {
            throw PatchRefused.at(diff.number(), "the hunk overlaps the one before it or comes out of order.");
        }
        if (oldFrom - oldTo != newFrom - newTo) {
            throw PatchRefused.at(
                    diff.number(),
                    "the new file's line number does not follow from the old one's and the hunks before it.");
        }
    }

    private void body(int oldCount, int newCount, int line) throws PatchRefused {
        int oldLeft = oldCount;
        int newLeft = newCount;
        boolean changes = false;
        while (oldLeft > 0 || newLeft > 0) {
            if (diff.atEnd()) {
                throw PatchRefused.at(line, "the diff ends before the hunk has the lines its header counts.");
            }
            byte sign = diff.sign();
            if (sign != ' ' && sign != '-' && sign != '+') {
                throw PatchRefused.at(diff.number(), notInHunk(sign, line));
            }
            boolean old = sign != '+';
            boolean fresh = sign != '-';
            if (old && oldLeft == 0 || fresh && newLeft == 0) {
                throw PatchRefused.at(
                        diff.number(), "the hunk of line " + line + " has more such lines than its header counts.");
            }
            if (old && oldEnded || fresh && newEnded) {
                throw PatchRefused.at(diff.number(), "a line follows one marked as the last, without a newline.");
            }
            oldLeft -= old ? 1 : 0;
            newLeft -= fresh ? 1 : 0;
            changes |= sign != ' ';
            diff.advance();
            if (!diff.atEnd() && diff.startsWith("\\ ")) {
                oldEnded |= old;
                newEnded |= fresh;
                diff.advance();
            }
        }
        if (!changes) {
            throw PatchRefused.at(line, "the hunk changes nothing.");
        }
    }

    private String notInHunk(byte sign, int line) {
        if (sign == '\n') {
            return "an empty line in a hunk; an empty context line still begins with a space.";
        }
        if (sign == '\\') {
            return "a mark of a missing newline follows no line of the hunk.";
        }
        return "the hunk of line " + line + " counts more lines than it has; a line of it begins with ' ', '-' or '+'.";
    }
}
