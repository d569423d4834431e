package io.patchgate.http;

import java.nio.charset.StandardCharsets;

/** What is asked of a string from outside before it may be kept or shown. */
final class Text {
    private Text() {}

    /** What PostgreSQL cannot hold and this string has, as the end of a sentence; null when nothing. */
    static String unstorable(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "the character NUL";
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return "a lone surrogate";
                }
                i++;
            }
        }
        return null;
    }

    static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** Whether the text is longer than so many bytes of UTF-8. */
    static boolean longerThan(int bytes, String text) {
        return text.length() > bytes
                || text.length() > bytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }

    /** At most so many characters, cut between characters, the cut made visible. */
    static String shortened(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end) + "…";
    }
}
