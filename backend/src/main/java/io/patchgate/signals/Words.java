package io.patchgate.signals;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names in code, taken apart. */
final class Words {
    private static final int LONGEST = 200;

    private Words() {}

    /** As an interpreter that folds compatible letters reads it, so that no unusual letter hides a name. */
    static String plain(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 127) {
                return word.length() > LONGEST ? word : Normalizer.normalize(word, Normalizer.Form.NFKC);
            }
        }
        return word;
    }

    /** {@code requireAuth}, {@code require_auth} and {@code REQUIRE_AUTH} are all {@code require} and {@code auth}. */
    static List<String> parts(String word) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= word.length() && i < LONGEST; i++) {
            boolean end = i == word.length() || word.charAt(i) == '_';
            boolean hump = !end && Character.isUpperCase(word.charAt(i)) && Character.isLowerCase(word.charAt(i - 1));
            if (end || hump) {
                if (i > from) {
                    parts.add(word.substring(from, i).toLowerCase(Locale.ROOT));
                }
                from = hump ? i : i + 1;
            }
        }
        return parts;
    }
}
