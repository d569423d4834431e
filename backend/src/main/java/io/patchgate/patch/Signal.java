package io.patchgate.patch;

import java.util.List;
import java.util.Locale;

/**
 * Something about a change set that a reviewer may want to look at: computed from what it changes, explained, and never
 * a verdict. The message is made of Patchgate's own words alone, so it never repeats what an agent wrote.
 */
public record Signal(Kind kind, Severity severity, String message, List<Location> locations) {
    public Signal {
        locations = List.copyOf(locations);
    }

    /** What it is about; in the order in which reviewers are told, within one severity. */
    public enum Kind {
        NOT_EXAMINED,
        SECRET,
        HIDDEN_UNICODE,
        MIXED_SCRIPT,
        KERNEL_DEPENDENCY,
        AUTHORIZATION_WEAKENED,
        TESTS_WEAKENED,
        CODE_EVALUATION,
        DESERIALIZATION,
        PROCESS_CALL,
        NETWORK_CALL,
        FILE_DELETION,
        NEW_DEPENDENCY,
        ASSERTIONS_REMOVED,
        LOGGING_REMOVED,
        BINARY_LOOKING,
        GENERATED,
        LONG_LINES,
        LARGER_THAN_EXPLAINED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How closely to look; {@code HIGH} asks for a person in any case. */
    public enum Severity {
        HIGH,
        MEDIUM,
        LOW;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Before the change or after it. */
    public enum Side {
        BEFORE,
        AFTER;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param line from 1; 0 for the file as a whole */
    public record Location(String targetFile, Side side, int line) {}
}
