package io.patchgate.persistence;

import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Look;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Share;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Outcomes.Watched;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What monitors said before and after each application. Feedback of agents is never counted here. */
final class Watches {
    private static final String WATCHED = """
            select o.request_id, o.workspace, o.component, o.applied_at, o.looks, o.verdict
            from outcomes o join patch_requests p using (request_id)
            where o.ended_at is null and p.status = 'APPLIED' order by o.applied_at limit 500""";

    private static final String DUE = """
            update loop_schedule set next_run = $2, last_run = $1
            where name = (
                select name from loop_schedule where name = $3 and next_run <= $1 for update skip locked)""";

    private static final String COMPARE = """
            select at > $4 as later, count(*)::int as n, count(reason)::int as negative,
                count(*) filter (where reason like 'gate:%')::int as gate,
                count(*) filter (where reason like 'ari:%')::int as ari,
                count(*) filter (where reason like 'edm:%')::int as edm,
                count(*) filter (where type = 'performance_metric')::int as readings,
                count(reason) filter (where type = 'performance_metric')::int as performance
            from feedback_events
            where workspace = $1 and component = $2 and at > $3 and at <= now() and trusted
            group by 1""";

    private static final String OTHERS = """
            select count(*)::int as n from outcomes
            where workspace = $1 and component = $2 and applied_at > $3 and request_id <> $4""";

    private static final String LOOKED = """
            update outcomes set looks = $2, verdict = $3, sentence = $4, effects = $5::text::jsonb,
                events_before = $6, events_after = $7, looked_at = $8::timestamptz,
                ended_at = case when $9::boolean then $8::timestamptz end
            where request_id = $1 and ended_at is null and verdict <> 'worse'
            returning request_id""";

    private static final String WORSE = """
            update request_ends set worse = true where request_id = $1""";

    private static final String REACTED = """
            update outcomes set rollback = $2, rollback_note = left($3, 500), ended_at = case when $4::boolean then now() end
            where request_id = $1 and ended_at is null""";

    private final Database database;

    Watches(Database database) {
        this.database = database;
    }

    /** @param name of the schedule */
    static Command<Boolean> due(String name, Duration interval) {
        Instant now = Rows.now();
        return Command.unrecorded(unit -> unit.sql(DUE, Rows.time(now), Rows.time(now.plus(interval)), name)
                .map(rows -> rows.rowCount() == 1));
    }

    Future<List<Watched>> watched() {
        return database.read(WATCHED).map(rows -> {
            List<Watched> watched = new ArrayList<>();
            rows.forEach(row -> watched.add(new Watched(
                    row.getUUID("request_id"),
                    row.getString("workspace"),
                    row.getString("component"),
                    Rows.instant(row, "applied_at"),
                    row.getInteger("looks"),
                    Verdict.of(row.getString("verdict")))));
            return watched;
        });
    }

    Future<Compared> compare(Outcomes.Comparison of) {
        return database.read(COMPARE, of.workspace(), of.component(), Rows.time(of.from()), Rows.time(of.appliedAt()))
                .compose(rows -> database.read(
                                OTHERS, of.workspace(), of.component(), Rows.time(of.from()), of.requestId())
                        .map(others -> {
                            Row before = null;
                            Row after = null;
                            for (Row row : rows) {
                                if (row.getBoolean("later")) {
                                    after = row;
                                } else {
                                    before = row;
                                }
                            }
                            return new Compared(
                                    List.of(
                                            metric("negative", before, after, "negative", "n"),
                                            metric("gate_violations", before, after, "gate", "n"),
                                            metric("ari_alerts", before, after, "ari", "n"),
                                            metric("edm_alerts", before, after, "edm", "n"),
                                            metric("performance", before, after, "performance", "readings")),
                                    count(before, "n"),
                                    count(after, "n"),
                                    others.iterator().next().getInteger("n"));
                        }));
    }

    private static Metric metric(String name, Row before, Row after, String bad, String all) {
        return new Metric(
                name,
                new Share(count(before, bad), count(before, all)),
                new Share(count(after, bad), count(after, all)));
    }

    private static int count(Row row, String column) {
        return row == null ? 0 : row.getInteger(column);
    }

    /** A verdict of worse is final, and told once. */
    static Command<Void> looked(Look look) {
        Instant now = Rows.now();
        boolean worse = look.verdict() == Verdict.WORSE;
        Command<Void> command = unit -> unit.sql(
                        LOOKED,
                        look.requestId(),
                        look.looks(),
                        look.verdict().id(),
                        look.sentence(),
                        effects(look.effects()),
                        look.before(),
                        look.after(),
                        Rows.time(now),
                        look.ended())
                .compose(rows -> worse && rows.rowCount() == 1 ? tell(unit, look, now) : Future.succeededFuture());
        return worse ? command : Command.unrecorded(command);
    }

    private static Future<Void> tell(Unit unit, Look look, Instant now) {
        return unit.sql(WORSE, look.requestId()).map(rows -> {
            Map<String, Object> details = new HashMap<>();
            details.put("sentence", look.sentence());
            details.put("events_before", look.before());
            details.put("events_after", look.after());
            // Nothing moved, so nobody counts a move; the event streams find the entry by themselves.
            unit.record(
                    new LedgerEntry(now, LedgerEntry.WORSENED, look.requestId(), "patchgate", details, false),
                    sequence -> {});
            return null;
        });
    }

    static Command<Void> reacted(Outcomes.Reaction reaction) {
        return Command.unrecorded(
                unit -> unit.sql(REACTED, reaction.requestId(), reaction.rollback(), reaction.note(), reaction.ended())
                        .mapEmpty());
    }

    private static String effects(List<Effect> effects) {
        JsonArray json = new JsonArray();
        for (Effect effect : effects) {
            Metric metric = effect.metric();
            json.add(new JsonObject()
                    .put("metric", metric.name())
                    .put("bad_before", metric.before().bad())
                    .put("n_before", metric.before().n())
                    .put("bad_after", metric.after().bad())
                    .put("n_after", metric.after().n())
                    .put("difference", effect.difference())
                    .put("low", effect.low())
                    .put("high", effect.high()));
        }
        return json.encode();
    }
}
