package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy parser against any file: it refuses with {@code InvalidPolicy} alone; what it accepts compiles, protects
 * every path that it names, and means the same by its index as rule by rule.
 */
public final class PolicyFuzz {
    private static final int MAX = 4 * 1024;
    private static final int MOST_PROBES = 40;
    private static final Path FILE = temporary();

    private PolicyFuzz() {}

    /** @param input the bytes of a policy file */
    public static void fuzzerTestOneInput(byte[] input) throws IOException, WorkspaceUnavailable {
        if (input.length > MAX) {
            return;
        }
        Files.write(FILE, input);
        List<PolicyEntry> entries;
        ProtectedPaths policy;
        List<Rule> rules = new ArrayList<>();
        try {
            entries = PolicyFile.read(FILE);
        } catch (InvalidPolicy refused) {
            check(!refused.getMessage().isBlank(), "a refusal says why");
            return;
        }
        try {
            policy = ProtectedPaths.ofEntries(entries, List.of());
            for (PolicyEntry entry : entries) {
                rules.add(Rule.of(entry));
            }
        } catch (InvalidPolicy e) {
            throw new AssertionError("What was read does not compile: " + entries, e);
        }
        boolean negates = rules.stream().anyMatch(Rule::negated);
        for (WorkspacePath path : probes(entries)) {
            boolean named = rules.stream().anyMatch(rule -> path.value().equals(rule.literalPath()));
            check(
                    negates
                            || !named
                            || policy.refusal(path.value(), original -> false).isPresent(),
                    "an entry protects what it names: " + path);
            sameByIndex(new RuleIndex(rules), rules, path);
        }
    }

    /** The last rule that matches decides, however it is found. */
    private static void sameByIndex(RuleIndex index, List<Rule> rules, WorkspacePath path) {
        Spelling spelling = Spelling.of(path.value());
        int last = spelling.length() - 1;
        for (boolean folder : new boolean[] {false, true}) {
            Rule decisive = null;
            for (Rule rule : rules) {
                if (rule.matches(spelling.raw(last), spelling.folded(last), folder)) {
                    decisive = rule;
                }
            }
            Optional<Rule> found = index.at(spelling).protecting(spelling.raw(last), spelling.folded(last), folder);
            boolean protects = decisive != null && !decisive.negated();
            check(found.isPresent() == protects, "the index and the rules agree about " + path);
        }
    }

    private static List<WorkspacePath> probes(List<PolicyEntry> entries) {
        List<WorkspacePath> probes = new ArrayList<>();
        for (PolicyEntry policyEntry : entries) {
            String entry = policyEntry.text();
            String bare = entry.replaceAll("[!*?\\[\\]\\\\]", "");
            for (String text : List.of(entry, bare, bare + "x", "a/" + bare, bare + "/a", bare.replace("/", ""))) {
                if (probes.size() < MOST_PROBES) {
                    try {
                        probes.add(new WorkspacePath(text));
                    } catch (WorkspacePath.InvalidPath notAPath) {
                        continue;
                    }
                }
            }
        }
        return probes;
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("policy-fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Broken: " + what);
        }
    }
}
