package io.patchgate.persistence;

import io.patchgate.patch.Submission;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Text search: words of names, paths and reasoning, found by their beginnings. */
final class Search {
    private static final int MAX_WORDS = 16;

    private Search() {}

    /** What a request is found by. */
    static String document(Submission submission) {
        return words(submission.component()
                + ' '
                + submission.improvementType()
                + ' '
                + submission.submittedBy()
                + ' '
                + submission.changes().stream()
                        .map(change -> change.target().value())
                        .collect(Collectors.joining(" "))
                + ' '
                + submission.reasoning());
    }

    /** A tsquery that asks for every word by its beginning; text without a word finds nothing. */
    static String query(String text) {
        return Arrays.stream(words(text).strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .map(word -> word + ":*")
                .collect(Collectors.joining(" & "));
    }

    /** Letters and digits stay; the rest parts words, so that no operator reaches the query parser. */
    private static String words(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isLetterOrDigit(c) ? c : ' '));
        return out.toString();
    }
}
