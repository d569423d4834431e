package io.patchgate.generation.authoring;

import io.patchgate.diff.FileChange;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.patch.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A patch that fits the files it was made of, byte for byte: it changes something, nothing but them, and not too much.
 *
 * @param diff of all its files
 * @param summary in the model's words
 */
record Draft(List<Change> changes, String diff, String summary, Map<String, String> contents) {
    private static final int MAX_DIFF = 128 * 1024;
    private static final int MAX_FILE = 512 * 1024;

    /** @throws Unfit with what the model should do otherwise */
    static Draft of(Edits edits, List<SourceFile> targets) throws Unfit {
        Map<String, String> contents = new LinkedHashMap<>();
        for (Edits.Edit edit : edits.edits()) {
            SourceFile target = target(edit, targets);
            String before = contents.getOrDefault(edit.file(), target.text());
            contents.put(edit.file(), edited(edit, target, before));
        }
        List<Change> changes = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (SourceFile target : targets) {
            String after = contents.get(target.path().value());
            if (after == null || after.equals(target.text())) {
                continue;
            }
            requireKeepable(target, after);
            String diff = UnifiedDiff.of(new FileChange(
                    target.path().value(), target.content(), after.getBytes(StandardCharsets.UTF_8), false));
            // Sent as a diff, so that it is refused where the file has become another one meanwhile.
            changes.add(new Change(target.path(), Change.Form.DIFF, null, diff, null));
            whole.append(diff);
        }
        if (changes.isEmpty()) {
            throw new Unfit("The answer changes nothing. Give edits that change what is wrong.");
        }
        if (whole.length() > MAX_DIFF) {
            throw new Unfit("The change is too large to be reviewed. Change only what is wrong.");
        }
        return new Draft(List.copyOf(changes), whole.toString(), edits.summary(), contents);
    }

    /** Its changes as whole files. */
    List<Change> whole() {
        return changes.stream()
                .map(change -> change.withNewCode(contents.get(change.target().value())))
                .toList();
    }

    private static SourceFile target(Edits.Edit edit, List<SourceFile> targets) throws Unfit {
        return targets.stream()
                .filter(file -> file.path().value().equals(edit.file()))
                .findFirst()
                .orElseThrow(() -> new Unfit("The answer changes a file that may not be changed here. Change only: "
                        + String.join(
                                ", ",
                                targets.stream()
                                        .map(file -> file.path().value())
                                        .toList()) + "."));
    }

    private static String edited(Edits.Edit edit, SourceFile target, String before) throws Unfit {
        String replacement = target.inItsEndings(edit.replacement());
        if (edit.search() == null) {
            return replacement;
        }
        String search = target.inItsEndings(edit.search());
        int at = before.indexOf(search);
        if (at < 0) {
            throw new Unfit("A \"search\" for " + edit.file()
                    + " is not in the file, character for character. It begins: " + beginning(edit.search()));
        }
        if (before.indexOf(search, at + 1) >= 0) {
            throw new Unfit("A \"search\" for " + edit.file() + " is in the file more than once. Give more lines around"
                    + " it. It begins: " + beginning(edit.search()));
        }
        return before.substring(0, at) + replacement + before.substring(at + search.length());
    }

    private static String beginning(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 80 ? line.substring(0, 80) : line;
    }

    /** What no submission may hold is no answer either. */
    private static void requireKeepable(SourceFile target, String after) throws Unfit {
        if (after.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(after)) {
            throw new Unfit("The new content of " + target.path() + " is no text.");
        }
        if (after.length() > MAX_FILE) {
            throw new Unfit("The new content of " + target.path() + " is too long.");
        }
        if (after.isBlank() && !target.text().isBlank()) {
            throw new Unfit("The answer leaves nothing of " + target.path() + ".");
        }
    }
}
