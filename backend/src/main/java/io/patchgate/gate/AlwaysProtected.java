package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Workspace;
import java.util.List;
import java.util.stream.Stream;

/**
 * What no policy can give free: git's own files, Patchgate's own, and the definitions that decide
 * what runs to judge a patch. Data, in the dialect of {@code .gitignore}; matched in any case.
 */
final class AlwaysProtected {
    static final String PATCHGATE = "patchgate";

    static final List<PolicyEntry> ENTRIES = Stream.of(
                    // Git: configuration and hooks run commands; attributes and modules make git write elsewhere.
                    entries("git", List.of(".git", "git~1", ".gitattributes", ".gitmodules")),
                    // Patchgate: the copies a person falls back on, and files on their way to a target.
                    entries(PATCHGATE, List.of("*.backup", Workspace.OWN_PREFIX + "*")),
                    entries(BuiltInGroups.CI, BuiltInGroups.CI_ENTRIES))
            .flatMap(List::stream)
            .toList();

    private AlwaysProtected() {}

    private static List<PolicyEntry> entries(String group, List<String> texts) {
        return texts.stream()
                .map(text -> PolicyEntry.always(PolicyEntry.Kind.PATTERN, text, group))
                .toList();
    }
}
