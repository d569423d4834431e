package io.patchgate.signals;

import java.util.List;
import java.util.Locale;

/**
 * What is known of one language; see {@code languages.yaml}.
 *
 * @param newCode what counts where a patch adds it
 * @param lost what counts where a patch takes it away
 */
record Language(
        String name,
        List<String> files,
        List<String> programs,
        List<String> tests,
        List<String> comments,
        boolean commentsAtWords,
        List<List<String>> blockComments,
        boolean regularExpressions,
        List<Quote> strings,
        String codePrefixes,
        PhraseBook newCode,
        PhraseBook lost) {

    /**
     * @param escapes whether a backslash takes away the meaning of what follows it
     * @param lines whether it may span several lines
     * @param code whether what is inside is read as code
     */
    record Quote(String open, boolean escapes, boolean lines, boolean code) {}

    /** Whether a string directly after this word holds code. */
    boolean codePrefix(String word) {
        if (codePrefixes.isEmpty() || word.isEmpty() || word.length() > 2) {
            return false;
        }
        return codePrefixes.indexOf(word.charAt(0)) >= 0 || codePrefixes.indexOf(word.charAt(word.length() - 1)) >= 0;
    }

    boolean speaks(String path, String firstLine) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (files.stream().anyMatch(name::endsWith)) {
            return true;
        }
        return name.indexOf('.') < 0
                && firstLine.startsWith("#!")
                && firstLine.length() < 200
                && programs.stream().anyMatch(program -> firstLine.matches("#!.*[/ ]" + program + "([ 0-9.].*)?"));
    }

    boolean tests(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return tests.stream().anyMatch(test -> {
            if (test.endsWith("/")) {
                return ("/" + path).contains("/" + test);
            }
            String[] ends = test.split("\\*", -1);
            return ends.length == 1
                    ? name.equals(test)
                    : name.startsWith(ends[0])
                            && name.endsWith(ends[ends.length - 1])
                            && (ends.length == 2 || name.contains(ends[1]));
        });
    }
}
