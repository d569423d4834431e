package io.patchgate.persistence;

import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Cause;
import io.patchgate.bus.Improvements.Consideration;
import io.patchgate.bus.Improvements.Kind;
import io.patchgate.bus.Improvements.Past;
import io.patchgate.bus.Improvements.Stretch;
import io.patchgate.bus.Improvements.Suggestion;
import io.patchgate.bus.Improvements.SuggestionRow;
import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the loop found, and what was filed for it. The loop's own questions read submissions alone, as an agent's view
 * does, and never a verdict, and of what people let into the canary that it is there. What reviewers are shown names a
 * request only where they can see it.
 */
final class Suggestions {
    static final String RECORDED = "suggestion.recorded";

    private static final int SHOWN = 100;

    private static final String SUGGEST = """
            insert into suggestions (id, at, workspace, component, cause, cause_label, cause_events, kind, description,
                confidence, feedback_ids, figures)
            values ($1, $2, $3, $4, $5, left($6, 200), $7, $8, $9, $10, $11::text::jsonb, $12::text::jsonb)
            on conflict (workspace, component, cause) where state = 'open'
                do update set at = excluded.at, cause_label = excluded.cause_label,
                    cause_events = excluded.cause_events, kind = excluded.kind, description = excluded.description,
                    confidence = excluded.confidence, feedback_ids = excluded.feedback_ids, figures = excluded.figures
            returning id""";

    private static final String TRIED = """
            update suggestions set tried_at = $2, note = left($3, 500), request_id = $4,
                state = case when $4::uuid is null then 'open' else 'filed' end
            where id = $1 and state = 'open'""";

    /** What was taken back was taken back after its decision, of which both joins know nothing before it. */
    private static final String HISTORY = """
            select s.request_id, g.id, g.cause, s.status, s.category, s.review_comment,
                coalesce(p.rollback_at, c.ended_at, s.reviewed_at, s.created_at) as at
            from suggestions g join submissions s using (request_id)
                left join patch_requests p on p.request_id = s.request_id and s.status = 'ROLLED_BACK'
                left join canaries c on c.request_id = s.request_id and s.status = 'ROLLED_BACK'
            where g.workspace = $1 and g.component = $2 order by s.created_at desc limit 20""";

    private static final String OPEN =
            "select id, cause from suggestions where workspace = $1 and component = $2 and state = 'open'";

    private static final String IN_CANARY = """
            select exists (
                select from canaries where workspace = $1 and component = $2 and ended_at is null) as in_canary""";

    private static final String SHOWN_SUGGESTIONS = """
            select g.id, g.at, g.workspace, g.component, g.cause, g.cause_label, g.cause_events, g.kind, g.description,
                g.confidence, g.feedback_ids::text, g.figures::text, g.note, p.request_id, p.status
            from suggestions g left join patch_requests p using (request_id)
            order by g.at desc, g.id limit $1""";

    /** What points at a request that reviewers cannot see says no more than that there is a suggestion. */
    private static final String SHOWN_CONSIDERATIONS = """
            select c.id, c.workspace, c.component, c.asked_by, c.asked_at, c.state, c.step, c.ended_at,
                case when hidden then 'suggested' else c.outcome end as outcome,
                case when hidden then 'There is a suggestion, and no patch for it has come to review.'
                    else c.sentence end as sentence,
                c.figures::text, c.suggestion_id
            from considerations c
            cross join lateral (
                select exists (
                    select from suggestions g where g.id = c.suggestion_id and g.request_id is not null
                        and not exists (select from patch_requests p where p.request_id = g.request_id)) as hidden
            ) h
            order by c.asked_at desc, c.id limit $1""";

    private final Database database;

    Suggestions(Database database) {
        this.database = database;
    }

    static Command<UUID> suggest(Suggestion s) {
        return unit -> unit.sql(
                        SUGGEST,
                        s.id(),
                        Rows.time(s.at()),
                        s.workspace(),
                        s.component(),
                        s.cause().id(),
                        s.cause().label(),
                        s.cause().events(),
                        s.kind().id(),
                        s.description(),
                        s.confidence(),
                        Rows.json(s.feedbackIds()),
                        Figures.encode(s.window()))
                .map(rows -> {
                    UUID id = rows.iterator().next().getUUID("id");
                    if (id.equals(s.id())) {
                        record(unit, s);
                    }
                    return id;
                });
    }

    private static void record(Unit unit, Suggestion s) {
        Map<String, Object> details = new HashMap<>();
        details.put("suggestion_id", s.id().toString());
        details.put("workspace", s.workspace());
        details.put("component", s.component());
        details.put("cause", s.cause().id());
        details.put("kind", s.kind().id());
        details.put("events", s.window().events());
        details.put("negatives", s.window().negatives());
        unit.record(new LedgerEntry(s.at(), RECORDED, null, "patchgate", details, false), sequence -> {});
    }

    static Command<Void> tried(Improvements.Result result) {
        Instant now = Rows.now();
        return Command.unrecorded(
                unit -> unit.sql(TRIED, result.suggestion(), Rows.time(now), result.note(), result.requestId())
                        .mapEmpty());
    }

    Future<Improvements.Standing> standing(Stretch of) {
        Future<RowSet<Row>> open = database.read(OPEN, of.workspace(), of.component());
        Future<RowSet<Row>> canary = database.read(IN_CANARY, of.workspace(), of.component());
        return database.read(HISTORY, of.workspace(), of.component())
                .compose(past -> Future.join(open, canary)
                        .map(read -> new Improvements.Standing(
                                history(past),
                                open(open.result()),
                                filed(past),
                                canary.result().iterator().next().getBoolean("in_canary"))));
    }

    private static List<Past> history(RowSet<Row> rows) {
        List<Past> history = new ArrayList<>();
        for (Row row : rows) {
            String category = row.getString("category");
            history.add(new Past(
                    row.getUUID("request_id"),
                    row.getString("cause"),
                    PatchStatus.valueOf(row.getString("status")),
                    Rows.instant(row, "at"),
                    category == null ? null : Category.of(category).orElseThrow(),
                    row.getString("review_comment")));
        }
        return history;
    }

    private static Map<UUID, UUID> filed(RowSet<Row> rows) {
        Map<UUID, UUID> filed = new HashMap<>();
        rows.forEach(row -> filed.put(row.getUUID("request_id"), row.getUUID("id")));
        return filed;
    }

    private static Map<String, UUID> open(RowSet<Row> rows) {
        Map<String, UUID> open = new HashMap<>();
        rows.forEach(row -> open.put(row.getString("cause"), row.getUUID("id")));
        return open;
    }

    Future<Improvements.Log> log() {
        Future<RowSet<Row>> suggested = database.read(SHOWN_SUGGESTIONS, (long) SHOWN);
        Future<RowSet<Row>> considered = database.read(SHOWN_CONSIDERATIONS, (long) SHOWN);
        return database.read("select last_run, next_run from loop_schedule where name = 'analysis'")
                .compose(schedule -> Future.join(suggested, considered).map(read -> {
                    Row run = schedule.iterator().next();
                    List<Consideration> considerations = new ArrayList<>();
                    considered.result().forEach(row -> considerations.add(Considerations.consideration(row)));
                    List<SuggestionRow> suggestions = new ArrayList<>();
                    suggested.result().forEach(row -> suggestions.add(row(row)));
                    return new Improvements.Log(
                            Rows.instant(run, "last_run"), Rows.instant(run, "next_run"), considerations, suggestions);
                }));
    }

    private static SuggestionRow row(Row row) {
        String status = row.getString("status");
        return new SuggestionRow(
                row.getUUID("id"),
                Rows.instant(row, "at"),
                row.getString("workspace"),
                row.getString("component"),
                new Cause(row.getString("cause"), row.getString("cause_label"), row.getInteger("cause_events")),
                Kind.of(row.getString("kind")).orElseThrow(),
                row.getString("description"),
                row.getDouble("confidence"),
                Rows.strings(row, "feedback_ids"),
                Figures.decode(row.getString("figures")),
                row.getString("note"),
                row.getUUID("request_id"),
                status == null ? null : PatchStatus.valueOf(status));
    }
}
