package io.patchgate.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The list of people, as the command line writes it. Blocking, one connection a call. Every change
 * is an entry of the ledger, as it would be through the service.
 */
public final class Directory {
    private final OperatorLog log;

    public Directory(PostgresUrl url) {
        this.log = new OperatorLog(url);
    }

    /**
     * Adds a person, or gives a known one another password and roles.
     *
     * @param passwordHash null keeps a known person's password
     */
    public void put(String name, String passwordHash, List<String> roles, String by) throws SQLException {
        log.inTransaction(sql -> {
            try (PreparedStatement insert = sql.prepareStatement("""
                    insert into users (name, password_hash, roles, created_at) values (?, ?, ?, now())
                    on conflict (name) do update
                        set password_hash = coalesce(excluded.password_hash, users.password_hash),
                            roles = excluded.roles""")) {
                insert.setString(1, name);
                insert.setString(2, passwordHash);
                insert.setArray(3, sql.createArrayOf("text", roles.toArray()));
                insert.executeUpdate();
            }
            OperatorLog.append(sql, "user.added", by, Map.of("name", name, "roles", roles));
            return null;
        });
    }

    public boolean knows(String name) throws SQLException {
        try (Connection sql = log.open();
                PreparedStatement query = sql.prepareStatement("select from users where name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Links that have expired are swept by the way. */
    public void addLink(String secretSha256, String user, Duration validFor, String by) throws SQLException {
        log.inTransaction(sql -> {
            try (PreparedStatement sweep = sql.prepareStatement("delete from sign_in_links where expires_at < now()")) {
                sweep.executeUpdate();
            }
            try (PreparedStatement insert = sql.prepareStatement("""
                    insert into sign_in_links (secret_sha256, user_name, expires_at)
                    values (?, ?, now() + make_interval(secs => ?))""")) {
                insert.setString(1, secretSha256);
                insert.setString(2, user);
                insert.setDouble(3, validFor.toSeconds());
                insert.executeUpdate();
            }
            OperatorLog.append(sql, "link.made", by, Map.of("name", user));
            return null;
        });
    }
}
