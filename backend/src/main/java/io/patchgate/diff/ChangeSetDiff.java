package io.patchgate.diff;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The diff of several files, as {@link UnifiedDiff} writes it, taken apart again. A line of a hunk begins with a sign, so
 * a line that begins with git's header is one, whatever the files hold.
 */
public final class ChangeSetDiff {
    private static final String HEADER = "diff --git ";

    private ChangeSetDiff() {}

    /**
     * Each file's diff by its path, in their order. A file that does not differ has none.
     *
     * @throws PatchRefused where the text is not such a diff
     */
    public static Map<String, UnifiedPatch> read(String diff) throws PatchRefused {
        Map<String, UnifiedPatch> files = new LinkedHashMap<>();
        int from = 0;
        while (from < diff.length()) {
            int next = diff.indexOf('\n' + HEADER, from);
            int to = next < 0 ? diff.length() : next + 1;
            UnifiedPatch patch = UnifiedPatch.parse(diff.substring(from, to));
            files.put(patch.newPath().or(patch::oldPath).orElseThrow(), patch);
            from = to;
        }
        return files;
    }
}
