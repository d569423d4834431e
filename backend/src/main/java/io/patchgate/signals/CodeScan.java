package io.patchgate.signals;

import io.patchgate.diff.ShownFile;
import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Calls that a change set adds and safeguards that it takes away. A line that went at one place and came at another is
 * moved, and counts for neither; a call that replaces a like one at the same place is not new.
 */
final class CodeScan {
    private static final Set<Kind> GRAVE =
            EnumSet.of(Kind.AUTHORIZATION_WEAKENED, Kind.CODE_EVALUATION, Kind.DESERIALIZATION, Kind.PROCESS_CALL);

    private final Findings findings;
    private final List<Scanned> files = new ArrayList<>();
    private final Map<String, Integer> removedLines = new HashMap<>();
    private final Map<String, Integer> addedLines = new HashMap<>();

    CodeScan(Findings findings) {
        this.findings = findings;
    }

    /** What stands on the changed lines of both sides of one file. */
    private record Scanned(
            ChangedFile file, Language language, Map<Integer, List<Hit>> removed, Map<Integer, List<Hit>> added) {}

    /** A match on a changed line, by the block that it stands in. */
    private record Hit(Kind kind, String name, int line, String text, boolean safeguard) {}

    void take(ChangedFile file, Language language) {
        Map<Integer, List<Hit>> removed = file.creates() ? Map.of() : hits(file, language, Side.BEFORE);
        Map<Integer, List<Hit>> added = file.deletes() ? Map.of() : hits(file, language, Side.AFTER);
        removed.values().forEach(hits -> hits.forEach(hit -> removedLines.merge(hit.text, 1, Integer::sum)));
        added.values().forEach(hits -> hits.forEach(hit -> addedLines.merge(hit.text, 1, Integer::sum)));
        files.add(new Scanned(file, language, removed, added));
    }

    void finish() {
        for (Scanned each : files) {
            added(each);
            lost(each);
        }
    }

    private void added(Scanned each) {
        each.added.forEach((block, hits) -> {
            Map<String, Integer> before = new HashMap<>();
            each.removed.getOrDefault(block, List.of()).stream()
                    .filter(hit -> !hit.safeguard)
                    .forEach(hit -> before.merge(hit.name, 1, Integer::sum));
            Map<String, List<Hit>> now = new HashMap<>();
            hits.stream()
                    .filter(hit -> !hit.safeguard && !removedLines.containsKey(hit.text))
                    .forEach(hit -> now.computeIfAbsent(hit.name, name -> new ArrayList<>())
                            .add(hit));
            now.forEach((name, news) -> {
                if (news.size() > before.getOrDefault(name, 0)) {
                    news.forEach(hit -> add(each, hit, Side.AFTER));
                }
            });
        });
    }

    private void lost(Scanned each) {
        boolean tests = each.language.tests(each.file.path());
        for (Kind kind : List.of(
                Kind.TESTS_WEAKENED, Kind.ASSERTIONS_REMOVED, Kind.LOGGING_REMOVED, Kind.AUTHORIZATION_WEAKENED)) {
            boolean aboutTests = kind == Kind.TESTS_WEAKENED || kind == Kind.ASSERTIONS_REMOVED;
            // Of a file that goes as a whole only what it tested or guarded is missed.
            boolean counts = tests
                    ? aboutTests
                    : kind != Kind.TESTS_WEAKENED && (!each.file.deletes() || kind == Kind.AUTHORIZATION_WEAKENED);
            if (counts) {
                lost(each, kind);
            }
        }
    }

    private void lost(Scanned each, Kind kind) {
        int balance = 0;
        List<Hit> places = new ArrayList<>();
        for (Map.Entry<Integer, List<Hit>> block : each.removed.entrySet()) {
            List<Hit> gone = unmoved(block.getValue(), kind, addedLines);
            int instead = unmoved(each.added.getOrDefault(block.getKey(), List.of()), kind, removedLines)
                    .size();
            balance += gone.size() - instead;
            if (gone.size() > instead) {
                places.addAll(gone);
            }
        }
        for (Map.Entry<Integer, List<Hit>> block : each.added.entrySet()) {
            if (!each.removed.containsKey(block.getKey())) {
                balance -= unmoved(block.getValue(), kind, removedLines).size();
            }
        }
        // What guards access is looked at place by place: a check elsewhere does not make up for one that is gone.
        if (balance > 0 || kind == Kind.AUTHORIZATION_WEAKENED) {
            places.forEach(hit -> add(each, hit, Side.BEFORE));
        }
    }

    private static List<Hit> unmoved(List<Hit> hits, Kind kind, Map<String, Integer> others) {
        return hits.stream()
                .filter(hit -> hit.safeguard && hit.kind == kind && !others.containsKey(hit.text))
                .toList();
    }

    private void add(Scanned each, Hit hit, Side side) {
        Severity severity = GRAVE.contains(hit.kind)
                ? Severity.HIGH
                : hit.kind == Kind.LOGGING_REMOVED ? Severity.LOW : Severity.MEDIUM;
        if (hit.kind == Kind.TESTS_WEAKENED) {
            severity = Severity.HIGH;
        }
        String what = hit.kind == Kind.TESTS_WEAKENED && side == Side.BEFORE ? "a test is removed" : hit.name;
        findings.add(hit.kind, severity, what, each.file.path(), side, hit.line);
    }

    private static Map<Integer, List<Hit>> hits(ChangedFile file, Language language, Side side) {
        List<String> lines = side == Side.BEFORE ? file.before() : file.after();
        int[] blocks = blocks(file, side, lines.size());
        BitSet changed = new BitSet();
        for (int line = 1; line < blocks.length; line++) {
            changed.set(line, blocks[line] > 0);
        }
        Map<Integer, List<Hit>> hits = new TreeMap<>();
        String[] texts = new String[lines.size() + 1];
        BiConsumer<PhraseBook.Match, Boolean> found = (match, safeguard) -> {
            int line = match.line();
            // Once a line, since a line may be long and hold many.
            texts[line] = texts[line] == null ? lines.get(line - 1).strip() : texts[line];
            hits.computeIfAbsent(blocks[line], block -> new ArrayList<>())
                    .add(new Hit(match.kind(), match.name(), line, texts[line], safeguard));
        };
        new Matcher(language, changed, found).run(lines);
        return hits;
    }

    /** For each line the number of its block from 1, 0 where it is unchanged. */
    private static int[] blocks(ChangedFile file, Side side, int lines) {
        int[] blocks = new int[lines + 1];
        for (int i = 0; i < file.blocks().size(); i++) {
            ShownFile.Block block = file.blocks().get(i);
            int first = side == Side.BEFORE ? block.before() : block.after();
            int count =
                    side == Side.BEFORE ? block.removed().size() : block.added().size();
            for (int line = first; line < first + count; line++) {
                blocks[line] = i + 1;
            }
        }
        return blocks;
    }

    /** Runs one content through the lexer and both phrase books. */
    private static final class Matcher implements Lexer.Tokens {
        private final Language language;
        private final BitSet changed;
        private final BiConsumer<PhraseBook.Match, Boolean> found;
        private final Recent recent = new Recent();
        private final List<PhraseBook.Match> matches = new ArrayList<>();
        private String statement = "";
        private int statementLine;
        private boolean importing;

        Matcher(Language language, BitSet changed, BiConsumer<PhraseBook.Match, Boolean> found) {
            this.language = language;
            this.changed = changed;
            this.found = found;
        }

        void run(List<String> lines) {
            new Lexer(language, this).take(lines);
        }

        @Override
        public void code(String text, int line) {
            if (line != statementLine) {
                statement = text;
                statementLine = line;
            }
            // The imports of some languages are a list in brackets.
            if (text.equals("(") && recent.text(0).equals("import")) {
                importing = true;
            } else if (text.equals(")")) {
                importing = false;
            }
            recent.push(text, line);
            if (!changed.get(line)) {
                return;
            }
            boolean commands = language.commentsAtWords();
            language.newCode().find(recent, statement, commands, matches);
            tell(false);
            language.lost().find(recent, statement, commands, matches);
            tell(true);
        }

        @Override
        public void string(String content, int line) {
            if (changed.get(line)) {
                language.newCode().string(content, recent, importing, line, matches);
                tell(false);
            }
        }

        /** A match that begins on an unchanged line is told of the changed one that ends it. */
        private void tell(boolean safeguard) {
            for (PhraseBook.Match match : matches) {
                int line = changed.get(match.line()) ? match.line() : recent.line(0);
                found.accept(new PhraseBook.Match(match.kind(), match.name(), line), safeguard);
            }
            matches.clear();
        }
    }
}
