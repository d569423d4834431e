package io.patchgate.patch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a request was denied, in words an agent can learn from. */
public enum Category {
    INCORRECT,
    INCOMPLETE,
    UNSAFE,
    OUT_OF_SCOPE,
    QUALITY,
    DUPLICATE,
    NOT_NEEDED,
    OTHER;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Category> of(String id) {
        return Arrays.stream(values()).filter(c -> c.id().equals(id)).findFirst();
    }
}
