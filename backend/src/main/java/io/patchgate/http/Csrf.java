package io.patchgate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a call that our own page made from one that another site made with the same cookie. The
 * token belongs to one session and needs no storage.
 */
public final class Csrf {
    static final String HEADER = "X-CSRF-Token";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public Csrf(SigningKeys keys) {
        this.key = new SecretKeySpec(keys.derive("csrf v1"), ALGORITHM);
    }

    String token(String tokenId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] tag = mac.doFinal(tokenId.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean holds(HttpServerRequest request, String tokenId) {
        String given = request.getHeader(HEADER);
        return given != null && Digests.same(token(tokenId), given) && sameSite(request);
    }

    /**
     * Whether the page that sent the request, where the browser names it, is served by the host asked.
     * The scheme is not compared: a proxy that ends TLS may not tell it.
     */
    static boolean sameSite(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return true;
        }
        HostAndPort own = request.authority();
        try {
            URI page = URI.create(origin);
            if (own == null || page.getHost() == null || page.getScheme() == null) {
                return false;
            }
            boolean https = page.getScheme().toLowerCase(Locale.ROOT).equals("https");
            int usual = https ? 443 : 80;
            int pagePort = page.getPort() < 0 ? usual : page.getPort();
            int ownPort = own.port() < 0 ? usual : own.port();
            return page.getHost().equalsIgnoreCase(own.host()) && pagePort == ownPort;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
