package io.patchgate.diff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Paths as git writes them in headers: plain, or as a C string where a byte could be misread. */
final class GitPath {
    private static final String ESCAPED = "\u0007\b\t\n\u000B\f\r\"\\";
    private static final String LETTERS = "abtnvfr\"\\";

    private GitPath() {}

    /**
     * Quoted where git quotes: for control characters, {@code "}, {@code \} and everything outside ASCII. Beyond that for a
     * space at the end, which patch would drop.
     */
    static String quoted(String path) {
        String written = escaped(path);
        return written.equals(path) && !path.endsWith(" ") ? path : '"' + written + '"';
    }

    static String alwaysQuoted(String path) {
        return '"' + escaped(path) + '"';
    }

    private static String escaped(String path) {
        var out = new StringBuilder(path.length() + 8);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int letter = ESCAPED.indexOf((char) b);
            if (letter >= 0) {
                out.append('\\').append(LETTERS.charAt(letter));
            } else if (b < 0x20 || b == 0x7F) {
                out.append('\\');
                out.append((char) ('0' + (b >> 6 & 3))).append((char) ('0' + (b >> 3 & 7)));
                out.append((char) ('0' + (b & 7)));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    /** The index just after the closing quote of the C string that begins {@code text}, or -1 if it does not close. */
    static int quotedEnd(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The path inside a whole C string, or null where an escape is unknown or the bytes are not UTF-8. */
    static String unquoted(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] quoted = text.getBytes(StandardCharsets.UTF_8);
        int end = quoted.length - 1;
        for (int i = 1; i < end; i++) {
            if (quoted[i] != '\\') {
                bytes.write(quoted[i]);
                continue;
            }
            i++;
            int letter = LETTERS.indexOf((char) quoted[i]);
            if (letter >= 0) {
                bytes.write(ESCAPED.charAt(letter));
            } else if (i + 2 < end
                    && quoted[i] <= '3'
                    && octal(quoted[i])
                    && octal(quoted[i + 1])
                    && octal(quoted[i + 2])) {
                bytes.write((quoted[i] - '0') << 6 | (quoted[i + 1] - '0') << 3 | quoted[i + 2] - '0');
                i += 2;
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static boolean octal(byte b) {
        return b >= '0' && b <= '7';
    }
}
