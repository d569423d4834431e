package io.patchgate.diff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * One line of a file with its terminator, as a range of the file's bytes. Two lines are equal when their bytes are, so a
 * last line without {@code \n} differs from the same line with one.
 */
record Line(byte[] bytes, int from, int to) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = (1L << 61) - 1;
    private static final long SEVEN_BYTES = (1L << 56) - 1;
    private static final long KEY = new SecureRandom().nextLong() >>> 4 | 1;

    @Override
    public boolean equals(Object other) {
        return other instanceof Line that && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
    }

    /**
     * A polynomial over 2^61-1 at a point drawn once a process. Agents choose the lines, and with a hash they could
     * predict they would choose 20,000 lines that collide; at a secret point any two lines collide with chance
     * length/2^61 before the fold to 32 bits.
     */
    @Override
    public int hashCode() {
        long hash = to - from + 1L;
        int at = from;
        // Eight bytes are read and seven used, so that every word stays below the prime.
        for (; to - at >= 8; at += 7) {
            hash = step(hash, (long) LONG.get(bytes, at) & SEVEN_BYTES);
        }
        long tail = 0;
        for (; at < to; at++) {
            if (tail >>> 48 != 0) {
                hash = step(hash, tail);
                tail = 0;
            }
            tail = tail << 8 | (bytes[at] & 0xFF);
        }
        hash = step(hash, tail);
        return (int) (step(hash, 0) >>> 16);
    }

    private static long step(long hash, long word) {
        long high = Math.multiplyHigh(hash, KEY);
        long low = hash * KEY;
        long sum = (low & PRIME) + (low >>> 61 | high << 3) + word;
        sum = (sum & PRIME) + (sum >>> 61);
        return sum >= PRIME ? sum - PRIME : sum;
    }

    /** Whether nothing but white space, and not much of that, stands on the line. */
    boolean blank() {
        if (to - from > 200) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && (bytes[i] < '\t' || bytes[i] > '\r')) {
                return false;
            }
        }
        return true;
    }

    /** Columns of white space the line begins with, tabs to the next eighth, counted no further than 200. */
    int indent() {
        int column = 0;
        for (int i = from; i < to && column < 200; i++) {
            if (bytes[i] == ' ') {
                column++;
            } else if (bytes[i] == '\t') {
                column += 8 - column % 8;
            } else {
                break;
            }
        }
        return column;
    }
}
