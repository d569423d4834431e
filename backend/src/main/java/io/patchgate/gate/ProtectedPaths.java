package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The policy of one workspace, compiled. It judges names alone; what a name resolves to on disk is
 * the {@link Gate}'s part. Immutable: an addition makes a new one.
 *
 * <p>What is always protected and what was added at run time cannot be taken away by an entry of the
 * policy that begins with {@code !}; those reach only what the policy itself protects.
 */
public final class ProtectedPaths {
    private final List<PolicyEntry> policy;
    private final List<PolicyEntry> own;
    /** By what makes two additions the same. */
    private final TreeMap<String, PolicyEntry> additions;

    private final RuleIndex fixed;
    private final RuleIndex adjustable;
    private final String version;

    /**
     * @param policy entries in the dialect of {@code .gitignore}, of no group
     * @param own Patchgate's own policy and configuration, where they lie in the workspace
     * @throws InvalidPolicy when an entry cannot be compiled
     */
    public static ProtectedPaths of(List<String> policy, List<WorkspacePath> own) throws InvalidPolicy {
        return ofEntries(
                policy.stream().map(text -> PolicyEntry.policy(text, null)).toList(), own);
    }

    /** As {@link #of}, with entries that may be of groups. */
    public static ProtectedPaths ofEntries(List<PolicyEntry> policy, List<WorkspacePath> own) throws InvalidPolicy {
        List<Rule> rules = new ArrayList<>();
        for (PolicyEntry entry : policy) {
            try {
                rules.add(Rule.of(entry));
            } catch (InvalidPolicy e) {
                throw new InvalidPolicy("The policy entry '" + entry.text() + "' " + e.getMessage() + ".", e);
            }
        }
        List<PolicyEntry> ownEntries = own.stream()
                .map(path -> PolicyEntry.always(PolicyEntry.Kind.PATH, path.value(), AlwaysProtected.PATCHGATE))
                .toList();
        return new ProtectedPaths(policy, ownEntries, new RuleIndex(rules), new TreeMap<>());
    }

    private ProtectedPaths(
            List<PolicyEntry> policy,
            List<PolicyEntry> own,
            RuleIndex adjustable,
            TreeMap<String, PolicyEntry> additions)
            throws InvalidPolicy {
        this.policy = List.copyOf(policy);
        this.own = own;
        this.adjustable = adjustable;
        this.additions = additions;
        List<Rule> rules = new ArrayList<>();
        for (PolicyEntry entry : fixedEntries()) {
            rules.add(Rule.of(entry));
        }
        this.fixed = new RuleIndex(rules);
        this.version = hash();
    }

    private List<PolicyEntry> fixedEntries() {
        return Stream.of(AlwaysProtected.ENTRIES, own, additions.values())
                .flatMap(Collection::stream)
                .toList();
    }

    /**
     * The same policy with these run-time additions besides those it has.
     *
     * @throws InvalidPolicy when one cannot be compiled; then nothing may be judged
     */
    public ProtectedPaths with(Collection<PolicyEntry> more) throws InvalidPolicy {
        TreeMap<String, PolicyEntry> all = new TreeMap<>(additions);
        more.forEach(entry -> all.putIfAbsent(entry.kind().id() + "\t" + entry.text(), entry));
        return all.size() == additions.size() ? this : new ProtectedPaths(policy, own, adjustable, all);
    }

    /** Why this name may not be written, created or deleted, as {@link #ruling} says. */
    Optional<Refusal> refusal(String path, Shadowing.Existence exists) throws WorkspaceUnavailable {
        return ruling(path, exists).map(Ruling::refusal);
    }

    /**
     * What speaks against writing, creating or deleting this name; empty when no entry does.
     *
     * @param path a path of the workspace, in canonical form or, when it was found on disk, in any
     * @param exists asked for few names, and only where the answer decides
     */
    Optional<Ruling> ruling(String path, Shadowing.Existence exists) throws WorkspaceUnavailable {
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
                return Optional.of(Ruling.path(raw, rule.get()));
            }
        }
        Optional<Ruling> parent = parentOf(spelling.folded(last));
        return parent.isPresent()
                ? parent
                : Optional.ofNullable(Shadowing.find(spelling, exists, always, byPolicy))
                        .map(Ruling::shadow);
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

    private Optional<Ruling> parentOf(String folded) {
        return fixed.below(folded).or(() -> adjustable.below(folded)).map(Ruling::parent);
    }

    /** Every entry: the policy's in its order, Patchgate's own files, the additions, and what always holds. */
    public List<PolicyEntry> entries() {
        return Stream.of(policy, own, additions.values(), AlwaysProtected.ENTRIES)
                .flatMap(Collection::stream)
                .toList();
    }

    /** Every entry that holds from the start on: all but the additions. */
    public List<PolicyEntry> fromTheStart() {
        return Stream.of(policy, own, AlwaysProtected.ENTRIES)
                .flatMap(Collection::stream)
                .toList();
    }

    /** Every entry that an operator or an admin gave, as given. */
    public List<String> paths() {
        return Stream.of(policy, own, additions.values())
                .flatMap(Collection::stream)
                .map(PolicyEntry::text)
                .toList();
    }

    /** Entries that hold whatever the policy says. */
    public List<String> always() {
        return AlwaysProtected.ENTRIES.stream().map(PolicyEntry::text).toList();
    }

    /** SHA-256 over every entry and what it belongs to: two equal versions protect the same. */
    public String version() {
        return version;
    }

    private String hash() {
        MessageDigest digest = Sha256.digest();
        AlwaysProtected.ENTRIES.forEach(entry -> update(digest, "always", entry.text()));
        ShadowingRules.FOLDERS.forEach(rule -> update(digest, "shadow", rule.toString()));
        ShadowingRules.FILES.forEach(rule -> update(digest, "shadow", rule.toString()));
        ShadowingRules.SCOPES.forEach(rule -> update(digest, "scope", rule.toString()));
        policy.forEach(entry -> update(digest, "policy", entry.text()));
        new TreeSet<>(own.stream().map(PolicyEntry::text).toList()).forEach(path -> update(digest, "path", path));
        additions.values().forEach(entry -> update(digest, entry.kind().id(), entry.text()));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String origin, String entry) {
        // No entry contains a control character, so the separators are unambiguous.
        digest.update((origin + "\t" + entry + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
