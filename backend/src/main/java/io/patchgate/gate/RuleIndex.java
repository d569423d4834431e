package io.patchgate.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules in their order, indexed so that a path meets only those that could match it: by whole path,
 * by name, and by the folder that a pattern cannot leave. As in git, the last rule that matches a
 * path decides, and what lies below a protected folder is protected whatever comes after.
 */
final class RuleIndex {
    private final Map<String, List<Ranked>> byPath = new HashMap<>();
    private final Map<String, List<Ranked>> byName = new HashMap<>();
    private final Map<String, List<Ranked>> byFolder = new HashMap<>();
    private final List<Ranked> anywhere = new ArrayList<>();
    /** Every folder that something protected is said to lie in, with one rule that says so. */
    private final Map<String, Rule> folders = new HashMap<>();
    /** By language, every folder that a module with an entry of its own lies in or below; the root is empty. */
    private final Map<String, Map<String, Rule>> holders = new HashMap<>();

    private record Ranked(int rank, Rule rule) {}

    RuleIndex(List<Rule> rules) {
        int rank = 0;
        for (Rule rule : rules) {
            add(new Ranked(rank++, rule));
        }
    }

    private void add(Ranked ranked) {
        Rule rule = ranked.rule();
        if (rule.literalPath() != null) {
            byPath.computeIfAbsent(rule.literalPath(), path -> new ArrayList<>())
                    .add(ranked);
        } else if (rule.literalName() != null) {
            byName.computeIfAbsent(rule.literalName(), name -> new ArrayList<>())
                    .add(ranked);
        } else if (rule.literalFolder() != null) {
            byFolder.computeIfAbsent(rule.literalFolder(), folder -> new ArrayList<>())
                    .add(ranked);
        } else {
            anywhere.add(ranked);
        }
        if (!rule.negated()) {
            for (String folder = rule.literalFolder(); folder != null; folder = parent(folder)) {
                folders.putIfAbsent(folder, rule);
            }
            String language = rule.literalPath() == null ? null : ShadowingRules.languageOf(rule.literalPath());
            if (language != null) {
                hold(holders, language, rule.literalPath(), rule);
            }
        }
    }

    /** Notes that this module lies in its folder and in every folder above. */
    static void hold(Map<String, Map<String, Rule>> holders, String language, String module, Rule rule) {
        Map<String, Rule> held = holders.computeIfAbsent(language, name -> new HashMap<>());
        String folder = module;
        do {
            folder = Shadowing.parent(folder);
        } while (held.putIfAbsent(folder, rule) == null && !folder.isEmpty());
    }

    /** Paths without a wildcard that entries name or cannot leave, folded. */
    Set<String> literals() {
        Set<String> literals = new HashSet<>(byPath.keySet());
        literals.addAll(byFolder.keySet());
        return literals;
    }

    /** The rules as seen from one path, whose patterns are gathered once. */
    View at(Spelling path) {
        List<Ranked> patterns = anywhere;
        for (int i = 0; i < path.length() - 1 && !byFolder.isEmpty(); i++) {
            List<Ranked> here = byFolder.get(path.folded(i));
            if (here != null) {
                patterns = new ArrayList<>(patterns);
                patterns.addAll(here);
            }
        }
        return new View(path, patterns);
    }

    /** The rule that says something protected lies below this path. */
    Optional<Rule> below(String folded) {
        return Optional.ofNullable(folders.get(folded));
    }

    /** Answers quickly for one path, for its beginnings, and for names beside any of them; for others too. */
    final class View {
        private final Spelling path;
        private final List<Ranked> patterns;

        private View(Spelling path, List<Ranked> patterns) {
            this.path = path;
            this.patterns = patterns;
        }

        /**
         * The rule that protects this path, or for one that lies elsewhere one of its folders; those that
         * it has in common with the path of the view are known not to be protected. The two texts are one
         * path, as written and folded.
         */
        Optional<Rule> protecting(String raw, String folded, boolean folder) {
            return isBeside(folded) ? exactly(raw, folded, folder) : elsewhere(raw, folder);
        }

        private boolean isBeside(String folded) {
            String parent = parent(folded);
            return parent == null || path.folded(path.length() - 1).startsWith(parent + "/");
        }

        private Optional<Rule> elsewhere(String raw, boolean folder) {
            Spelling spelling = Spelling.of(raw);
            View there = at(spelling);
            Optional<Rule> rule = Optional.empty();
            for (int i = 0; i < spelling.length() && rule.isEmpty(); i++) {
                rule = there.exactly(spelling.raw(i), spelling.folded(i), folder || i < spelling.length() - 1);
            }
            return rule;
        }

        private Optional<Rule> exactly(String raw, String folded, boolean folder) {
            Ranked last = null;
            last = later(last, byPath.get(folded), raw, folded, folder);
            last = later(last, byName.get(Rule.name(folded)), raw, folded, folder);
            last = later(last, patterns, raw, folded, folder);
            return last == null || last.rule().negated() ? Optional.empty() : Optional.of(last.rule());
        }

        /** The rule with a path of its own that protects a module of the language below this folder; or null. */
        Rule holding(String language, String folded) {
            return holders.getOrDefault(language, Map.of()).get(folded);
        }

        private static Ranked later(Ranked found, List<Ranked> candidates, String raw, String folded, boolean folder) {
            if (candidates == null) {
                return found;
            }
            Ranked last = found;
            for (Ranked candidate : candidates) {
                if ((last == null || candidate.rank() > last.rank())
                        && candidate.rule().matches(raw, folded, folder)) {
                    last = candidate;
                }
            }
            return last;
        }
    }

    private static String parent(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? null : path.substring(0, end);
    }
}
