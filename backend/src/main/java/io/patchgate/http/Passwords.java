package io.patchgate.http;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Argon2id hashes of passwords as PHC strings. Each call takes tens of milliseconds and 19 MiB, so
 * not on an event loop, and never more at once than the machine bears.
 */
public final class Passwords {
    static final int SHORTEST = 12;
    static final int LONGEST = 1_024;

    private static final int MEMORY_KIB = 19 * 1_024;
    private static final int ITERATIONS = 2;
    private static final int PARALLELISM = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_BYTES, Argon2.ID);

    /** Stands for people who do not exist, so that finding that out takes as long as a wrong password. */
    private static final String NOBODY = hash("no password has this hash");

    private Passwords() {}

    /** What is wrong with a new password, as a sentence; empty when nothing is. */
    public static Optional<String> fault(String password) {
        int length = password.codePointCount(0, password.length());
        return length < SHORTEST || length > LONGEST
                ? Optional.of("The password must have " + SHORTEST + " to " + LONGEST + " characters")
                : Optional.empty();
    }

    public static String hash(String password) {
        return Password.hash(normal(password))
                .addRandomSalt(SALT_BYTES)
                .with(ARGON2ID)
                .getResult();
    }

    /** @param hash null for a person who does not exist or has no password: false, after the same time */
    static boolean matches(String password, String hash) {
        try {
            String stored = hash == null ? NOBODY : hash;
            boolean same = Password.check(normal(password), stored).with(Argon2Function.getInstanceFromHash(stored));
            return same && hash != null;
        } catch (BadParametersException e) {
            return false;
        }
    }

    /** Keyboards send the same letter composed or in parts. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
