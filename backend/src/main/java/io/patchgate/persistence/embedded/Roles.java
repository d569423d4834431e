package io.patchgate.persistence.embedded;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postgresql.PGConnection;

/**
 * The database and its two login roles. The owner may do everything in the one database and nothing outside of it; the
 * runtime role may connect and look at the schema's names, and gets its rights on tables from the migrations. Making
 * them may be repeated after a cut, whatever part was done.
 */
final class Roles {
    static final String DATABASE = "patchgate";
    static final String SUPERUSER = "postgres";
    static final String OWNER = "patchgate_owner";
    static final String RUNTIME = "patchgate_runtime";

    private Roles() {}

    static Connection connect(int port, String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        // The server proves that it knows the password too; none is ever sent in the clear.
        properties.setProperty("requireAuth", "scram-sha-256");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "patchgate-embedded");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /**
     * Loads what the first login of a young JVM takes half a second for, to be done while the server comes up. A
     * failure here means nothing: the login itself will tell.
     */
    static void warmUp() {
        try {
            DriverManager.getDriver("jdbc:postgresql://127.0.0.1/" + DATABASE);
            PBEKeySpec key = new PBEKeySpec("warm".toCharArray(), new byte[16], 4096, 256);
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key);
        } catch (SQLException | GeneralSecurityException e) {
            // See above.
        }
    }

    static void make(int port, Credentials credentials) throws SQLException {
        try (Connection server = connect(port, "postgres", SUPERUSER, credentials.superuser())) {
            role(server, OWNER, credentials.owner());
            role(server, RUNTIME, credentials.runtime());
            if (!exists(server, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
                run(server, "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
            }
            for (String database : new String[] {DATABASE, "postgres", "template1"}) {
                run(server, "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            }
            run(server, "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + RUNTIME);
        }
        try (Connection database = connect(port, DATABASE, SUPERUSER, credentials.superuser())) {
            run(database, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
            run(database, "GRANT USAGE ON SCHEMA public TO " + RUNTIME);
        }
    }

    private static void role(Connection connection, String name, String password) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
            run(connection, "CREATE ROLE " + name);
        }
        run(connection, "ALTER ROLE " + name + " LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS");
        // The driver hashes the password, so that no statement holds it.
        connection.unwrap(PGConnection.class).alterUserPassword(name, password.toCharArray(), "scram-sha-256");
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
