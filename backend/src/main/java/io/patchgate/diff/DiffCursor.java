package io.patchgate.diff;

import java.nio.charset.StandardCharsets;

/** Walks the lines of a diff, as bytes, and knows where it stands. Every line of a diff ends in {@code \n}. */
final class DiffCursor {
    private final byte[] bytes;
    private int from;
    private int to;
    private int number = 1;

    DiffCursor(String diff) throws PatchRefused {
        bytes = encoded(diff);
        to = lineEnd();
    }

    /** Half of a surrogate pair has no UTF-8 form; getBytes would write a question mark into the file. */
    private static byte[] encoded(String diff) throws PatchRefused {
        int line = 1;
        for (int i = 0; i < diff.length(); i++) {
            char c = diff.charAt(i);
            if (c == '\n') {
                line++;
            } else if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == diff.length()
                        || !Character.isLowSurrogate(diff.charAt(i + 1))) {
                    throw PatchRefused.at(line, "it holds half of a surrogate pair, which is no character.");
                }
                i++;
            }
        }
        return diff.getBytes(StandardCharsets.UTF_8);
    }

    private int lineEnd() throws PatchRefused {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length && end > from) {
            throw PatchRefused.at(number, "the diff ends without a newline; every line of a diff ends in one.");
        }
        return end;
    }

    void advance() throws PatchRefused {
        from = to + 1;
        number++;
        to = lineEnd();
    }

    boolean atEnd() {
        return from >= bytes.length;
    }

    /** 1-based. */
    int number() {
        return number;
    }

    /** Where the line begins, its sign included. */
    int from() {
        return from;
    }

    /** The line's first byte, or a newline for an empty line. */
    byte sign() {
        return bytes[from];
    }

    boolean startsWith(String ascii) {
        if (to - from < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The line without its newline. */
    String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }
}
