package io.patchgate.diff;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A file's bytes as a list of lines, split after {@code \n} and nowhere else: CR, form feed, U+2028 and the rest are
 * content, as they are for git and patch. Joined, the lines are the file. Lines are made when asked for, so that a file
 * of a million lines costs one int a line.
 */
final class Lines extends AbstractList<Line> implements RandomAccess {
    private final byte[] bytes;
    private final int[] starts;

    Lines(byte[] bytes) {
        this.bytes = bytes;
        int terminators = 0;
        for (byte b : bytes) {
            if (b == '\n') {
                terminators++;
            }
        }
        boolean open = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
        starts = new int[terminators + (open ? 1 : 0) + 1];
        int line = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                starts[++line] = i + 1;
            }
        }
        starts[starts.length - 1] = bytes.length;
    }

    @Override
    public Line get(int index) {
        return new Line(bytes, starts[index], starts[index + 1]);
    }

    @Override
    public int size() {
        return starts.length - 1;
    }

    /** The file's length. */
    int bytes() {
        return bytes.length;
    }
}
