package io.patchgate.diff;

/**
 * One hunk: its ranges, as stated and agreed with its lines, and where in the diff's bytes its body lies. {@code
 * oldFrom} and {@code newFrom} are the number of lines before the hunk, whichever way the header counts; {@code line}
 * is that of its header in the diff.
 */
record Hunk(int oldFrom, int oldCount, int newFrom, int newCount, int bodyFrom, int bodyTo, int line) {
    int oldTo() {
        return oldFrom + oldCount;
    }

    int newTo() {
        return newFrom + newCount;
    }
}
