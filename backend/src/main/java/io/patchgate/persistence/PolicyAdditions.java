package io.patchgate.persistence;

import io.patchgate.patch.PolicyEntry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was protected at run time, as the command line reads it. Blocking, one connection a call. */
public final class PolicyAdditions {
    private PolicyAdditions() {}

    public static List<PolicyEntry> of(PostgresUrl url, String workspace) throws SQLException {
        List<PolicyEntry> entries = new ArrayList<>();
        try (Connection sql = DriverManager.getConnection(url.jdbc(), url.credentials());
                PreparedStatement query = sql.prepareStatement(
                        "select kind, path, added_by, added_at from protected_paths where workspace = ?")) {
            query.setString(1, workspace);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(PolicyEntry.added(
                            PolicyEntry.Kind.valueOf(rows.getString("kind").toUpperCase(Locale.ROOT)),
                            rows.getString("path"),
                            rows.getString("added_by"),
                            rows.getObject("added_at", OffsetDateTime.class).toInstant()));
                }
            }
        }
        return entries;
    }
}
