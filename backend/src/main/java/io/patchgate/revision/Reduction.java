package io.patchgate.revision;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Reviewing.Kept;
import io.patchgate.diff.LineRange;
import io.patchgate.diff.PatchRefused;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.patch.Revision.Dropped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request with some of its hunks left out: computed from exactly the bytes at admission and the hunks that are kept.
 *
 * @param dropped at least one place
 */
record Reduction(List<Change> changes, List<Dropped> dropped) {

    /** @throws Failure INVALID for a selection that is empty, is everything, or names what there is not */
    static Reduction of(List<Contents> files, List<Kept> kept) {
        Map<String, Integer> selected = new HashMap<>();
        for (int i = 0; i < kept.size(); i++) {
            if (selected.put(kept.get(i).target(), i) != null) {
                throw Failure.invalid("keep[" + i + "].target_file", "must not be selected twice");
            }
        }
        List<Change> changes = new ArrayList<>();
        List<Dropped> dropped = new ArrayList<>();
        for (Contents file : files) {
            Integer index = selected.remove(file.target().value());
            if (file.patch() == null) {
                // It changes nothing, so there is nothing to keep or to drop.
                continue;
            }
            if (index == null) {
                dropped.add(new Dropped(file.target(), 0, 0));
            } else {
                changes.add(reduced(file, kept.get(index), "keep[" + index + "]", dropped));
            }
        }
        if (!selected.isEmpty()) {
            int index = selected.values().iterator().next();
            throw Failure.invalid("keep[" + index + "].target_file", "must be a file of the request");
        }
        if (changes.isEmpty()) {
            throw Failure.invalid("keep", "must keep something; deny the request to keep nothing");
        }
        if (dropped.isEmpty()) {
            throw Failure.invalid("keep", "must leave something out; approve the request to keep all of it");
        }
        return new Reduction(changes, dropped);
    }

    private static Change reduced(Contents file, Kept kept, String field, List<Dropped> dropped) {
        int hunks = file.patch().hunks();
        if (kept.hunks() == null
                || kept.hunks().size() == hunks && kept.hunks().stream().allMatch(n -> n < hunks)) {
            return Contents.change(file.target(), file.after(), file.encoding());
        }
        if (file.indivisible()) {
            throw Failure.invalid(field + ".hunks", "must be absent for a file that is created or deleted");
        }
        if (kept.hunks().stream().anyMatch(n -> n >= hunks)) {
            throw Failure.invalid(field + ".hunks", "must be of the file's " + hunks + " hunks, counted from 0");
        }
        for (int i = 0; i < hunks; i++) {
            if (!kept.hunks().contains(i)) {
                LineRange place = file.patch().place(i);
                dropped.add(new Dropped(file.target(), place.from(), place.to()));
            }
        }
        try {
            byte[] text = file.patch().applyOnly(file.before(), kept.hunks());
            if (!file.encoding().holds(Encoding.UTF_8.text(text))) {
                throw Failure.invalid(field + ".hunks", "must leave text that can be told from UTF-8 in Latin-1");
            }
            return Contents.change(file.target(), text, file.encoding());
        } catch (PatchRefused e) {
            throw new IllegalStateException("The stored diff of a request does not apply to its base", e);
        }
    }
}
