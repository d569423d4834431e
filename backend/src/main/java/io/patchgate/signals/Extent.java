package io.patchgate.signals;

import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a change set is much larger than the reasoning for it lets one expect. */
final class Extent {
    private static final Set<String> SMALL = Set.of(
            "typo",
            "typos",
            "small",
            "minor",
            "trivial",
            "tiny",
            "whitespace",
            "one-line",
            "oneliner",
            "simple",
            "cosmetic");
    private static final int SMALL_LINES = 80;
    private static final int LARGE_LINES = 300;
    private static final int VERY_LARGE_LINES = 1_500;
    private static final int MOST_WORDS = 400;
    private static final int NAMED = 3;

    private Extent() {}

    static void look(List<ChangedFile> files, String reasoning, Findings findings) {
        int lines =
                files.stream().mapToInt(file -> file.added() + file.removed()).sum();
        List<String> words = List.of(reasoning.strip().toLowerCase(Locale.ROOT).split("[\\s.,;:!?()]+", MOST_WORDS));
        boolean saysSmall = words.stream().anyMatch(SMALL::contains);
        boolean larger = saysSmall && lines > SMALL_LINES
                || lines > LARGE_LINES && words.size() < 12
                || lines > VERY_LARGE_LINES && words.size() < 40;
        if (!larger) {
            return;
        }
        String what = saysSmall && lines <= LARGE_LINES
                ? lines + " lines differ, and the reasoning speaks of something small"
                : lines + " lines differ, and the reasoning has " + words.size()
                        + (words.size() == 1 ? " word" : " words");
        files.stream()
                .sorted(Comparator.comparing((ChangedFile file) -> file.added() + file.removed())
                        .reversed())
                .limit(NAMED)
                .forEach(file -> findings.add(
                        Kind.LARGER_THAN_EXPLAINED,
                        Severity.LOW,
                        what,
                        file.path(),
                        file.deletes() ? Side.BEFORE : Side.AFTER,
                        0));
    }
}
