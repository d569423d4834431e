package io.patchgate.persistence;

import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Look;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Outcomes.Watched;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was applied and is watched, and what became of it. */
final class Watches {
    private static final String WATCHED = """
            select o.request_id, o.workspace, o.component, o.applied_at, o.looks, o.verdict
            from outcomes o join patch_requests p using (request_id)
            where o.ended_at is null and p.status = 'APPLIED' order by o.applied_at limit 500""";

    private static final String DUE = """
            update loop_schedule set next_run = $2, last_run = $1
            where name = (
                select name from loop_schedule where name = $3 and next_run <= $1 for update skip locked)""";

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
