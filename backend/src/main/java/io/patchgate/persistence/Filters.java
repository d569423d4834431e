package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The conditions of a list query with their parameters; values never become part of the SQL text. */
final class Filters {
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
        if (query.cursor() != null) {
            parameters.add(Rows.time(query.cursor().createdAt()));
            parameters.add(query.cursor().requestId());
            conditions.add("(created_at, request_id) < ($" + (parameters.size() - 1) + ", $" + parameters.size() + ")");
        }
        parameters.add((long) query.limit() + 1);
        String sql = select + where() + " order by created_at desc, request_id desc limit $" + parameters.size();
        return database.read(sql, parameters.toArray())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }

    Future<Long> sum(Database database, String countsTable) {
        return database.read("select coalesce(sum(n), 0)::bigint from " + countsTable + where(), parameters.toArray())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Counts rows, but no further than a reader needs to know. */
    Future<Long> cappedCount(Database database, String table) {
        String sql = "select count(*) from (select from " + table + where() + " limit " + Store.Page.TEXT_TOTAL_CAP
                + ") capped";
        return database.read(sql, parameters.toArray())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    static <T> Store.Page<T> cut(List<T> rows, int limit, long total, Function<T, Store.Cursor> cursor) {
        if (rows.size() <= limit) {
            return new Store.Page<>(rows, total, null);
        }
        List<T> page = List.copyOf(rows.subList(0, limit));
        return new Store.Page<>(page, total, cursor.apply(page.get(limit - 1)));
    }
}
