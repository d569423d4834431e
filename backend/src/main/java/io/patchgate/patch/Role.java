package io.patchgate.patch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token permits. Agents and people never share one. */
public enum Role {
    AGENT,
    REVIEWER,
    ADMIN,
    AUDITOR,
    MONITOR,
    CI;

    /** Lower case, as in tokens and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** Whether a program holds it, as opposed to a person. */
    public boolean machine() {
        return this == AGENT || this == MONITOR || this == CI;
    }
}
