package io.patchgate.signals;

import io.patchgate.diff.ShownFile;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Signal;
import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reviewer may want to look at in a change set: computed and explained, never a verdict, and no promise that
 * nothing else is there. Reads nothing but what it is given; takes time linear in the contents and gives a bounded
 * number of signals with a bounded number of places.
 */
public final class Signals {
    private Signals() {}

    /**
     * Of a request as reviewers are shown it.
     *
     * @param diff the server's own, see {@link io.patchgate.diff.UnifiedDiff}
     * @param files what each change meets, by the same position
     * @param demand names the files that the kernel loads
     */
    public static List<Signal> of(
            String diff, List<Change> changes, List<BaseFile> files, String reasoning, Demand demand) {
        Map<String, ShownFile> shown = new HashMap<>();
        ShownFile.read(diff).forEach(file -> shown.put(file.path(), file));
        List<ChangedFile> changed = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            String path = changes.get(i).target().value();
            ShownFile file = shown.getOrDefault(path, new ShownFile(path, List.of()));
            changed.add(
                    ChangedFile.of(file, changes.get(i).newCode(), files.get(i).creates()));
        }
        return of(changed, reasoning, demand);
    }

    static List<Signal> of(List<ChangedFile> files, String reasoning, Demand demand) {
        Findings findings = new Findings();
        CodeScan code = new CodeScan(findings);
        for (ChangedFile file : files) {
            Optional<Language> language = Languages.of(file);
            language.ifPresent(known -> code.take(file, known));
            Characters.look(file, findings);
            Secrets.look(file, findings);
            Readability.look(file, language.isPresent(), findings);
            Manifests.look(file, findings);
        }
        code.finish();
        Extent.look(files, reasoning, findings);
        for (Demand.Reason reason : demand.reasons()) {
            if (reason.kind() == Demand.Kind.KERNEL_DEPENDENCY && reason.target() != null) {
                String what = reason.chain().isEmpty() ? "whether it does is not known" : "by a chain of imports";
                findings.add(
                        Kind.KERNEL_DEPENDENCY,
                        Severity.HIGH,
                        what,
                        reason.target().value(),
                        Side.AFTER,
                        0);
            }
        }
        return findings.signals();
    }
}
