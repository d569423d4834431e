package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Consideration;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The queue of what the loop looks at, one open entry a component, shared by all nodes: whoever claims an entry holds
 * it by a lease that he renews, and what a node left lying is claimed again. Nothing here knows of verdicts.
 */
final class Considerations {
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** What agents together may have waiting, and what one of them may ask for in an hour. */
    private static final int QUEUED_BY_AGENTS = 50;

    private static final int AN_HOUR = 60;

    static final String COLUMNS = """
            id, workspace, component, asked_by, asked_at, state, step, ended_at, outcome, sentence, figures::text,
                suggestion_id""";

    private static final String OPEN =
            "select " + COLUMNS + " from considerations where workspace = $1 and component = $2 and state <> 'done'";

    private static final String LOAD = """
            select (select count(*) from considerations where state <> 'done' and by_agent) as queued,
                (select count(*) from considerations where by_agent and asked_by = $1 and asked_at > $2) as asked""";

    private static final String ASK = """
            insert into considerations (id, workspace, component, asked_by, by_agent, asked_at, owner)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""";

    /** Whoever asks for what the clock has queued has asked for it too. */
    private static final String OWN =
            "update considerations set owner = $2 where id = $1 and owner is null and state = 'queued'";

    private static final String DUE = """
            update loop_schedule set next_run = $2, last_run = $1
            where name = (
                select name from loop_schedule where name = 'analysis' and next_run <= $1 for update skip locked)""";

    private static final String CLAIM = """
            update considerations set state = 'running', lease_until = $2, attempts = attempts + 1, step = null
            where id = (
                select id from considerations
                where state <> 'done' and (state = 'queued' or lease_until < $1)
                order by asked_at limit 1 for update skip locked)
            returning id, workspace, component, attempts, owner""";

    private static final String STEP = """
            update considerations set lease_until = $2, step = coalesce(left($3, 500), step)
            where id = $1 and state = 'running'""";

    private static final String PUT_BACK = """
            update considerations set state = 'queued', lease_until = null, step = null, attempts = attempts - 1
            where id = $1 and state = 'running' and attempts = $2""";

    private static final String END = """
            update considerations set state = 'done', lease_until = null, step = null, ended_at = $2, outcome = $3,
                sentence = $4, figures = $5::text::jsonb, suggestion_id = $6
            where id = $1 and state = 'running'""";

    private Considerations() {}

    static Command<Consideration> ask(Improvements.Ask ask) {
        Instant now = Rows.now();
        UUID id = UUID.randomUUID();
        return Command.unrecorded(unit -> open(unit, ask)
                .compose(open -> open.isPresent()
                        ? unit.sql(OWN, open.get().id(), ask.owner()).map(open.get())
                        : permitted(unit, ask, now)
                                .compose(free -> unit.sql(
                                        ASK,
                                        id,
                                        ask.workspace(),
                                        ask.component(),
                                        ask.askedBy(),
                                        ask.byAgent(),
                                        Rows.time(now),
                                        ask.owner()))
                                .compose(inserted -> open(unit, ask))
                                .map(Optional::orElseThrow)));
    }

    private static Future<Optional<Consideration>> open(Unit unit, Improvements.Ask ask) {
        return unit.sql(OPEN, ask.workspace(), ask.component())
                .map(rows -> rows.stream().findFirst().map(Considerations::consideration));
    }

    private static Future<Void> permitted(Unit unit, Improvements.Ask ask, Instant now) {
        if (!ask.byAgent()) {
            return Future.succeededFuture();
        }
        return unit.sql(LOAD, ask.askedBy(), Rows.time(now.minus(Duration.ofHours(1))))
                .compose(rows -> {
                    Row load = rows.iterator().next();
                    return load.getLong("queued") >= QUEUED_BY_AGENTS || load.getLong("asked") >= AN_HOUR
                            ? Failure.future(
                                    FailureKind.QUOTA, "Agents have asked for more than the loop looks at in an hour.")
                            : Future.succeededFuture();
                });
    }

    static Command<Boolean> due(Duration interval) {
        Instant now = Rows.now();
        return Command.unrecorded(unit ->
                unit.sql(DUE, Rows.time(now), Rows.time(now.plus(interval))).map(rows -> rows.rowCount() == 1));
    }

    static Command<Optional<Improvements.Claim>> claim() {
        Instant now = Rows.now();
        return Command.unrecorded(unit -> unit.sql(CLAIM, Rows.time(now), Rows.time(now.plus(LEASE)))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Improvements.Claim(
                                row.getUUID("id"),
                                row.getString("workspace"),
                                row.getString("component"),
                                row.getInteger("attempts"),
                                row.getString("owner")))));
    }

    static Command<Void> step(Improvements.Step step) {
        Instant now = Rows.now();
        return Command.unrecorded(
                unit -> unit.sql(STEP, step.consideration(), Rows.time(now.plus(LEASE)), step.sentence())
                        .mapEmpty());
    }

    /** Nothing, where the lease ran out and somebody else has it. */
    static Command<Void> putBack(Improvements.Claim claim) {
        return Command.unrecorded(
                unit -> unit.sql(PUT_BACK, claim.id(), claim.attempts()).mapEmpty());
    }

    static Command<Void> end(Improvements.End end) {
        Instant now = Rows.now();
        return Command.unrecorded(unit -> unit.sql(
                        END,
                        end.consideration(),
                        Rows.time(now),
                        end.outcome().id(),
                        end.sentence(),
                        Figures.encode(end.window()),
                        end.suggestionId())
                .mapEmpty());
    }

    static Consideration consideration(Row row) {
        String outcome = row.getString("outcome");
        return new Consideration(
                row.getUUID("id"),
                row.getString("workspace"),
                row.getString("component"),
                row.getString("asked_by"),
                Rows.instant(row, "asked_at"),
                Improvements.State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)),
                row.getString("step"),
                Rows.instant(row, "ended_at"),
                outcome == null ? null : Improvements.Outcome.of(outcome),
                row.getString("sentence"),
                Figures.decode(row.getString("figures")),
                row.getUUID("suggestion_id"));
    }
}
