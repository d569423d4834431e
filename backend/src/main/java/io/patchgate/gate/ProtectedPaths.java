package io.patchgate.gate;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The policy of one workspace, compiled. It judges names alone; what a name resolves to on disk is
 * the {@link Gate}'s part. Immutable: an addition makes a new one.
 *
 * <p>What is always protected and what was added at run time cannot be taken away by an entry of the
 * policy that begins with {@code !}; those reach only what the policy itself protects.
 */
public final class ProtectedPaths {
    private final List<String> policy;
    private final List<WorkspacePath> own;
    private final TreeSet<WorkspacePath> additions;
    private final RuleIndex fixed;
    private final RuleIndex adjustable;
    private final String version;

    /**
     * @param policy entries in the dialect of {@code .gitignore}
     * @param own Patchgate's own policy and configuration, where they lie in the workspace
     * @throws InvalidPolicy when an entry cannot be compiled
     */
    public static ProtectedPaths of(List<String> policy, List<WorkspacePath> own) throws InvalidPolicy {
        List<Rule> rules = new ArrayList<>();
        for (String entry : policy) {
            try {
                rules.add(Rule.pattern(entry));
            } catch (InvalidPolicy e) {
                throw new InvalidPolicy("The policy entry '" + entry + "' " + e.getMessage() + ".", e);
            }
        }
        return new ProtectedPaths(policy, own, new RuleIndex(rules), new TreeSet<>());
    }

    private ProtectedPaths(
            List<String> policy, List<WorkspacePath> own, RuleIndex adjustable, TreeSet<WorkspacePath> additions) {
        this.policy = List.copyOf(policy);
        this.own = List.copyOf(own);
        this.adjustable = adjustable;
        this.additions = additions;
        this.fixed = new RuleIndex(fixedRules());
        this.version = hash();
    }

    private List<Rule> fixedRules() {
        List<Rule> rules = new ArrayList<>();
        try {
            for (String entry : AlwaysProtected.ENTRIES) {
                rules.add(Rule.pattern(entry));
            }
        } catch (InvalidPolicy e) {
            throw new IllegalStateException("A built-in entry does not compile", e);
        }
        own.forEach(path -> rules.add(Rule.exactly(path)));
        additions.forEach(path -> rules.add(Rule.exactly(path)));
        return rules;
    }

    /** The same policy with these run-time additions besides those it has. */
    public ProtectedPaths with(Collection<WorkspacePath> more) {
        TreeSet<WorkspacePath> all = new TreeSet<>(additions);
        return all.addAll(more) ? new ProtectedPaths(policy, own, adjustable, all) : this;
    }

    /**
     * Why this name may not be written, created or deleted; empty when no entry speaks against it.
     *
     * @param path a path of the workspace, in canonical form or, when it was found on disk, in any
     * @param exists asked for few names, and only where the answer decides
     */
    Optional<Refusal> refusal(String path, Shadowing.Existence exists) throws WorkspaceUnavailable {
        Spelling spelling = Spelling.of(path);
        RuleIndex.View always = fixed.at(spelling);
        RuleIndex.View byPolicy = adjustable.at(spelling);
        int last = spelling.length() - 1;
        for (int i = 0; i <= last; i++) {
            String raw = spelling.raw(i);
            String folded = spelling.folded(i);
            Optional<Rule> rule = always.protecting(raw, folded, i < last);
            rule = rule.isPresent() ? rule : byPolicy.protecting(raw, folded, i < last);
            if (rule.isPresent()) {
                return Optional.of(new Refusal(
                        "path",
                        "'" + raw + "' is protected by the entry '" + rule.get().text() + "'."));
            }
        }
        Optional<Refusal> parent = parentOf(spelling.folded(last));
        return parent.isPresent()
                ? parent
                : Optional.ofNullable(Shadowing.find(spelling, exists, always, byPolicy))
                        .map(ProtectedPaths::shadow);
    }

    /** The rule that protects this very name or a folder of it, whatever lies around it. */
    Optional<Rule> naming(String path) {
        Spelling spelling = Spelling.of(path);
        RuleIndex.View always = fixed.at(spelling);
        RuleIndex.View byPolicy = adjustable.at(spelling);
        int last = spelling.length() - 1;
        for (int i = 0; i <= last; i++) {
            String raw = spelling.raw(i);
            String folded = spelling.folded(i);
            Optional<Rule> rule = always.protecting(raw, folded, i < last);
            rule = rule.isPresent() ? rule : byPolicy.protecting(raw, folded, i < last);
            if (rule.isPresent()) {
                return rule;
            }
        }
        return Optional.empty();
    }

    /** Paths without a wildcard that entries name or cannot leave, folded. */
    Set<String> literals() {
        Set<String> literals = fixed.literals();
        literals.addAll(adjustable.literals());
        return literals;
    }

    private Optional<Refusal> parentOf(String folded) {
        return fixed.below(folded)
                .or(() -> adjustable.below(folded))
                .map(rule -> new Refusal(
                        "parent", "A file would take the place of a folder of the entry '" + rule.text() + "'."));
    }

    private static Refusal shadow(Shadowing.Finding finding) {
        return new Refusal(
                "shadow",
                "The " + finding.language() + " loader would take it for '" + finding.original()
                        + "', protected by the entry '" + finding.rule().text() + "'.");
    }

    /** Every entry that an operator or an admin gave, as given. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>(policy);
        own.forEach(path -> paths.add(path.value()));
        additions.forEach(path -> paths.add(path.value()));
        return paths;
    }

    /** Entries that hold whatever the policy says. */
    public List<String> always() {
        return AlwaysProtected.ENTRIES;
    }

    /** SHA-256 over every entry and what it belongs to: two equal versions protect the same. */
    public String version() {
        return version;
    }

    private String hash() {
        MessageDigest digest = Sha256.digest();
        AlwaysProtected.ENTRIES.forEach(entry -> update(digest, "always", entry));
        ShadowingRules.FOLDERS.forEach(rule -> update(digest, "shadow", rule.toString()));
        ShadowingRules.FILES.forEach(rule -> update(digest, "shadow", rule.toString()));
        ShadowingRules.SCOPES.forEach(rule -> update(digest, "scope", rule.toString()));
        policy.forEach(entry -> update(digest, "policy", entry));
        new TreeSet<>(own).forEach(path -> update(digest, "path", path.value()));
        additions.forEach(path -> update(digest, "path", path.value()));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String origin, String entry) {
        // No entry contains a control character, so the separators are unambiguous.
        digest.update((origin + "\t" + entry + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
