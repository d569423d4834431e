package io.patchgate.diff;

/** Lines of a file, counted from 1, both ends among them; {@code to} is one less than {@code from} where it is a place between lines. */
public record LineRange(int from, int to) {
    /** From a range that counts from 0 and does not hold its end. */
    static LineRange ofHalfOpen(int from, int to) {
        return new LineRange(from + 1, to);
    }
}
