package io.patchgate.patch;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/**
 * The name of a file in a workspace, in the one canonical form that Patchgate accepts: relative,
 * {@code /}-separated, Unicode NFC, nothing in it that two readers could take for two things. The
 * form is the same for every path and is looked at before anything else, so that a refusal tells
 * nothing about protection. It says nothing about what the name resolves to on disk.
 */
public record WorkspacePath(String value) implements Comparable<WorkspacePath> {

    public static final int MAX_CHARACTERS = 500;
    public static final int MAX_SEGMENT_BYTES = 255;

    /** @throws InvalidPath with a sentence that says which rule is broken */
    public WorkspacePath {
        String broken = brokenRule(value);
        if (broken != null) {
            throw new InvalidPath(broken);
        }
    }

    public List<String> segments() {
        return List.of(value.split("/", -1));
    }

    public String fileName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(WorkspacePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String brokenRule(String path) {
        if (path == null || path.isEmpty()) {
            return "must not be empty";
        }
        // UTF-16 units bound the work on hostile input before code points are counted.
        if (path.length() > 2 * MAX_CHARACTERS || path.codePointCount(0, path.length()) > MAX_CHARACTERS) {
            return "must have at most " + MAX_CHARACTERS + " characters";
        }
        if (path.charAt(0) == '/') {
            return "must be relative to the workspace, without a leading '/'";
        }
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            String broken = brokenRule(c);
            if (broken != null) {
                return broken;
            }
            i += Character.charCount(c);
        }
        if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
            return "must be in Unicode normalisation form C";
        }
        for (String segment : path.split("/", -1)) {
            String broken = brokenSegment(segment);
            if (broken != null) {
                return broken;
            }
        }
        return null;
    }

    private static String brokenRule(int c) {
        if (c == '\\') {
            return "must separate folders by '/', without a backslash";
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL -> "must not contain control characters";
            case Character.SURROGATE -> "must be valid Unicode, without lone surrogates";
            case Character.FORMAT -> "must not contain bidirectional, zero-width or other format characters";
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "must not contain line separators";
            default -> invisible(c) ? "must not contain characters that have no width" : null;
        };
    }

    /** Unicode's default-ignorable characters, assigned or not, that are not of the format category. */
    private static boolean invisible(int c) {
        return c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c >= 0x180B && c <= 0x180F
                || c == 0x2065
                || c == 0x3164
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFFA0
                || c >= 0xFFF0 && c <= 0xFFF8
                || c >= 0xE0000 && c <= 0xE0FFF;
    }

    private static String brokenSegment(String segment) {
        if (segment.isEmpty()) {
            return "must not contain an empty segment ('//' or a trailing '/')";
        }
        if (segment.equals(".") || segment.equals("..")) {
            return "must not contain a '.' or '..' segment";
        }
        char last = segment.charAt(segment.length() - 1);
        if (last == '.' || last == ' ') {
            return "must not contain a segment that ends with a dot or a space";
        }
        if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
            return "must not contain a segment of more than " + MAX_SEGMENT_BYTES + " bytes";
        }
        return null;
    }

    /** The path is not in canonical form; the message completes "the path …". */
    public static final class InvalidPath extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        InvalidPath(String message) {
            super(message);
        }
    }
}
