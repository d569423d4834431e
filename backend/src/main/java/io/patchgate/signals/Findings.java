package io.patchgate.signals;

import io.patchgate.patch.Signal;
import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Location;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is found into one signal a kind. Places beyond those that a reviewer would visit are only counted. */
final class Findings {
    static final int MOST_LOCATIONS = 50;
    private static final int MOST_NAMES = 6;

    private final Map<Kind, Finding> byKind = new EnumMap<>(Kind.class);

    /**
     * @param what in Patchgate's own words, never text of the patch
     * @param line 0 for the whole file
     */
    void add(Kind kind, Severity severity, String what, String file, Side side, int line) {
        Finding finding = byKind.computeIfAbsent(kind, each -> new Finding());
        finding.severity = severity.compareTo(finding.severity) < 0 ? severity : finding.severity;
        finding.names.add(what);
        Location location = new Location(file, side, line);
        if (finding.seen.add(location)) {
            finding.total++;
            if (finding.locations.size() < MOST_LOCATIONS) {
                finding.locations.add(location);
            } else {
                finding.seen.remove(location);
            }
        }
    }

    /** The gravest first. */
    List<Signal> signals() {
        return byKind.entrySet().stream()
                .map(entry -> entry.getValue().signal(entry.getKey()))
                .sorted(Comparator.comparing(Signal::severity).thenComparing(Signal::kind))
                .toList();
    }

    private static final class Finding {
        private Severity severity = Severity.LOW;
        private final Set<String> names = new LinkedHashSet<>();
        private final Set<Location> seen = new LinkedHashSet<>();
        private final List<Location> locations = new ArrayList<>();
        private int total;

        Signal signal(Kind kind) {
            String named = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
            if (names.size() > MOST_NAMES) {
                named += " and " + (names.size() - MOST_NAMES) + " more";
            }
            String more = total > MOST_LOCATIONS
                    ? " There are " + total + " such places; the first " + MOST_LOCATIONS + " are listed."
                    : "";
            return new Signal(kind, severity, Wording.of(kind, named) + more, locations);
        }
    }
}
