package io.patchgate.persistence;

import io.patchgate.bus.Store.PolicyChange;
import io.patchgate.patch.PolicyEntry;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a policy from one start to another. Entries are compared by their text: one that is
 * gone loosens even where another still covers it, since a person can see that and a program would
 * have to prove it. An entry that takes protection away counts the other way round.
 */
final class PolicyDifference {
    /** As many entries as the ledger and the page show of each list; the totals are exact. */
    static final int SHOWN = 100;

    /** @param negated whether it takes protection away */
    record Line(String text, String group, boolean negated) {}

    private PolicyDifference() {}

    static List<Line> lines(List<PolicyEntry> entries) {
        return entries.stream()
                .map(entry -> new Line(entry.text(), entry.group(), entry.negated()))
                .toList();
    }

    /** Empty when the same is protected, in the same groups. */
    static Optional<PolicyChange> between(List<Line> before, List<Line> after, Instant at) {
        Set<Line> removed = difference(before, after);
        Set<Line> added = difference(after, before);
        boolean loosened = removed.stream().anyMatch(line -> !line.negated())
                || added.stream().anyMatch(Line::negated);
        boolean tightened = added.stream().anyMatch(line -> !line.negated())
                || removed.stream().anyMatch(Line::negated);
        if (!loosened && !tightened && !rearranged(before, after)) {
            return Optional.empty();
        }
        PolicyChange.Kind kind = loosened == tightened
                ? PolicyChange.Kind.CHANGED
                : loosened ? PolicyChange.Kind.LOOSENED : PolicyChange.Kind.TIGHTENED;
        return Optional.of(new PolicyChange(at, kind, texts(removed), removed.size(), texts(added), added.size()));
    }

    /** Regardless of groups. */
    private static Set<Line> difference(List<Line> of, List<Line> without) {
        Set<Line> difference = new LinkedHashSet<>(ungrouped(of));
        ungrouped(without).forEach(difference::remove);
        return difference;
    }

    private static List<Line> ungrouped(List<Line> lines) {
        return lines.stream()
                .map(line -> new Line(line.text(), null, line.negated()))
                .toList();
    }

    /** The order matters only where an entry takes back what one before it protects. */
    private static boolean rearranged(List<Line> before, List<Line> after) {
        boolean ordered = before.stream().anyMatch(Line::negated);
        return ordered ? !before.equals(after) : !Set.copyOf(before).equals(Set.copyOf(after));
    }

    private static List<String> texts(Set<Line> lines) {
        return lines.stream().map(Line::text).limit(SHOWN).toList();
    }

    static String encode(List<Line> lines) {
        JsonArray json = new JsonArray();
        lines.forEach(line ->
                json.add(new JsonArray().add(line.text()).add(line.group()).add(line.negated())));
        return json.encode();
    }

    static List<Line> decode(String json) {
        List<Line> lines = new ArrayList<>();
        new JsonArray(json).forEach(element -> {
            JsonArray line = (JsonArray) element;
            lines.add(new Line(line.getString(0), line.getString(1), line.getBoolean(2)));
        });
        return lines;
    }
}
