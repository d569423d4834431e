package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Refusal;

/**
 * What decides that a path is protected, and why. For auditors and reviewers, never for an agent.
 *
 * @param kind {@code path}, {@code parent}, {@code shadow}, {@code hard link}, {@code link},
 *     {@code linked} or {@code short name}
 * @param name what the entry protects: the path or a folder of it, what it would be loaded instead of,
 *     or another name of the same file; null where no name decides
 * @param entry null where none decides
 * @param explanation a sentence
 */
record Ruling(String kind, String name, PolicyEntry entry, String explanation) {

    static Ruling path(String name, Rule rule) {
        return new Ruling(
                "path",
                name,
                rule.entry(),
                "'" + name + "' is protected by " + rule.entry().described() + ".");
    }

    static Ruling parent(Rule rule) {
        return new Ruling(
                "parent",
                rule.entry().text(),
                rule.entry(),
                "A file would take the place of a folder of " + rule.entry().described() + ".");
    }

    static Ruling shadow(Shadowing.Finding finding) {
        return new Ruling(
                "shadow",
                finding.original(),
                finding.rule().entry(),
                "The " + finding.language() + " loader would take it for '" + finding.original() + "', protected by "
                        + finding.rule().entry().described() + ".");
    }

    static Ruling hardLink(String name, Ruling other) {
        return new Ruling(
                "hard link", name, other.entry(), "The same file has the name '" + name + "': " + other.explanation());
    }

    static Ruling unseenHardLink() {
        return new Ruling("hard link", null, null, "The same file has another name, in a folder that cannot be read.");
    }

    static Ruling shortName(String name) {
        return new Ruling("short name", null, null, "'" + name + "' may be another file's short name on FAT or NTFS.");
    }

    /** @param other what protects the name */
    static Ruling linked(String name, Ruling other) {
        return new Ruling(
                "linked", name, other.entry(), "The protected name '" + name + "' leads here: " + other.explanation());
    }

    static Ruling link() {
        return new Ruling("link", null, null, "The path goes through a symbolic link.");
    }

    Refusal refusal() {
        return new Refusal(kind, explanation);
    }
}
