package observation;

import java.util.HashMap;
import java.util.Map;

/** Compares every answer with the first of its kind; the first byte that differs is named. */
final class Differences {
    private static final int CONTEXT = 40;

    private final Map<String, String> first = new HashMap<>();
    private String named;
    private long compared;

    /** @param call what was asked, by which plan and for which kind of target */
    void compare(String call, Answer answer, boolean denied) {
        String now = answer.comparable();
        compared++;
        String reference = first.putIfAbsent(call, now);
        if (reference != null && named == null && !reference.equals(now)) {
            int at = 0;
            while (at < Math.min(reference.length(), now.length()) && reference.charAt(at) == now.charAt(at)) {
                at++;
            }
            named = String.format(
                    "byte %d of the answer to %s: '%s' before, '%s' now, for %s one",
                    at, call, around(reference, at), around(now, at), denied ? "a denied" : "an allowed");
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - CONTEXT), Math.min(text.length(), at + CONTEXT))
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    /** Null where nothing differs. */
    String named() {
        return named;
    }

    long compared() {
        return compared;
    }
}
