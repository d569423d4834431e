package io.patchgate.patch;

import java.time.Instant;
import java.util.Locale;

/**
 * One entry of what is protected, as it was given, and where it comes from.
 *
 * @param text a path of the workspace, or a pattern in the dialect of {@code .gitignore}
 * @param group what the entry belongs to, such as {@code kernel}; null where it has none
 * @param addedBy who added it at run time; null for all others
 * @param addedAt when it was added at run time; null for all others
 */
public record PolicyEntry(String text, Kind kind, Source source, String group, String addedBy, Instant addedAt) {

    /** How the text is read. */
    public enum Kind {
        /** Exactly this path, whatever characters are in it, and everything below it. */
        PATH,
        PATTERN;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who says that it is protected. */
    public enum Source {
        /** The operator, by the policy file or by having none. */
        POLICY,
        /** An admin, while the service ran. */
        ADDED,
        /** Patchgate itself, whatever the policy says. */
        ALWAYS;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static PolicyEntry policy(String text, String group) {
        return new PolicyEntry(text, Kind.PATTERN, Source.POLICY, group, null, null);
    }

    public static PolicyEntry added(Kind kind, String text, String by, Instant at) {
        return new PolicyEntry(text, kind, Source.ADDED, null, by, at);
    }

    public static PolicyEntry always(Kind kind, String text, String group) {
        return new PolicyEntry(text, kind, Source.ALWAYS, group, null, null);
    }

    /** Whether it takes protection away; only a policy's entry can. */
    public boolean negated() {
        return source == Source.POLICY && text.startsWith("!");
    }

    /** A phrase for a sentence: the entry, who gave it, its group. */
    public String described() {
        String whose = switch (source) {
            case POLICY -> "the policy's entry '" + text + "'";
            case ADDED -> "the entry '" + text + "' that " + addedBy + " added";
            case ALWAYS -> "the built-in entry '" + text + "'";
        };
        return group == null ? whose : whose + " of the group '" + group + "'";
    }
}
