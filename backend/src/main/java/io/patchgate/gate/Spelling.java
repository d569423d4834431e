package io.patchgate.gate;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A path as it is written and as a filesystem that folds case and Unicode forms might take it, with
 * every beginning of it: for {@code a/b/c} the texts {@code a}, {@code a/b} and {@code a/b/c}. The
 * folding is at least as coarse as that of any filesystem known to fold, so it holds on all of them
 * and is the same on those that do not.
 */
final class Spelling {
    private final String[] raw;
    private final String[] folded;

    private Spelling(String[] raw, String[] folded) {
        this.raw = raw;
        this.folded = folded;
    }

    static Spelling of(String path) {
        String[] raw = beginnings(path);
        String folded = fold(path);
        return new Spelling(raw, folded.equals(path) ? raw : beginnings(folded));
    }

    int length() {
        return raw.length;
    }

    /** The path up to and with the segment of this index. */
    String raw(int index) {
        return raw[index];
    }

    String folded(int index) {
        return folded[index];
    }

    /** Folds each segment by itself, so that no character can fold into a separator. */
    static String fold(String path) {
        if (plain(path)) {
            return path;
        }
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = foldSegment(segments[i]);
        }
        return String.join("/", segments);
    }

    private static String foldSegment(String segment) {
        String folded = foldCase(Normalizer.normalize(segment, Normalizer.Form.NFKC));
        String again = Normalizer.normalize(folded, Normalizer.Form.NFKC);
        return again.indexOf('/') < 0 ? again : foldCase(segment);
    }

    /**
     * Upper case joins what differs only in lower case, such as both forms of a sigma; lower case before
     * it joins the one letter whose capital has no upper case of its own, the sharp s.
     */
    private static String foldCase(String text) {
        return text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean plain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x80 || c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return true;
    }

    private static String[] beginnings(String path) {
        int count = 1;
        for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
            count++;
        }
        String[] beginnings = new String[count];
        int end = -1;
        for (int i = 0; i < count - 1; i++) {
            end = path.indexOf('/', end + 1);
            beginnings[i] = path.substring(0, end);
        }
        beginnings[count - 1] = path;
        return beginnings;
    }
}
