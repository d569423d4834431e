package io.patchgate.persistence.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the running server whether it is durable and closed, instead of trusting that the files said so:
 * {@code postgresql.auto.conf} would win over them silently, and ends the start; a setting kept for one role or database
 * would too, and is taken back.
 */
final class ReadBack {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);

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
        boolean overridden;
        do {
            // Once more after a reset: a session keeps the settings it began with.
            try (Connection connection =
                    Roles.connect(port, Roles.DATABASE, Roles.SUPERUSER, credentials.superuser())) {
                overridden = resetOverrides(connection);
                if (!overridden) {
                    settings(connection);
                    access(connection);
                }
            }
        } while (overridden);
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

    /**
     * Takes back what was set for a role or a database. The runtime role may set such things for itself, so refusing to
     * start over them would let it keep the service down.
     */
    private static boolean resetOverrides(Connection connection) throws SQLException {
        String sql = """
                SELECT format('ALTER %s RESET %I', CASE
                    WHEN setrole = 0 AND setdatabase = 0 THEN 'ROLE ALL'
                    WHEN setrole = 0 THEN format('DATABASE %I', datname)
                    WHEN setdatabase = 0 THEN format('ROLE %I', rolname)
                    ELSE format('ROLE %I IN DATABASE %I', rolname, datname) END, split_part(setting, '=', 1))
                FROM pg_db_role_setting
                    LEFT JOIN pg_database ON pg_database.oid = setdatabase
                    LEFT JOIN pg_roles ON pg_roles.oid = setrole,
                    unnest(setconfig) AS setting
                WHERE split_part(setting, '=', 1) = ANY (?)
                """;
        List<String> resets = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("text", REQUIRED.keySet().toArray()));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                resets.add(rows.getString(1));
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (String reset : resets) {
                LOG.warn("The embedded database was told to be less durable; taken back with: {}", reset);
                statement.execute(reset);
            }
        }
        return !resets.isEmpty();
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
