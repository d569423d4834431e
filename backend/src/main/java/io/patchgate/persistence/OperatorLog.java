package io.patchgate.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * What the command line writes to the request log. Blocking, one connection and one transaction a call;
 * every change is an entry of the ledger, as it would be through the service.
 */
final class OperatorLog {
    private final PostgresUrl url;

    OperatorLog(PostgresUrl url) {
        this.url = url;
    }

    interface Work<T> {
        T on(Connection sql) throws SQLException;
    }

    <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection sql = open()) {
            sql.setAutoCommit(false);
            T result = work.on(sql);
            sql.commit();
            return result;
        }
    }

    Connection open() throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.credentials());
    }

    /** Of those who hold it one writes at a time, on all nodes; until the transaction ends. */
    static void lock(Connection sql) throws SQLException {
        try (PreparedStatement lock = sql.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, Ledger.LOCK);
            lock.execute();
        }
    }

    static void append(Connection sql, String kind, String by, Map<String, Object> details) throws SQLException {
        lock(sql);
        long sequence;
        try (PreparedStatement head = sql.prepareStatement("select coalesce(max(sequence), 0) + 1 from ledger");
                ResultSet rows = head.executeQuery()) {
            rows.next();
            sequence = rows.getLong(1);
        }
        Instant at = Rows.now();
        LedgerEntry entry = new LedgerEntry(at, kind, null, by, details, false);
        try (PreparedStatement insert = sql.prepareStatement("""
                insert into ledger (sequence, at, kind, actor, sealed, entry) values (?, ?, ?, ?, false, ?)""")) {
            insert.setLong(1, sequence);
            insert.setObject(2, Rows.time(at));
            insert.setString(3, kind);
            insert.setString(4, by);
            insert.setBytes(5, entry.bytes(sequence));
            insert.executeUpdate();
        }
    }
}
