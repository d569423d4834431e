package io.patchgate.persistence;

import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives the entries of a transaction their places and writes them with the counts, last before the
 * commit. Sequences are gapless and in commit order across nodes, because the advisory lock is held
 * from the reading of the head until the commit.
 */
final class Ledger {
    /** Any constant; this one spells "patchgate" on a telephone. */
    static final long LOCK = 728_244_283L;

    private final LedgerPosition position;
    private long lastAppended;

    Ledger(LedgerPosition position) {
        this.position = position;
    }

    /** Takes the lock and reads the last place taken; for the beginning of a transaction that will record. */
    Future<Long> head(SqlConnection sql) {
        Future<?> locked = sql.preparedQuery("select pg_advisory_xact_lock($1)").execute(Tuple.of(LOCK));
        return sql.preparedQuery("select coalesce(max(sequence), 0) as head from ledger")
                .execute()
                .compose(rows -> locked.map(rows.iterator().next().getLong("head")));
    }

    /**
     * Sends the entries and the counts of a transaction; what is sent next follows them in order.
     *
     * @param head null where the transaction was not expected to record
     */
    Future<Void> append(SqlConnection sql, Long head, List<Unit> units) {
        Map<Unit.RequestCount, Long> requests = new TreeMap<>();
        Map<Unit.RequestCount, Long> sealed = new TreeMap<>();
        Map<Unit.SubmissionCount, Long> submissions = new TreeMap<>();
        List<Unit.Recorded> entries = new ArrayList<>();
        for (Unit unit : units) {
            unit.requestCounts.forEach((key, delta) -> requests.merge(key, delta, Long::sum));
            unit.sealedCounts.forEach((key, delta) -> sealed.merge(key, delta, Long::sum));
            unit.submissionCounts.forEach((key, delta) -> submissions.merge(key, delta, Long::sum));
            entries.addAll(unit.entries);
        }
        if (!entries.isEmpty() && head == null) {
            return Future.failedFuture(new IllegalStateException("A command recorded without having said so"));
        }
        // The lock came before the counts: nodes that wait for each other do so in one order.
        List<Future<?>> sent = new ArrayList<>();
        if (!entries.isEmpty()) {
            sent.add(insert(sql, head, entries));
        }
        sent.add(countRequests(sql, "patch_request_counts", requests));
        sent.add(countRequests(sql, "sealed_request_counts", sealed));
        sent.add(countSubmissions(sql, submissions));
        return Future.join(sent).mapEmpty();
    }

    /** Moves the node's position and tells each entry where it stands. */
    void committed(List<Unit> units) {
        long sequence = lastAppended;
        int entries = units.stream().mapToInt(unit -> unit.entries.size()).sum();
        if (entries == 0) {
            return;
        }
        position.advanceTo(sequence);
        long next = sequence - entries + 1;
        for (Unit unit : units) {
            for (Unit.Recorded recorded : unit.entries) {
                long own = next++;
                unit.afterCommit.add(() -> recorded.onCommit().accept(own));
            }
        }
    }

    private Future<?> insert(SqlConnection sql, long head, List<Unit.Recorded> entries) {
        List<Tuple> rows = new ArrayList<>(entries.size());
        long sequence = head;
        for (Unit.Recorded recorded : entries) {
            LedgerEntry entry = recorded.entry();
            sequence++;
            rows.add(Tuple.of(
                    sequence,
                    entry.at().atOffset(ZoneOffset.UTC),
                    entry.kind(),
                    entry.requestId(),
                    entry.actor(),
                    entry.sealed(),
                    Buffer.buffer(entry.bytes(sequence))));
        }
        lastAppended = sequence;
        return sql.preparedQuery("""
                        insert into ledger (sequence, at, kind, request_id, actor, sealed, entry)
                        values ($1, $2, $3, $4, $5, $6, $7)""").executeBatch(rows);
    }

    private static Future<?> countRequests(SqlConnection sql, String table, Map<Unit.RequestCount, Long> deltas) {
        List<Tuple> rows = new ArrayList<>();
        deltas.forEach((key, delta) -> {
            if (delta != 0) {
                rows.add(Tuple.of(key.status(), key.workspace(), key.component(), delta));
            }
        });
        // MERGE, since ON CONFLICT would hold the check against a negative delta before it meets its row.
        return rows.isEmpty()
                ? Future.succeededFuture()
                : sql.preparedQuery("""
                                merge into %s c
                                using (values ($1::text, $2::text, $3::text, $4::bigint)) as d (status, workspace, component, n)
                                on c.status = d.status and c.workspace = d.workspace and c.component = d.component
                                when matched then update set n = c.n + d.n
                                when not matched then insert (status, workspace, component, n)
                                    values (d.status, d.workspace, d.component, d.n)""".formatted(table)).executeBatch(rows);
    }

    private static Future<?> countSubmissions(SqlConnection sql, Map<Unit.SubmissionCount, Long> deltas) {
        List<Tuple> rows = new ArrayList<>();
        deltas.forEach((key, delta) -> {
            if (delta != 0) {
                rows.add(Tuple.of(key.submittedBy(), key.status(), key.workspace(), key.component(), delta));
            }
        });
        return rows.isEmpty()
                ? Future.succeededFuture()
                : sql.preparedQuery("""
                                merge into submission_counts c
                                using (values ($1::text, $2::text, $3::text, $4::text, $5::bigint))
                                    as d (submitted_by, status, workspace, component, n)
                                on c.submitted_by = d.submitted_by and c.status = d.status
                                    and c.workspace = d.workspace and c.component = d.component
                                when matched then update set n = c.n + d.n
                                when not matched then insert (submitted_by, status, workspace, component, n)
                                    values (d.submitted_by, d.status, d.workspace, d.component, d.n)""").executeBatch(rows);
    }
}
