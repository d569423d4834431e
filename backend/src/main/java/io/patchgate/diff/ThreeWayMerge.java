package io.patchgate.diff;

import com.github.difflib.algorithm.Change;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two changes of one file brought together, line by line and byte for byte: a line's end is part of it, so nothing is
 * translated, and a missing newline at the end is a change like any other.
 *
 * <p>Changes that are the same on both sides are made once. Changes that overlap or touch, with no unchanged line between
 * them, are a conflict: whether they fit is not for a program to say. Time and memory are those of two diffs.
 *
 * @param merged the result; null where there is a conflict
 * @param conflicts in the order of the file
 */
public record ThreeWayMerge(byte[] merged, List<Conflict> conflicts) {

    /** The same stretch of the file in all three contents. */
    public record Conflict(LineRange base, LineRange ours, LineRange theirs) {}

    public boolean clean() {
        return conflicts.isEmpty();
    }

    public static ThreeWayMerge of(byte[] base, byte[] ours, byte[] theirs) {
        return new Merging(base, ours, theirs).run();
    }

    /** One walk over the base, from change to change. */
    private static final class Merging {
        private final Lines base;
        private final Side ours;
        private final Side theirs;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<Conflict> conflicts = new ArrayList<>();
        private int at;

        Merging(byte[] base, byte[] ours, byte[] theirs) {
            this.base = new Lines(base);
            this.ours = new Side(this.base, new Lines(ours));
            this.theirs = new Side(this.base, new Lines(theirs));
        }

        ThreeWayMerge run() {
            while (!ours.done() || !theirs.done()) {
                if (ours.before(theirs)) {
                    take(ours);
                } else if (theirs.before(ours)) {
                    take(theirs);
                } else {
                    join();
                }
            }
            copy(base, at, base.size());
            return new ThreeWayMerge(conflicts.isEmpty() ? out.toByteArray() : null, List.copyOf(conflicts));
        }

        private void take(Side side) {
            Change change = side.next();
            copy(base, at, change.startOriginal);
            copy(side.lines, change.startRevised, change.endRevised);
            at = change.endOriginal;
        }

        /** All changes of both sides that hang together. */
        private void join() {
            int from = Math.min(ours.start(), theirs.start());
            int to = from;
            int firstOfOurs = ours.index;
            int firstOfTheirs = theirs.index;
            while (!ours.done() && ours.start() <= to || !theirs.done() && theirs.start() <= to) {
                Side side = !ours.done() && ours.start() <= to ? ours : theirs;
                to = Math.max(to, side.next().endOriginal);
            }
            copy(base, at, from);
            LineRange mine = ours.range(firstOfOurs, from, to);
            LineRange other = theirs.range(firstOfTheirs, from, to);
            if (ours.same(mine, theirs, other)) {
                copy(ours.lines, mine.from() - 1, mine.to());
            } else {
                conflicts.add(new Conflict(LineRange.ofHalfOpen(from, to), mine, other));
            }
            at = to;
        }

        private void copy(Lines lines, int from, int to) {
            for (int i = from; i < to; i++) {
                Line line = lines.get(i);
                out.write(line.bytes(), line.from(), line.to() - line.from());
            }
        }
    }

    /** One side's changes against the base, and how far the walk has come in them. */
    private static final class Side {
        final Lines lines;
        private final List<Change> changes;
        private int index;

        Side(Lines base, Lines lines) {
            this.lines = lines;
            this.changes = Slider.settle(new CappedMyers<Line>().computeDiff(base, lines, null), base, lines);
        }

        boolean done() {
            return index == changes.size();
        }

        int start() {
            return changes.get(index).startOriginal;
        }

        Change next() {
            return changes.get(index++);
        }

        /** Whether its next change ends with an unchanged line to spare before the other's next. */
        boolean before(Side other) {
            return !done() && (other.done() || changes.get(index).endOriginal < other.start());
        }

        /** What this side has in place of the base's lines, given the first of its changes there. */
        LineRange range(int first, int from, int to) {
            Change begin = changes.get(first);
            Change end = changes.get(index - 1);
            return LineRange.ofHalfOpen(
                    begin.startRevised - (begin.startOriginal - from), end.endRevised + (to - end.endOriginal));
        }

        boolean same(LineRange mine, Side other, LineRange others) {
            byte[] one = bytes(mine);
            byte[] two = other.bytes(others);
            return Arrays.equals(one, two);
        }

        private byte[] bytes(LineRange range) {
            if (range.to() < range.from()) {
                return new byte[0];
            }
            Line first = lines.get(range.from() - 1);
            Line last = lines.get(range.to() - 1);
            return Arrays.copyOfRange(first.bytes(), first.from(), last.to());
        }
    }
}
