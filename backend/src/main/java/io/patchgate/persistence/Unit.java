package io.patchgate.persistence;

import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What one command does inside the writer's transaction: its statements go out at once, while its
 * ledger entries, counts and events are gathered and done by the writer for the whole batch. Made
 * anew for every attempt.
 */
final class Unit {
    private final SqlConnection connection;
    final List<Recorded> entries = new ArrayList<>();
    final Map<RequestCount, Long> requestCounts = new HashMap<>();
    final Map<RequestCount, Long> sealedCounts = new HashMap<>();
    final Map<SubmissionCount, Long> submissionCounts = new HashMap<>();
    final List<Runnable> afterCommit = new ArrayList<>();

    Unit(SqlConnection connection) {
        this.connection = connection;
    }

    Future<RowSet<Row>> sql(String sql, Object... parameters) {
        return connection.preparedQuery(sql).execute(Tuple.wrap(parameters));
    }

    /** @param onCommit called with the entry's sequence once it is durable */
    void record(LedgerEntry entry, LongConsumer onCommit) {
        entries.add(new Recorded(entry, onCommit));
    }

    void countRequest(PatchStatus status, String workspace, String component, long delta) {
        requestCounts.merge(new RequestCount(status.name(), workspace, component), delta, Long::sum);
    }

    void countSealed(PatchStatus status, String workspace, String component, long delta) {
        sealedCounts.merge(new RequestCount(status.name(), workspace, component), delta, Long::sum);
    }

    void countSubmission(String submittedBy, PatchStatus status, String workspace, String component, long delta) {
        submissionCounts.merge(new SubmissionCount(submittedBy, status.name(), workspace, component), delta, Long::sum);
    }

    void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    record Recorded(LedgerEntry entry, LongConsumer onCommit) {}

    record RequestCount(String status, String workspace, String component) implements Comparable<RequestCount> {
        @Override
        public int compareTo(RequestCount other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return status + '\0' + workspace + '\0' + component;
        }
    }

    record SubmissionCount(String submittedBy, String status, String workspace, String component)
            implements Comparable<SubmissionCount> {
        @Override
        public int compareTo(SubmissionCount other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return submittedBy + '\0' + status + '\0' + workspace + '\0' + component;
        }
    }
}
