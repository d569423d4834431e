package io.patchgate.signals;

import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/** Characters on added lines that do not show, reorder what shows, or look like others. */
final class Characters {
    private static final int LONGEST_NAME = 200;

    /** Letters of Greek that cannot be told from Latin ones; the others are at home in formulas. */
    private static final String GREEK_LIKE_LATIN = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳνρ";

    /** Letters of Cyrillic that cannot be told from Latin ones. */
    private static final String CYRILLIC_LIKE_LATIN = "АВЕЅІЈКМНОРСТУХасеорхуѕіјԁһԛԝӏ";

    private Characters() {}

    static void look(ChangedFile file, Findings findings) {
        file.eachAdded((number, line) -> {
            if (!plain(line)) {
                hidden(file, number, line, findings);
                names(file, number, line, findings);
            }
        });
    }

    private static boolean plain(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c > 126 || c < 32 && c != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void hidden(ChangedFile file, int number, String line, Findings findings) {
        int previous = 0;
        for (int i = 0; i < line.length(); ) {
            int c = line.codePointAt(i);
            String what = hidden(c, previous, i + 1 == line.length(), number == 1 && i == 0);
            if (what != null) {
                findings.add(Kind.HIDDEN_UNICODE, Severity.HIGH, what, file.path(), Side.AFTER, number);
            }
            previous = c;
            i += Character.charCount(c);
        }
    }

    private static String hidden(int c, int previous, boolean last, boolean first) {
        if (c < 32) {
            return c == '\t' || c == '\f' || c == '\r' && last ? null : "control characters";
        }
        if (c < 127 || c == 0xFEFF && first) {
            return null;
        }
        if (c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F || c == 0x61C) {
            return "bidirectional controls";
        }
        if (c == 0x200C || c == 0x200D || c >= 0xFE00 && c <= 0xFE0F) {
            // Part of how some scripts and emoji are written; without such a character before it it is not.
            return previous > 0xFF ? null : "invisible characters";
        }
        boolean unseen = c == 127
                || c == 0xAD
                || c == 0x200B
                || c >= 0x2060 && c <= 0x2064
                || c == 0xFEFF
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0
                || c == 0x2028
                || c == 0x2029
                || c >= 0x80 && c <= 0x9F
                || c >= 0xE0000 && c <= 0xE01EF;
        return unseen ? "invisible characters" : null;
    }

    private static void names(ChangedFile file, int number, String line, Findings findings) {
        int at = 0;
        while (at < line.length()) {
            int from = at;
            while (at < line.length() && Lexer.word(line.charAt(at))) {
                at++;
            }
            if (at - from > 1) {
                String what = mixed(line.substring(from, Math.min(at, from + LONGEST_NAME)));
                if (what != null) {
                    findings.add(Kind.MIXED_SCRIPT, Severity.HIGH, what, file.path(), Side.AFTER, number);
                }
            }
            at = Math.max(at, from + 1);
        }
    }

    private static String mixed(String name) {
        boolean latin = false;
        boolean other = false;
        boolean dressed = false;
        boolean ascii = true;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            ascii &= c < 128;
            UnicodeScript script = UnicodeScript.of(c);
            latin |= script == UnicodeScript.LATIN;
            other |= script == UnicodeScript.CYRILLIC
                    || script == UnicodeScript.ARMENIAN
                    || script == UnicodeScript.CHEROKEE
                    || script == UnicodeScript.GREEK && GREEK_LIKE_LATIN.indexOf(c) >= 0;
            dressed |= c >= 0xFF21 && c <= 0xFF5A || c >= 0x1D400 && c <= 0x1D7FF;
        }
        if (ascii) {
            return null;
        }
        if (latin && other) {
            return "letters of different scripts in one name";
        }
        if (dressed && Normalizer.normalize(name, Normalizer.Form.NFKC).chars().allMatch(c -> c < 128)) {
            return "unusual forms of ordinary letters";
        }
        boolean pretends = name.length() > 3
                && name.chars().allMatch(c -> c == '_' || CYRILLIC_LIKE_LATIN.indexOf(c) >= 0)
                && name.indexOf('_') >= 0;
        return pretends ? "a name wholly of letters that look like Latin ones" : null;
    }
}
