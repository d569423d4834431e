package io.patchgate;

import io.patchgate.persistence.Directory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/** One-time links for people who cannot sign in yet. The secret stands in the fragment, which no server is sent. */
final class SignInLinks {
    static final Duration VALID_FOR = Duration.ofMinutes(10);

    private SignInLinks() {}

    /** @param address the service's, for example {@code http://127.0.0.1:8000} */
    static String make(Directory directory, String user, String address) throws SQLException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        directory.addLink(sha256(text), user, VALID_FOR, "operator");
        return address + "/sign-in#link=" + text;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
