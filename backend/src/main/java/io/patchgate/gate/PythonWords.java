package io.patchgate.gate;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * A Python file as a stream of words: names, strings, single characters, and the ends of logical lines.
 * Comments are left out, and so are line ends within brackets or after a backslash. A string that is not
 * closed ends with its line, and a quote of its own kind ends an f-string, so that a mistake here reaches
 * no further than the line.
 */
final class PythonWords {
    private static final Set<String> PREFIXES = Set.of("r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt");

    private final String text;
    private int at;
    private int line = 1;
    private int depth;

    PythonWords(String text) {
        this.text = text;
    }

    private enum Kind {
        NAME,
        STRING,
        OTHER,
        LINE_END,
        END
    }

    /** @param text of a string null where it is not the value, for escapes and interpolations */
    record Word(Kind kind, String text, int line) {
        boolean is(String expected) {
            return (kind == Kind.NAME || kind == Kind.OTHER) && text.equals(expected);
        }

        boolean isName() {
            return kind == Kind.NAME;
        }

        boolean isString() {
            return kind == Kind.STRING;
        }

        boolean isEnd() {
            return kind == Kind.END;
        }
    }

    Word next() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                int ended = line;
                lineEnd();
                if (depth == 0) {
                    return new Word(Kind.LINE_END, "", ended);
                }
            } else if (c == '\\' && at + 1 < text.length() && isLineEnd(text.charAt(at + 1))) {
                at++;
                lineEnd();
            } else if (c == '#') {
                comment();
            } else if (c <= ' ' || c == '\uFEFF') {
                at++;
            } else {
                return word(c);
            }
        }
        return new Word(Kind.END, "", line);
    }

    private Word word(char c) {
        if (c == '"' || c == '\'') {
            return string(true);
        }
        if (Character.isUnicodeIdentifierStart(text.codePointAt(at)) || c == '_') {
            return name();
        }
        if (c >= '0' && c <= '9') {
            // With its point and exponent, whose letters are no names.
            while (at < text.length() && (isNamePart(text.codePointAt(at)) || text.charAt(at) == '.')) {
                at += Character.charCount(text.codePointAt(at));
            }
            return new Word(Kind.OTHER, "0", line);
        }
        if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth = Math.max(0, depth - 1);
        }
        int width = Character.charCount(text.codePointAt(at));
        at += width;
        return new Word(Kind.OTHER, text.substring(at - width, at), line);
    }

    private Word name() {
        int from = at;
        while (at < text.length() && isNamePart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        String name = text.substring(from, at);
        boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
        String prefix = name.toLowerCase(Locale.ROOT);
        if (quoted && PREFIXES.contains(prefix)) {
            Word string = string(prefix.equals("r") || prefix.equals("u"));
            return prefix.equals("r") || prefix.equals("u") ? string : new Word(Kind.STRING, null, string.line());
        }
        // Python takes names for the same that are alike in this form.
        return new Word(Kind.NAME, Normalizer.normalize(name, Normalizer.Form.NFKC), line);
    }

    private Word string(boolean literal) {
        int started = line;
        char quote = text.charAt(at);
        boolean triple = text.startsWith(String.valueOf(quote).repeat(3), at);
        int width = triple ? 3 : 1;
        at += width;
        int from = at;
        boolean escaped = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                escaped = true;
                at++;
                if (at < text.length() && isLineEnd(text.charAt(at))) {
                    lineEnd();
                } else {
                    at++;
                }
            } else if (isLineEnd(c)) {
                if (!triple) {
                    break;
                }
                lineEnd();
            } else if (c == quote
                    && (!triple || text.startsWith(String.valueOf(quote).repeat(3), at))) {
                String content = text.substring(from, at);
                at += width;
                return new Word(Kind.STRING, literal && !escaped ? content : null, started);
            } else {
                at++;
            }
        }
        at = Math.min(at, text.length());
        return new Word(Kind.STRING, null, started);
    }

    private void comment() {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
            at++;
        }
    }

    private void lineEnd() {
        boolean pair = text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
        at += pair ? 2 : 1;
        line++;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isNamePart(int c) {
        return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c) || c == '_';
    }
}
