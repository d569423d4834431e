package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The conditions of a list query with their parameters; values never become part of the SQL text. */
final class Filters {
    private static final String[] DECIDED =
            PatchStatus.DECIDED.stream().map(PatchStatus::name).toArray(String[]::new);

    private final Store.ListQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    Filters(Store.ListQuery query) {
        this.query = query;
        if (query.status() != null) {
            and("status = ", query.status().name());
        }
        if (query.component() != null) {
            and("component = ", query.component());
        }
        if (query.workspace() != null) {
            and("workspace = ", query.workspace());
        }
    }

    /** For reviewers' requests, whose words can be searched. */
    static Filters ofRequests(Store.ListQuery query) {
        Filters filters = new Filters(query);
        return query.text() == null
                ? filters
                : filters.and("search @@ to_tsquery('simple', ", Search.query(query.text()), ")");
    }

    Filters and(String before, Object value) {
        return and(before, value, "");
    }

    Filters and(String before, Object value, String after) {
        parameters.add(value);
        conditions.add(before + "$" + parameters.size() + after);
        return this;
    }

    /** One row more than asked for tells whether there is a next page. */
    Future<List<Row>> page(Database database, String select) {
        onlyDecided();
        String time = query.sort() == Store.Sort.DECIDED ? "reviewed_at" : "created_at";
        if (query.cursor() != null) {
            parameters.add(Rows.time(query.cursor().at()));
            parameters.add(query.cursor().requestId());
            conditions.add(
                    "(" + time + ", request_id) < ($" + (parameters.size() - 1) + ", $" + parameters.size() + ")");
        }
        parameters.add((long) query.limit() + 1);
        String sql = select + where() + " order by " + time + " desc, request_id desc limit $" + parameters.size();
        return database.read(sql, parameters.toArray())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    Future<Long> sum(Database database, String countsTable) {
        if (query.sort() == Store.Sort.DECIDED) {
            and("status = any(", DECIDED, "::text[])");
        }
        return database.read("select coalesce(sum(n), 0)::bigint from " + countsTable + where(), parameters.toArray())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Counts rows, but no further than a reader needs to know. */
    Future<Long> cappedCount(Database database, String table) {
        onlyDecided();
        String sql =
                "select count(*) from (select from " + table + where() + " limit " + Store.Page.COUNT_CAP + ") capped";
        return database.read(sql, parameters.toArray())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private void onlyDecided() {
        if (query.sort() == Store.Sort.DECIDED) {
            conditions.add("reviewed_at is not null");
        }
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    /** Where a row stands in its list. */
    Store.Cursor place(Instant createdAt, Store.Outcome outcome, UUID requestId) {
        Instant at = query.sort() == Store.Sort.DECIDED ? outcome.reviewedAt() : createdAt;
        return new Store.Cursor(query.sort(), at, requestId);
    }

    static <T> Store.Page<T> cut(List<T> rows, int limit, long total, Function<T, Store.Cursor> cursor) {
        if (rows.size() <= limit) {
            return new Store.Page<>(rows, total, null);
        }
        List<T> page = List.copyOf(rows.subList(0, limit));
        return new Store.Page<>(page, total, cursor.apply(page.get(limit - 1)));
    }
}
