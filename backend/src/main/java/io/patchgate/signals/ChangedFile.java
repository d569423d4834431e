package io.patchgate.signals;

import io.patchgate.diff.ShownFile;
import java.util.List;

/**
 * One file of a change set, as lines without their ends.
 *
 * @param before null where the file is created
 * @param after null where it is deleted
 * @param blocks what differs, as the diff shows it
 */
public record ChangedFile(String path, List<String> before, List<String> after, List<ShownFile.Block> blocks) {

    /** @param after the content that the diff leads to, null for a deletion */
    public static ChangedFile of(ShownFile shown, String after, boolean creates) {
        List<String> lines = after == null ? null : ShownFile.lines(after);
        List<String> before = creates ? null : shown.before(lines == null ? List.of() : lines);
        return new ChangedFile(shown.path(), before, lines, shown.blocks());
    }

    boolean creates() {
        return before == null;
    }

    boolean deletes() {
        return after == null;
    }

    int added() {
        return blocks.stream().mapToInt(block -> block.added().size()).sum();
    }

    int removed() {
        return blocks.stream().mapToInt(block -> block.removed().size()).sum();
    }

    /** Calls for each line that the patch adds, with its number. */
    void eachAdded(NumberedLine call) {
        for (ShownFile.Block block : blocks) {
            for (int i = 0; i < block.added().size(); i++) {
                call.accept(block.after() + i, block.added().get(i));
            }
        }
    }

    /** A line and its number, from 1. */
    @FunctionalInterface
    interface NumberedLine {
        void accept(int number, String line);
    }
}
