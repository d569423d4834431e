package io.patchgate.signals;

import io.patchgate.patch.Signal.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Phrases, modules and parts of names, found by a look-up for each token. */
final class PhraseBook {
    private static final int LONGEST_TAIL = 4;
    private static final Set<String> IMPORTING = Set.of("import", "from", "require");

    /** One match. */
    record Match(Kind kind, String name, int line) {}

    private record Entry(Kind kind, Phrase phrase) {}

    private final List<Map<String, List<Entry>>> byTail = new ArrayList<>();
    private final List<Entry> wordless = new ArrayList<>();
    private final Map<String, Kind> modules = new HashMap<>();
    private final Map<String, Kind> parts = new HashMap<>();

    PhraseBook() {
        for (int i = 0; i <= LONGEST_TAIL; i++) {
            byTail.add(new HashMap<>());
        }
    }

    void phrase(Kind kind, String text) {
        Phrase phrase = new Phrase(text);
        Entry entry = new Entry(kind, phrase);
        if (phrase.tail() < 0) {
            wordless.add(entry);
        } else {
            byTail.get(phrase.tail())
                    .computeIfAbsent(phrase.key(), key -> new ArrayList<>())
                    .add(entry);
        }
    }

    void module(Kind kind, String name) {
        modules.put(name, kind);
    }

    void part(Kind kind, String part) {
        parts.put(part, kind);
    }

    /** What ends with the latest token. */
    void find(Recent recent, String statement, boolean commands, List<Match> found) {
        for (int tail = 0; tail <= LONGEST_TAIL; tail++) {
            Map<String, List<Entry>> entries = byTail.get(tail);
            if (!entries.isEmpty()) {
                for (Entry entry : entries.getOrDefault(recent.text(tail), List.of())) {
                    add(entry, recent, commands, found);
                }
            }
        }
        wordless.forEach(entry -> add(entry, recent, commands, found));
        String latest = recent.text(0);
        Kind module = modules.get(latest);
        if (module != null
                && (statement.equals("import") || statement.equals("from"))
                && !recent.text(1).equals(".")) {
            found.add(new Match(module, latest, recent.line(0)));
        }
        if (!parts.isEmpty()) {
            for (String part : Words.parts(latest)) {
                if (parts.containsKey(part)) {
                    found.add(new Match(parts.get(part), part, recent.line(0)));
                }
            }
        }
    }

    /** A string that names a module where one is imported. */
    void string(String content, Recent recent, boolean importing, int line, List<Match> found) {
        Kind module = modules.get(content);
        String previous = recent.text(0);
        boolean named =
                importing || IMPORTING.contains(previous) || previous.equals("(") && IMPORTING.contains(recent.text(1));
        if (module != null && named) {
            found.add(new Match(module, content, line));
        }
    }

    private static void add(Entry entry, Recent recent, boolean commands, List<Match> found) {
        int line = entry.phrase.matches(recent, commands);
        if (line > 0) {
            found.add(new Match(entry.kind, entry.phrase.name(), line));
        }
    }
}
