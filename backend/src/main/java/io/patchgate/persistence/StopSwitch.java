package io.patchgate.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The emergency stop as the command line throws it, whether the service answers or not. Blocking. */
public final class StopSwitch {
    private final OperatorLog log;

    public StopSwitch(PostgresUrl url) {
        this.log = new OperatorLog(url);
    }

    /**
     * Nothing is written from the return on, but for what a running service is writing at the moment.
     *
     * @param reason may be null
     * @return whether everything was not stopped before
     */
    public boolean stop(String by, String reason) throws SQLException {
        return log.inTransaction(sql -> {
            OperatorLog.lock(sql);
            try (PreparedStatement insert = sql.prepareStatement("""
                    insert into emergency_stops (stopped_at, stopped_by, reason) values (now(), ?, ?)
                    on conflict do nothing""")) {
                insert.setString(1, by);
                insert.setString(2, reason);
                if (insert.executeUpdate() == 0) {
                    return false;
                }
            }
            Map<String, Object> details = new HashMap<>();
            details.put("reason", reason);
            OperatorLog.append(sql, EmergencyStops.ENGAGED, by, details);
            return true;
        });
    }

    /** @return whether everything was stopped before */
    public boolean resume(String by) throws SQLException {
        return log.inTransaction(sql -> {
            OperatorLog.lock(sql);
            if (!lift(sql, by)) {
                return false;
            }
            OperatorLog.append(sql, EmergencyStops.LIFTED, by, Map.of());
            return true;
        });
    }

    private static boolean lift(Connection sql, String by) throws SQLException {
        try (PreparedStatement update = sql.prepareStatement(
                "update emergency_stops set resumed_at = now(), resumed_by = ? where resumed_at is null")) {
            update.setString(1, by);
            return update.executeUpdate() == 1;
        }
    }
}
