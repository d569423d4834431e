package io.patchgate.revision;

import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.diff.FileChange;
import io.patchgate.diff.UnifiedDiff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the files would differ after a request from what they would be after the one that it supersedes. */
final class Interdiffs {
    private Interdiffs() {}

    /** A file that one of the two leaves alone is, there, as the other found it. */
    static Reviewing.Interdiff between(Store.PatchDetail earlier, Store.PatchDetail later) {
        Map<String, Contents> before = byPath(earlier);
        Map<String, Contents> after = byPath(later);
        List<FileChange> changes = new ArrayList<>();
        boolean rebased = false;
        for (Contents file : after.values()) {
            String path = file.target().value();
            Contents other = before.get(path);
            rebased |= other != null && !Arrays.equals(other.before(), file.before());
            changes.add(new FileChange(path, other == null ? file.before() : other.after(), file.after(), false));
        }
        before.forEach((path, file) -> {
            if (!after.containsKey(path)) {
                changes.add(new FileChange(path, file.after(), file.before(), false));
            }
        });
        return new Reviewing.Interdiff(
                later.row().requestId(), earlier.row().requestId(), UnifiedDiff.of(changes), rebased);
    }

    private static Map<String, Contents> byPath(Store.PatchDetail request) {
        Map<String, Contents> files = new LinkedHashMap<>();
        Contents.of(request).forEach(file -> files.put(file.target().value(), file));
        return files;
    }
}
