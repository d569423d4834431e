package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Events;
import io.patchgate.bus.Outcomes;
import io.patchgate.patch.Actor;
import io.patchgate.patch.PatchStatus;
import io.patchgate.statistics.Calibration;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * How requests ended, and what their proposers' confidences were worth. Reads requests that reviewers see, and is asked
 * for a reviewer's sake alone or for what holds of no one request, so that nothing an agent can time depends on it.
 */
final class Calibrations {
    private static final Set<PatchStatus> ENDS =
            Set.of(PatchStatus.DENIED, PatchStatus.APPLIED, PatchStatus.FAILED, PatchStatus.ROLLED_BACK);

    private static final String OF_PROPOSER = """
            select stated, good from request_ends
            where component = $1 and proposer = request_proposer($2, $3::text::jsonb) order by ended_at desc limit 1000""";

    /** What nobody decided tells of no person's judgement, unless it turned out badly. */
    private static final String BY_PEOPLE = """
            select e.stated, e.good from request_ends e join patch_requests p using (request_id)
            where e.component = $1 and e.proposer = request_proposer($2, $3::text::jsonb)
                and (p.reviewed_by <> '""" + Actor.AUTO_APPROVAL.subject() + """
            ' or not e.good)
            order by e.ended_at desc limit 1000""";

    private static final String BEFORE = """
            select e.stated, e.good from request_ends r
            join request_ends e on e.component = r.component and e.proposer = r.proposer and e.ended_at < r.ended_at
            where r.request_id = $1 order by e.ended_at desc limit 1000""";

    private static final String KEEP = """
            update request_ends set calibrated = $2 where request_id = $1 and calibrated is null""";

    private static final String STATED = "select stated from request_ends where request_id = $1";

    private static final String NEWEST = """
            select component, proposer, stated, calibrated, good, ended_at from request_ends
            order by ended_at desc limit 5000""";

    private static final String OUTCOMES = """
            select o.request_id, o.workspace, o.component, p.target_file, p.submitted_by, o.applied_at, o.verdict,
                o.sentence, o.events_before, o.events_after, o.effects::text, o.looked_at, o.ended_at, o.rollback,
                o.rollback_note
            from outcomes o join patch_requests p using (request_id) order by o.applied_at desc limit 200""";

    private static final String CANARIES = """
            select c.*, c.effects::text as shown, p.target_file, p.submitted_by
            from canaries c join patch_requests p using (request_id) order by c.started_at desc limit 200""";

    private static final String DECISIONS = """
            select date_trunc('day', ended_at, 'UTC') as day,
                count(*) filter (where status = 'APPLIED')::int as approved,
                count(*) filter (where status = 'DENIED')::int as denied,
                count(*) filter (where status = 'FAILED')::int as failed,
                count(*) filter (where status = 'ROLLED_BACK')::int as rolled_back
            from request_ends where ended_at > now() - interval '90 days' group by 1 order by 1""";

    private final Database database;
    private final Writer writer;

    Calibrations(Database database, Writer writer) {
        this.database = database;
        this.writer = writer;
    }

    /** Keeps what each confidence was worth when its request ended. */
    void follow(Bus bus) {
        bus.on(Addresses.PATCH_DECIDED, this::decided);
    }

    private void decided(Events.PatchChanged change) {
        if (ENDS.contains(change.status())) {
            keep(change.requestId());
        }
    }

    private Future<Void> keep(UUID requestId) {
        return database.read(STATED, requestId)
                .compose(stated -> database.read(BEFORE, requestId).compose(ends -> {
                    var worth = calibration(ends)
                            .calibrated(stated.iterator().next().getDouble("stated"));
                    return worth.isEmpty()
                            ? Future.<Void>succeededFuture()
                            : writer.write(Command.unrecorded(unit -> unit.sql(KEEP, requestId, worth.getAsDouble())
                                    .<Void>mapEmpty()));
                }))
                .otherwiseEmpty();
    }

    Future<Calibration> of(Outcomes.Proposer proposer) {
        return database.read(OF_PROPOSER, proposer.component(), proposer.subject(), proposer.metrics())
                .map(Calibrations::calibration);
    }

    Future<Calibration> byPeople(Outcomes.Proposer proposer) {
        return database.read(BY_PEOPLE, proposer.component(), proposer.subject(), proposer.metrics())
                .map(Calibrations::calibration);
    }

    private static Calibration calibration(Iterable<Row> rows) {
        List<Calibration.End> ends = new ArrayList<>();
        rows.forEach(row -> ends.add(new Calibration.End(row.getDouble("stated"), row.getBoolean("good"))));
        return Calibration.of(ends);
    }

    Future<Outcomes.Analytics> analytics() {
        Future<RowSet<Row>> outcomes = database.read(OUTCOMES);
        Future<RowSet<Row>> canaries = database.read(CANARIES);
        Future<RowSet<Row>> ends = database.read(NEWEST);
        Future<RowSet<Row>> decisions = database.read(DECISIONS);
        return Future.all(outcomes, canaries, ends, decisions)
                .map(read -> new Outcomes.Analytics(
                        rows(outcomes, Calibrations::outcome),
                        rows(canaries, Calibrations::canary),
                        rows(ends, Calibrations::end),
                        rows(decisions, Calibrations::decided)));
    }

    private static <T> List<T> rows(Future<RowSet<Row>> read, Function<Row, T> shown) {
        return read.result().stream().map(shown).toList();
    }

    private static Canaries.Row canary(Row row) {
        return new Canaries.Row(
                row.getUUID("request_id"),
                row.getString("workspace"),
                row.getString("component"),
                row.getString("target_file"),
                row.getString("submitted_by"),
                CanaryRows.canary(row));
    }

    private static Outcomes.End end(Row row) {
        return new Outcomes.End(
                row.getString("component"),
                row.getString("proposer"),
                row.getDouble("stated"),
                row.getDouble("calibrated"),
                row.getBoolean("good"),
                Rows.instant(row, "ended_at"));
    }

    private static Outcomes.Decided decided(Row row) {
        return new Outcomes.Decided(
                Rows.instant(row, "day"),
                row.getInteger("approved"),
                row.getInteger("denied"),
                row.getInteger("failed"),
                row.getInteger("rolled_back"));
    }

    private static Outcomes.Row outcome(Row row) {
        return new Outcomes.Row(
                row.getUUID("request_id"),
                row.getString("workspace"),
                row.getString("component"),
                row.getString("target_file"),
                row.getString("submitted_by"),
                Rows.instant(row, "applied_at"),
                Outcomes.Verdict.of(row.getString("verdict")),
                row.getString("sentence"),
                row.getInteger("events_before"),
                row.getInteger("events_after"),
                row.getString("effects"),
                Rows.instant(row, "looked_at"),
                Rows.instant(row, "ended_at"),
                row.getString("rollback"),
                row.getString("rollback_note"));
    }
}
