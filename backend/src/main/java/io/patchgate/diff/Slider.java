package io.patchgate.diff;

import com.github.difflib.algorithm.Change;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Moves changes to where a reader expects them, without making the script longer.
 *
 * <p>A block of inserted (or removed) lines can often move up or down, when the line above it equals its last or the
 * line below its first. Blocks that meet on the way become one; of the remaining places the block takes the one that
 * begins and ends at the outermost indentation, just after a blank line if there is one. At most {@value #PLACES} places
 * are weighed for each block, and once the comparisons have read a few times what there is to read, the remaining blocks
 * stay where they are.
 */
final class Slider {
    private static final int PLACES = 100;
    private static final int BLANKS = 20;

    private final Lines before;
    private final Lines after;
    private final List<Change> settled = new ArrayList<>();

    /** Bytes left to compare: merging blocks could otherwise pass over the same lines again and again. */
    private long allowance;

    private Slider(Lines before, Lines after) {
        this.before = before;
        this.after = after;
        allowance = 16L * (before.bytes() + before.size() + after.bytes() + after.size());
    }

    /** The same edit as {@code changes}, which ascend and do not touch; so do those returned. */
    static List<Change> settle(List<Change> changes, Lines before, Lines after) {
        var slider = new Slider(before, after);
        var pending = new ArrayDeque<>(changes);
        while (!pending.isEmpty()) {
            Change change = slider.up(pending.pop());
            change = slider.down(change, pending);
            slider.settled.add(slider.best(change));
        }
        return slider.settled;
    }

    private Change up(Change change) {
        Change block = change;
        while (slides(block)) {
            int floor = floor();
            if (block.startOriginal == floor) {
                if (settled.isEmpty()) {
                    return block;
                }
                block = union(settled.remove(settled.size() - 1), block);
            } else if (canRise(block)) {
                block = moved(block, -1);
            } else {
                return block;
            }
        }
        return block;
    }

    private Change down(Change change, Deque<Change> pending) {
        Change block = change;
        while (slides(block)) {
            int ceiling = pending.isEmpty() ? before.size() : pending.peek().startOriginal;
            if (block.endOriginal == ceiling) {
                if (pending.isEmpty()) {
                    return block;
                }
                block = union(block, pending.pop());
            } else if (canSink(block)) {
                block = moved(block, 1);
            } else {
                return block;
            }
        }
        return block;
    }

    /** Of the places from here upwards, the cheapest; of equals the lowest. */
    private Change best(Change lowest) {
        if (!slides(lowest)) {
            return lowest;
        }
        int floor = floor();
        Change best = lowest;
        int lowestCost = cost(lowest);
        Change place = lowest;
        // One line stays between blocks, or two of them would print as one.
        for (int i = 0;
                i < PLACES && place.startOriginal > floor + (settled.isEmpty() ? 0 : 1) && canRise(place);
                i++) {
            place = moved(place, -1);
            int cost = cost(place);
            if (cost < lowestCost) {
                lowestCost = cost;
                best = place;
            }
        }
        return best;
    }

    private int cost(Change block) {
        Lines lines = moving(block);
        return cost(lines, start(block)) + cost(lines, end(block));
    }

    /** How badly a block's border before the given line reads. */
    private static int cost(Lines lines, int index) {
        if (index == 0 || index == lines.size()) {
            return 0;
        }
        Line line = lines.get(index);
        if (line.blank()) {
            int next = index;
            while (next < lines.size()
                    && next < index + BLANKS
                    && lines.get(next).blank()) {
                next++;
            }
            return next == lines.size() ? 1 : 10 * lines.get(next).indent() + 1;
        }
        Line previous = lines.get(index - 1);
        int indent = line.indent();
        int unspaced = previous.blank() ? 0 : 2;
        // A line further out than the one above closes a block, which it belongs to more than to what follows.
        int closes = !previous.blank() && indent < previous.indent() ? 6 : 0;
        return 10 * indent + unspaced + closes;
    }

    private int floor() {
        return settled.isEmpty() ? 0 : settled.get(settled.size() - 1).endOriginal;
    }

    private boolean canRise(Change block) {
        Lines lines = moving(block);
        return same(lines.get(start(block) - 1), lines.get(end(block) - 1));
    }

    private boolean canSink(Change block) {
        Lines lines = moving(block);
        return same(lines.get(start(block)), lines.get(end(block)));
    }

    private boolean same(Line one, Line other) {
        allowance -= one.to() - one.from() + 1;
        return allowance > 0 && one.equals(other);
    }

    private static boolean slides(Change block) {
        return block.deltaType != DeltaType.CHANGE;
    }

    private Lines moving(Change block) {
        return block.deltaType == DeltaType.INSERT ? after : before;
    }

    private static int start(Change block) {
        return block.deltaType == DeltaType.INSERT ? block.startRevised : block.startOriginal;
    }

    private static int end(Change block) {
        return block.deltaType == DeltaType.INSERT ? block.endRevised : block.endOriginal;
    }

    private static Change moved(Change block, int by) {
        return new Change(
                block.deltaType,
                block.startOriginal + by,
                block.endOriginal + by,
                block.startRevised + by,
                block.endRevised + by);
    }

    private static Change union(Change first, Change second) {
        return CappedMyers.change(first.startOriginal, second.endOriginal, first.startRevised, second.endRevised);
    }
}
