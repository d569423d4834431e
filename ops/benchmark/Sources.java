package benchmark;

import java.util.Random;

/** Files of 3.5 KB that look like code, so that they compress and compare like code. */
final class Sources {
    static final int SIZE = 3_500;
    private static final String[] WORDS = {
        "event", "result", "window", "score", "agency", "history", "limit", "reason", "feedback", "model", "request",
        "count", "index", "value", "context", "signal"
    };

    private Sources() {}

    /** The file as it is at first. */
    static String text(int number) {
        return write(number, -1);
    }

    /** The same file with about one line in eight changed. */
    static String changed(int number, int revision) {
        return write(number, revision);
    }

    private static String write(int number, int revision) {
        Random same = new Random(number);
        Random other = new Random(31L * number + revision);
        StringBuilder text = new StringBuilder(SIZE + 100);
        for (int line = 0; text.length() < SIZE; line++) {
            boolean change = revision >= 0 && line % 8 == 3;
            String left = WORDS[same.nextInt(WORDS.length)];
            String right = WORDS[(change ? other : same).nextInt(WORDS.length)];
            if (line % 12 == 0) {
                text.append("\n\ndef ").append(left).append('_').append(line).append("(self, ").append(right).append("):\n");
            } else {
                text.append("    self.").append(left).append(" = ").append(right).append(".get(\"").append(left);
                text.append("\", ").append((change ? other : same).nextInt(10_000)).append(")\n");
            }
        }
        text.setLength(SIZE - 1);
        return text.append('\n').toString();
    }
}
