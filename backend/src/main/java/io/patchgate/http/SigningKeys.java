package io.patchgate.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The RS256 key pair that tokens are signed with, made at first start. The private file is the only
 * truth: the public key is computed from it and written beside it for whoever verifies elsewhere.
 * Whoever holds the private file can be anyone, hence it is refused when other users could have
 * read it.
 */
public final class SigningKeys {
    private static final int BITS = 2_048;
    private static final String PRIVATE = "token-signing-key.pem";
    private static final String PUBLIC = "token-signing-key.pub.pem";

    private final RSAPrivateCrtKey privateKey;
    private final RSAPublicKey publicKey;

    private SigningKeys(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Loads the keys of a data folder, or makes them. Blocks, at first start for some hundred
     * milliseconds. Processes that start at once end with the same keys.
     *
     * @throws IOException with a sentence for the operator when the file cannot be trusted or used
     */
    public static SigningKeys open(Path dataDir) throws IOException {
        Path folder = dataDir.resolve("keys");
        PrivateFile.folder(folder);
        Path file = folder.resolve(PRIVATE);
        byte[] pem = PrivateFile.readOrCreate(file, SigningKeys::generate);
        SigningKeys keys;
        try {
            keys = parse(new String(pem, StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new IOException(file + " is not an RSA private key in PKCS#8 PEM form", e);
        }
        if (keys.publicKey.getModulus().bitLength() < BITS) {
            throw new IOException(file + " is shorter than " + BITS + " bits");
        }
        byte[] publicPem = keys.publicPem().getBytes(StandardCharsets.US_ASCII);
        Path published = folder.resolve(PUBLIC);
        if (!Files.exists(published) || !MessageDigest.isEqual(Files.readAllBytes(published), publicPem)) {
            PrivateFile.write(published, publicPem);
        }
        return keys;
    }

    RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    public String publicPem() {
        return pem("PUBLIC KEY", publicKey.getEncoded());
    }

    /** The beginning of the key's thumbprint (RFC 7638), 96 bits of it. */
    public String keyId() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String jwk = "{\"e\":\""
                + base64.encodeToString(publicKey.getPublicExponent().toByteArray()) + "\",\"kty\":\"RSA\",\"n\":\""
                + base64.encodeToString(unsigned(publicKey)) + "\"}";
        return base64.encodeToString(Digests.sha256(jwk)).substring(0, 16);
    }

    /** A key for one other use, that tells nothing about the signing key. */
    byte[] derive(String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(privateKey.getEncoded(), "HmacSHA256"));
            return mac.doFinal(("patchgate " + use).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKeys parse(String pem) throws GeneralSecurityException {
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("No private key in PEM form");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
        var spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        return new SigningKeys(key, (RSAPublicKey) factory.generatePublic(spec));
    }

    private static byte[] generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded()).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Without the sign byte that BigInteger puts in front. */
    private static byte[] unsigned(RSAPublicKey key) {
        byte[] bytes = key.getModulus().toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
