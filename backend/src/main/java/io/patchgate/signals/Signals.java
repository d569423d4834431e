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
 * number of signals with a bounded number of places. What is larger than anybody reads is not looked into, and that is
 * said.
 */
public final class Signals {
    static final int MOST_LINES = 400_000;
    static final int MOST_CHARACTERS = 24_000_000;

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
        if (large(diff, changes)) {
            Findings findings = new Findings();
            changes.forEach(change -> findings.add(
                    Kind.NOT_EXAMINED,
                    Severity.HIGH,
                    "more than " + MOST_LINES + " lines or " + MOST_CHARACTERS + " characters",
                    change.target().value(),
                    change.newCode() == null ? Side.BEFORE : Side.AFTER,
                    0));
            kernel(demand, findings);
            return findings.signals();
        }
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
        kernel(demand, findings);
        return findings.signals();
    }

    private static boolean large(String diff, List<Change> changes) {
        long characters = 0;
        long lines = 0;
        List<String> texts = new ArrayList<>();
        texts.add(diff);
        changes.forEach(change -> texts.add(change.newCode()));
        for (String text : texts) {
            if (text != null) {
                characters += text.length();
                lines += text.chars().filter(c -> c == '\n').count();
            }
        }
        return characters > MOST_CHARACTERS || lines > MOST_LINES;
    }

    private static void kernel(Demand demand, Findings findings) {
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
    }
}
