package io.patchgate.signals;

import java.util.List;

/**
 * Takes a file line by line and hands on its words and signs, without what stands in comments and strings. It knows
 * just enough of a language for that, and where it cannot tell it takes text for code: what is code must not hide in
 * something that only looks like a string. One pass, but for looking ahead for ends that are not there, which it gives up
 * after a few times on a line; constant memory.
 */
final class Lexer {
    private static final int MOST_UNENDED = 16;
    private static final String[] SIGNS = new String[128];

    static {
        for (char c = 0; c < SIGNS.length; c++) {
            SIGNS[c] = String.valueOf(c).intern();
        }
    }

    private final Language language;
    private final Tokens tokens;
    private Language.Quote open;
    private String comment;
    private String line;
    private int number;
    private int at;
    private int unended;
    private String previous = "";

    Lexer(Language language, Tokens tokens) {
        this.language = language;
        this.tokens = tokens;
    }

    /** Where tokens go. */
    interface Tokens {
        /** @param text a word, or a sign of one character */
        void code(String text, int line);

        /** A whole string of one line. */
        void string(String content, int line);
    }

    static boolean word(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c > 127
                        && (Character.isLetterOrDigit(c)
                                || Character.isSurrogate(c)
                                || Character.getType(c) == Character.NON_SPACING_MARK);
    }

    void take(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            line = lines.get(i);
            number = i + 1;
            at = 0;
            unended = 0;
            while (at < line.length()) {
                step();
            }
        }
    }

    private void step() {
        if (comment != null) {
            int end = line.indexOf(comment, at);
            at = end < 0 ? line.length() : end + comment.length();
            comment = end < 0 ? comment : null;
        } else if (open != null) {
            inside();
        } else if (Character.isWhitespace(line.charAt(at))) {
            at++;
        } else if (!comment() && !string() && !expression()) {
            token();
        }
    }

    /** In a string of several lines. */
    private void inside() {
        if (open.escapes() && line.charAt(at) == '\\') {
            at += 2;
        } else if (line.startsWith(open.open(), at)) {
            at += open.open().length();
            open = null;
        } else if (open.code() && !Character.isWhitespace(line.charAt(at))) {
            token();
        } else {
            at++;
        }
    }

    private boolean comment() {
        for (String mark : language.comments()) {
            if (line.startsWith(mark, at) && (!language.commentsAtWords() || at == 0 || blank(line.charAt(at - 1)))) {
                at = line.length();
                return true;
            }
        }
        for (List<String> marks : language.blockComments()) {
            if (line.startsWith(marks.get(0), at)) {
                at += marks.get(0).length();
                comment = marks.get(1);
                return true;
            }
        }
        return false;
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || c == ';' || c == '&' || c == '|' || c == '(';
    }

    private boolean string() {
        for (Language.Quote quote : language.strings()) {
            if (!line.startsWith(quote.open(), at)) {
                continue;
            }
            int from = at + quote.open().length();
            boolean code = quote.code() || language.codePrefix(previous) && adjacent();
            if (code || quote.lines()) {
                open = new Language.Quote(quote.open(), quote.escapes(), true, code);
                // A string of one line that is code ends with its line at the latest.
                if (!quote.lines() && end(quote, from) < 0) {
                    open = null;
                }
                at = from;
                return true;
            }
            int end = end(quote, from);
            if (end < 0) {
                return false;
            }
            String content = line.substring(from, end);
            tokens.string(content, number);
            previous = "";
            at = end + quote.open().length();
            return true;
        }
        return false;
    }

    private boolean adjacent() {
        return at > 0 && word(line.charAt(at - 1));
    }

    /** -1 where there is none, or where so many others had none that it is not worth looking. */
    private int end(Language.Quote quote, int from) {
        for (int i = from; unended < MOST_UNENDED && i < line.length(); i++) {
            if (quote.escapes() && line.charAt(i) == '\\') {
                i++;
            } else if (line.startsWith(quote.open(), i)) {
                return i;
            }
        }
        unended++;
        return -1;
    }

    /** A slash may begin a regular expression or divide: either way what follows it opens no comment and no string. */
    private boolean expression() {
        if (!language.regularExpressions() || line.charAt(at) != '/') {
            return false;
        }
        boolean set = false;
        for (int i = at + 1; unended < MOST_UNENDED && i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                set = true;
            } else if (c == ']') {
                set = false;
            } else if (c == '/' && !set) {
                for (int end = i + 1; at < end; ) {
                    token();
                }
                return true;
            }
        }
        unended++;
        return false;
    }

    private void token() {
        int from = at;
        char c = line.charAt(at);
        if (!word(c)) {
            at++;
            previous = "";
            if (!Character.isWhitespace(c)) {
                tokens.code(c < SIGNS.length ? SIGNS[c] : String.valueOf(c), number);
            }
            return;
        }
        while (at < line.length() && word(line.charAt(at))) {
            at++;
        }
        previous = Words.plain(line.substring(from, at));
        tokens.code(previous, number);
    }
}
