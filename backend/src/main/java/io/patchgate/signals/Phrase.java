package io.patchgate.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A short sequence of tokens to look for, as {@code languages.yaml} writes it. Matching looks back from its last token
 * over a bounded number of tokens, so that it costs the same whatever a file holds.
 */
final class Phrase {
    private static final Set<String> NO_DEFINITION = Set.of(
            "return", "await", "yield", "new", "in", "not", "and", "or", "if", "elif", "else", "while", "throw",
            "raise", "assert", "case", "typeof", "void", "then", "do", "go", "defer", "lambda", "is", "of", "default",
            "export", "const", "delete", "until", "when");

    private final String text;
    private final boolean atStart;
    private final List<String> elements = new ArrayList<>();

    Phrase(String text) {
        this.text = text;
        atStart = text.startsWith("^");
        int at = atStart ? 1 : 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (Lexer.word(c)) {
                while (end < text.length() && (Lexer.word(text.charAt(end)) || text.charAt(end) == '*')) {
                    end++;
                }
            }
            if (c != ' ') {
                elements.add(text.substring(at, end));
            }
            at = end;
        }
    }

    /** The last whole word; null where there is none. */
    String key() {
        return tail() < 0 ? null : elements.get(elements.size() - 1 - tail());
    }

    /** How many tokens stand behind the key, -1 without one. */
    int tail() {
        for (int i = elements.size() - 1; i >= 0; i--) {
            String element = elements.get(i);
            if (Lexer.word(element.charAt(0)) && !element.endsWith("*")) {
                return elements.size() - 1 - i;
            }
        }
        return -1;
    }

    /** For people: the phrase without the marks of its grammar. */
    String name() {
        String name = atStart ? text.substring(1) : text;
        return name.endsWith("(") ? name.substring(0, name.length() - 1) : name;
    }

    /** The line on which a match that ends with the latest token begins, else 0. */
    int matches(Recent recent, boolean commands) {
        int last = elements.size() - 1;
        for (int i = last; i >= 0; i--) {
            if (!fits(elements.get(i), recent.text(last - i))) {
                return 0;
            }
        }
        if (atStart ? !recent.beginsStatement(last, commands) : !free(recent, last + 1)) {
            return 0;
        }
        return recent.line(last);
    }

    /** A bare word is no method of something, and not what is being defined. */
    private boolean free(Recent recent, int before) {
        if (!Lexer.word(elements.get(0).charAt(0))) {
            return true;
        }
        String previous = recent.text(before);
        if (previous.equals(".")) {
            // A qualified name may be qualified further, as in java.util.x; a lone word may not.
            return elements.size() > 1 && !elements.get(1).equals("(");
        }
        boolean call = elements.size() == 2 && elements.get(1).equals("(");
        return !call
                || previous.isEmpty()
                || recent.line(before) != recent.line(before - 1)
                || !Lexer.word(previous.charAt(0))
                || NO_DEFINITION.contains(previous);
    }

    private static boolean fits(String element, String token) {
        if (element.endsWith("*") && !element.equals("*")) {
            return token.startsWith(element.substring(0, element.length() - 1));
        }
        return element.equals("*") ? !token.isEmpty() && Lexer.word(token.charAt(0)) : element.equals(token);
    }
}
