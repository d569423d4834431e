package io.patchgate.generation.model;

import java.util.regex.Pattern;

/** A key that does not show: not in a log, an error or a text. It comes from the environment and is kept nowhere. */
public final class ApiKey {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private final String value;

    /** @throws IllegalArgumentException where it could not be sent in a header; the message does not hold it */
    public ApiKey(String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must hold 1 to 4096 printable ASCII characters without spaces");
        }
        this.value = value;
    }

    String bearer() {
        return "Bearer " + value;
    }

    /** The text without this key, should a server have put it in. */
    String removedFrom(String text) {
        return text.replace(value, "…");
    }

    @Override
    public String toString() {
        return "ApiKey[…]";
    }
}
