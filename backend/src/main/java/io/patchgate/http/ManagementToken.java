package io.patchgate.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that opens the metrics page: a count of denials is an answer too. From the settings, or
 * made once into the data folder, for Prometheus' {@code credentials_file}.
 */
public final class ManagementToken {
    private static final String FILE = "management-token";
    private static final int BYTES = 32;

    private final String value;

    private ManagementToken(String value) {
        this.value = value;
    }

    /**
     * Blocks a moment on the disk.
     *
     * @param configured null or empty when the settings have none
     * @throws IOException with a sentence for the operator
     */
    public static ManagementToken open(Path dataDir, String configured) throws IOException {
        if (configured != null && !configured.isBlank()) {
            return new ManagementToken(configured.strip());
        }
        Files.createDirectories(dataDir);
        byte[] content = PrivateFile.readOrCreate(dataDir.resolve(FILE), ManagementToken::generate);
        String value = new String(content, StandardCharsets.US_ASCII).strip();
        if (value.isEmpty()) {
            throw new IOException(dataDir.resolve(FILE) + " is empty");
        }
        return new ManagementToken(value);
    }

    boolean opens(String authorization) {
        String prefix = "Bearer ";
        return authorization != null
                && authorization.regionMatches(true, 0, prefix, 0, prefix.length())
                && Digests.same(value, authorization.substring(prefix.length()).strip());
    }

    private static byte[] generate() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return (Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
