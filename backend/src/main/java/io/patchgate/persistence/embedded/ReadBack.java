package io.patchgate.persistence.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the running server whether it is durable and closed, instead of trusting that the files said so:
 * {@code postgresql.auto.conf}, or a setting kept for one role or database, would win over them silently.
 */
final class ReadBack {
    private static final Map<String, String> REQUIRED = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "data_checksums", "on",
            "ignore_checksum_failure", "off",
            "zero_damaged_pages", "off",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256");

    private ReadBack() {}

    static void verify(int port, Credentials credentials) throws SQLException {
        try (Connection connection = Roles.connect(port, Roles.DATABASE, Roles.SUPERUSER, credentials.superuser())) {
            settings(connection);
            overrides(connection);
            access(connection);
        }
    }

    private static void settings(Connection connection) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT name, setting FROM pg_settings WHERE name = ANY (?)")) {
            query.setArray(1, connection.createArrayOf("text", REQUIRED.keySet().toArray()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        REQUIRED.forEach((name, value) -> {
            if (!value.equals(found.get(name))) {
                throw new EmbeddedPostgresException("PostgreSQL runs with " + name + "='" + found.get(name)
                        + "' instead of '" + value + "': remove that line from postgresql.auto.conf.");
            }
        });
    }

    /** The session above is the superuser's; what a role or a database overrides shows only in the catalogue. */
    private static void overrides(Connection connection) throws SQLException {
        String sql = """
                SELECT setting FROM pg_db_role_setting, unnest(setconfig) AS setting
                WHERE split_part(setting, '=', 1) = ANY (?)
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("text", REQUIRED.keySet().toArray()));
            ResultSet rows = query.executeQuery();
            if (rows.next()) {
                throw new EmbeddedPostgresException("A role or database of the embedded server overrides "
                        + rows.getString(1) + ": take it back with ALTER ROLE or ALTER DATABASE … RESET.");
            }
        }
    }

    private static void access(Connection connection) throws SQLException {
        String sql = """
                SELECT count(*), count(*) FILTER (WHERE type = 'host' AND address = '127.0.0.1'
                    AND netmask = '255.255.255.255' AND auth_method = 'scram-sha-256' AND error IS NULL)
                FROM pg_hba_file_rules
                """;
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            if (row.getInt(1) == 0 || row.getInt(1) != row.getInt(2)) {
                throw new EmbeddedPostgresException("PostgreSQL's access rules allow more than passwords from this"
                        + " machine: remove hba_file from postgresql.auto.conf.");
            }
        }
    }
}
