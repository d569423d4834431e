package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What happens to the AI, kept once for each id of a sender. */
final class FeedbackEvents {
    /** One statement for a whole call; in the order of the ids, so that no two calls wait for each other. */
    private static final String ADD = """
            with added as (
                insert into feedback_events (sent_by, feedback_id, received_at, trusted, type, at, source, workspace,
                    component, task_id, user_id, rating, comment, context, metrics, variant, reason, negative)
                select *, reason is not null from unnest($1::text[], $2::text[], $3::timestamptz[], $4::boolean[],
                    $5::text[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                    $12::float8[], $13::text[], $14::text[]::jsonb[], $15::text[]::jsonb[], $16::text[],
                    $17::text[])
                    as e (sent_by, feedback_id, received_at, trusted, type, at, source, workspace, component, task_id,
                        user_id, rating, comment, context, metrics, variant, reason)
                on conflict (sent_by, feedback_id) do nothing
                returning workspace, component
            ), known as (
                insert into feedback_components (workspace, component)
                select distinct workspace, component from added a
                where not exists (
                    select from feedback_components k where k.workspace = a.workspace and k.component = a.component)
                order by workspace, component on conflict do nothing
            )
            select count(*)::int from added""";

    private static final String COLUMNS = """
            select sequence, received_at, sent_by, feedback_id, trusted, type, at, source, workspace, component, task_id,
                user_id, rating, comment, context::text, metrics::text, reason
            from feedback_events""";

    private final Database database;

    FeedbackEvents(Database database) {
        this.database = database;
    }

    /** All events of a call are stored, or none. */
    static Command<Store.FeedbackReceipt> add(List<Store.ReadFeedback> events) {
        OffsetDateTime now = Rows.time(Rows.now());
        List<Store.ReadFeedback> sorted = events.stream()
                .sorted(Comparator.comparing(read -> read.event().feedbackId()))
                .toList();
        Object[] parameters = {
            texts(sorted, e -> e.event().sentBy()),
            texts(sorted, e -> e.event().feedbackId()),
            sorted.stream().map(e -> now).toArray(OffsetDateTime[]::new),
            sorted.stream().map(e -> e.event().trusted()).toArray(Boolean[]::new),
            texts(sorted, e -> e.event().type()),
            sorted.stream().map(e -> Rows.time(e.event().timestamp())).toArray(OffsetDateTime[]::new),
            texts(sorted, e -> e.event().source()),
            texts(sorted, e -> e.event().workspace()),
            texts(sorted, e -> e.event().component()),
            texts(sorted, e -> e.event().taskId()),
            texts(sorted, e -> e.event().userId()),
            sorted.stream().map(e -> e.event().rating()).toArray(Double[]::new),
            texts(sorted, e -> e.event().comment()),
            texts(sorted, e -> e.event().context()),
            texts(sorted, e -> e.event().metrics()),
            texts(sorted, Store.ReadFeedback::variant),
            texts(sorted, Store.ReadFeedback::reason)
        };
        return Command.unrecorded(unit -> unit.sql(ADD, parameters).map(rows -> {
            int accepted = rows.iterator().next().getInteger(0);
            return new Store.FeedbackReceipt(accepted, events.size() - accepted);
        }));
    }

    private static String[] texts(List<Store.ReadFeedback> events, Function<Store.ReadFeedback, String> field) {
        return events.stream().map(field).toArray(String[]::new);
    }

    Future<Store.FeedbackPage> list(Store.FeedbackQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        and(conditions, parameters, "workspace =", query.workspace());
        and(conditions, parameters, "component =", query.component());
        and(conditions, parameters, "type =", query.type());
        and(conditions, parameters, "negative =", query.negative());
        and(conditions, parameters, "trusted =", query.trusted());
        and(conditions, parameters, "sequence <", query.before());
        parameters.add((long) query.limit() + 1);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return database.read(
                        COLUMNS + where + " order by sequence desc limit $" + parameters.size(), parameters.toArray())
                .map(found -> {
                    List<Store.FeedbackRow> rows = new ArrayList<>();
                    found.forEach(row -> rows.add(row(row)));
                    if (rows.size() <= query.limit()) {
                        return new Store.FeedbackPage(rows, null);
                    }
                    rows.remove(query.limit());
                    return new Store.FeedbackPage(
                            rows, rows.get(query.limit() - 1).sequence());
                });
    }

    private static void and(List<String> conditions, List<Object> parameters, String condition, Object value) {
        if (value != null) {
            parameters.add(value);
            conditions.add(condition + " $" + parameters.size());
        }
    }

    private static Store.FeedbackRow row(Row row) {
        return new Store.FeedbackRow(
                row.getLong("sequence"),
                Rows.instant(row, "received_at"),
                new Store.Feedback(
                        row.getString("feedback_id"),
                        row.getString("type"),
                        Rows.instant(row, "at"),
                        row.getString("source"),
                        row.getString("component"),
                        row.getString("task_id"),
                        row.getString("user_id"),
                        row.getDouble("rating"),
                        row.getString("comment"),
                        row.getString("context"),
                        row.getString("metrics"),
                        row.getString("sent_by"),
                        row.getBoolean("trusted"),
                        row.getString("workspace")),
                row.getString("reason"));
    }
}
