package io.patchgate.persistence;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A database's address in libpq's URI form, taken apart for JDBC. Its text form leaves the password
 * out.
 *
 * @param parameters the query part, may be null
 */
public record PostgresUrl(String host, int port, String database, String user, String password, String parameters) {

    /** @throws IllegalArgumentException with a sentence that holds no password */
    public static PostgresUrl parse(String url) {
        try {
            URI uri = new URI(url);
            boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!scheme
                    || uri.getHost() == null
                    || uri.getUserInfo() == null
                    || uri.getPath().length() < 2) {
                throw new IllegalArgumentException("must look like postgresql://user:password@host:5432/database");
            }
            String[] user = uri.getRawUserInfo().split(":", 2);
            return new PostgresUrl(
                    uri.getHost(),
                    uri.getPort() < 0 ? 5432 : uri.getPort(),
                    decode(uri.getRawPath().substring(1)),
                    decode(user[0]),
                    user.length < 2 ? "" : decode(user[1]),
                    uri.getRawQuery());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must look like postgresql://user:password@host:5432/database");
        }
    }

    String jdbc() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + (parameters == null ? "" : "?" + parameters);
    }

    Properties credentials() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("ApplicationName", "patchgate");
        return properties;
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
