package io.patchgate.http;

import io.patchgate.patch.Actor;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The form of a name that tokens carry and that is shown to people who decide: ASCII only, so that no
 * name can look like another or reorder the text around it.
 */
public final class Subject {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,254}");

    private static final Set<String> OWN =
            Set.of("patchgate", "patchgate-loop", Actor.PROBATION.subject(), Actor.AUTO_APPROVAL.subject());

    private Subject() {}

    /** Whether Patchgate acts by this name itself, so that nobody else may. */
    public static boolean reserved(String name) {
        return OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    public static boolean wellFormed(String name) {
        return name != null && FORM.matcher(name).matches();
    }
}
