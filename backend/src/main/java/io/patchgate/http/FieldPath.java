package io.patchgate.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where in a body the reader stands, and how that is written: {@code changes[3].target_file}. The
 * body itself is called {@code body}. Keys of strangers are shortened.
 */
final class FieldPath {
    private static final String ROOT = "body";
    private static final int MAX_KEY = 100;

    private final Deque<Object> steps = new ArrayDeque<>();

    void enter(String key) {
        steps.addLast(key);
    }

    void enter(int index) {
        steps.addLast(index);
    }

    void leave() {
        steps.removeLast();
    }

    /** The path of a member of the place where the reader stands. */
    String with(String key) {
        steps.addLast(key);
        String written = toString();
        steps.removeLast();
        return written;
    }

    @Override
    public String toString() {
        return write(steps.iterator());
    }

    /** Writes a JSON pointer, as validators give it, in this form; {@code #} is the body. */
    static String ofPointer(String pointer) {
        FieldPath path = new FieldPath();
        String[] steps = pointer.split("/", -1);
        for (int i = 1; i < steps.length; i++) {
            String step = decoded(steps[i]);
            path.steps.addLast(step.matches("\\d{1,9}") ? (Object) Integer.valueOf(step) : step);
        }
        return path.toString();
    }

    private static String decoded(String step) {
        String text = step;
        try {
            text = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The validator writes control characters with one digit; the step then stays as written.
        }
        return text.replace("~1", "/").replace("~0", "~");
    }

    private static String write(Iterator<Object> steps) {
        if (!steps.hasNext()) {
            return ROOT;
        }
        StringBuilder text = new StringBuilder();
        while (steps.hasNext()) {
            Object step = steps.next();
            if (step instanceof Integer index) {
                text.append(text.isEmpty() ? ROOT : "")
                        .append('[')
                        .append(index)
                        .append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(Text.shortened((String) step, MAX_KEY));
            }
        }
        return text.toString();
    }
}
