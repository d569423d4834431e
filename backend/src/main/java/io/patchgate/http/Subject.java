package io.patchgate.http;

import java.util.regex.Pattern;

/**
 * The form of a name that tokens carry and that is shown to people who decide: ASCII only, so that no
 * name can look like another or reorder the text around it.
 */
public final class Subject {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,254}");

    private Subject() {}

    /** Whether it is the name of Patchgate's own loop, whose requests a token of that name would be shown. */
    static boolean reserved(String name) {
        return "patchgate-loop".equalsIgnoreCase(name);
    }

    public static boolean wellFormed(String name) {
        return name != null && FORM.matcher(name).matches();
    }
}
