package io.patchgate.diff;

import com.github.difflib.algorithm.Change;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the hunks between two contents, byte for byte.
 *
 * <p>The library's UnifiedDiffUtils is not used for this: it takes lines without their terminators, so that it can
 * neither say that a last line has no newline nor see that two files differ in nothing else.
 */
final class HunkWriter {
    private static final int CONTEXT = 3;
    private static final byte[] UNENDED = "\n\\ No newline at end of file\n".getBytes(StandardCharsets.US_ASCII);

    private final Lines before;
    private final Lines after;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    HunkWriter(byte[] before, byte[] after) {
        this.before = new Lines(before);
        this.after = new Lines(after);
    }

    /** All hunks, empty where the contents are equal. */
    byte[] write() {
        List<Change> changes = Slider.settle(new CappedMyers<Line>().computeDiff(before, after, null), before, after);
        int first = 0;
        while (first < changes.size()) {
            int last = first;
            // Where the context of two changes would touch or overlap they share a hunk.
            while (last + 1 < changes.size()
                    && changes.get(last + 1).startOriginal - changes.get(last).endOriginal <= 2 * CONTEXT) {
                last++;
            }
            hunk(changes.subList(first, last + 1));
            first = last + 1;
        }
        return out.toByteArray();
    }

    private void hunk(List<Change> changes) {
        Change first = changes.get(0);
        Change last = changes.get(changes.size() - 1);
        int lead = Math.min(CONTEXT, first.startOriginal);
        int trail = Math.min(CONTEXT, before.size() - last.endOriginal);
        int fromOld = first.startOriginal - lead;
        int fromNew = first.startRevised - lead;
        ascii("@@ -" + range(fromOld, last.endOriginal + trail) + " +" + range(fromNew, last.endRevised + trail)
                + " @@\n");
        int at = fromOld;
        for (Change change : changes) {
            lines(' ', before, at, change.startOriginal);
            lines('-', before, change.startOriginal, change.endOriginal);
            lines('+', after, change.startRevised, change.endRevised);
            at = change.endOriginal;
        }
        lines(' ', before, at, last.endOriginal + trail);
    }

    /** The count is left out where it is one; an empty range is named by the line before it. */
    private static String range(int from, int to) {
        int count = to - from;
        return count == 1 ? "" + (from + 1) : (count == 0 ? from : from + 1) + "," + count;
    }

    private void lines(char sign, Lines lines, int from, int to) {
        for (int i = from; i < to; i++) {
            Line line = lines.get(i);
            out.write(sign);
            out.write(line.bytes(), line.from(), line.to() - line.from());
            if (line.bytes()[line.to() - 1] != '\n') {
                out.writeBytes(UNENDED);
            }
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
