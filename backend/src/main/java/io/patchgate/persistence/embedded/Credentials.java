package io.patchgate.persistence.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The generated passwords of one cluster's three roles, kept in a file of mode 0600 that belongs to Patchgate's own
 * user, not to the server's. Whoever can read that file can do everything to the database.
 */
record Credentials(String superuser, String owner, String runtime) {

    /** Reads the file, or makes it where no cluster exists yet that would have other passwords. */
    static Credentials loadOrCreate(Layout layout) throws IOException {
        Path file = layout.credentials();
        if (Files.exists(file)) {
            return load(file);
        }
        if (Files.exists(layout.cluster())) {
            throw new EmbeddedPostgresException("The passwords file " + file
                    + " is missing although the database exists: restore it from the same backup as the folder.");
        }
        SecureRandom random = new SecureRandom();
        Credentials made = new Credentials(password(random), password(random), password(random));
        OwnFiles.writeWhole(
                file,
                "# Passwords of the embedded database, made by Patchgate. Keep this file with the cluster folder.\n"
                        + "superuser=" + made.superuser + "\nowner=" + made.owner + "\nruntime=" + made.runtime + "\n");
        return made;
    }

    static Credentials load(Path file) throws IOException {
        if (!OwnFiles.onlyOwnerReads(file)) {
            throw new EmbeddedPostgresException("The passwords file " + file
                    + " can be read by others than its owner: set its mode to 0600, and take the passwords for known.");
        }
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Credentials(
                required(properties, "superuser", file),
                required(properties, "owner", file),
                required(properties, "runtime", file));
    }

    private static String required(Properties properties, String key, Path file) {
        String value = properties.getProperty(key, "");
        // Also the promise that no password needs escaping, in a URL or anywhere else.
        if (!value.matches("[A-Za-z0-9_-]{43}")) {
            throw new EmbeddedPostgresException(
                    "The passwords file " + file + " has no usable entry '" + key + "': restore it from a backup.");
        }
        return value;
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
