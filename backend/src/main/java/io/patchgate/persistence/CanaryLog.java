package io.patchgate.persistence;

import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.ActEnd;
import io.patchgate.bus.Canaries.ActStart;
import io.patchgate.bus.Canaries.Look;
import io.patchgate.bus.Canaries.Start;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.patch.Actor;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How requests come into the canary, compare, and leave it. An act is begun here before a file is touched and ended when
 * the disk is as it says, so that one that a kill cut off is found again.
 */
final class CanaryLog {
    private static final String START = """
            insert into canaries (request_id, workspace, component, started_at, until, share)
            select request_id, workspace, component, $2, $3, $4 from patch_requests
            where request_id = $1 and status = 'APPROVED' on conflict do nothing""";

    private static final String LOOKED = """
            update canaries set looks = $2, verdict = $3, sentence = $4, effects = $5::text::jsonb, events_stable = $6,
                events_canary = $7, looked_at = $8::timestamptz
            where request_id = $1 and act is null""";

    private static final String WAITING =
            "update canaries set waiting_at = $2 where request_id = $1 and act is null and waiting_at is null";

    private static final String ACT = """
            update canaries set act = $2, act_by = $3, act_at = $4, act_comment = $5, note = null
            where request_id = $1 and act is null""";

    private static final String REFUSED = """
            update canaries set act = null, act_by = null, act_at = null, act_comment = null, note = left($2, 2000)
            where request_id = $1 and ended_at is null""";

    /** Where nobody asked for the act, so that nobody has been answered. */
    private static final String REFUSED_TO_THE_RULE = """
            update canaries set waiting_at = $2
            where request_id = $1 and act_by = '""" + Actor.CANARY.subject() + """
            ' and ended_at is null and waiting_at is null""";

    private static final String BEGUN =
            "select act, act_by, act_comment from canaries where request_id = $1 and act is not null and ended_at is null";

    private static final String ENDED =
            "update canaries set ended_at = $2 where request_id = $1 and act is not null and ended_at is null";

    private final Moves moves;

    CanaryLog(Moves moves) {
        this.moves = moves;
    }

    /** Answers without change when it has been told already. */
    Command<Void> start(Start start) {
        Instant at = Rows.now();
        Instant until = at.plus(start.watch());
        Map<String, Object> details = new HashMap<>();
        details.put("until", until.toString());
        details.put("share", Double.toString(start.share()));
        Moves.Move move =
                new Moves.Move(start.requestId(), PatchStatus.APPROVED, PatchStatus.CANARY, at, "patchgate", details);
        return unit -> unit.sql(START, start.requestId(), Rows.time(at), Rows.time(until), start.share())
                .compose(rows -> rows.rowCount() == 1
                        ? moves.make(unit, move, Moves.Filling.NONE)
                        : Future.succeededFuture(false))
                .mapEmpty();
    }

    /** That a person is waited for is told once. */
    Command<Void> looked(Look look) {
        Instant now = Rows.now();
        Command<Void> command = unit -> unit.sql(
                        LOOKED,
                        look.requestId(),
                        look.looks(),
                        look.verdict().id(),
                        look.sentence(),
                        effects(look.effects()),
                        look.stableEvents(),
                        look.canaryEvents(),
                        Rows.time(now))
                .compose(rows -> look.waiting() && rows.rowCount() == 1
                        ? waiting(unit, look, now)
                        : Future.<Void>succeededFuture());
        return look.waiting() ? command : Command.unrecorded(command);
    }

    private static Future<Void> waiting(Unit unit, Look look, Instant now) {
        return unit.sql(WAITING, look.requestId(), Rows.time(now)).map(rows -> {
            if (rows.rowCount() == 1) {
                Map<String, Object> details = new HashMap<>();
                details.put("events_stable", look.stableEvents());
                details.put("events_canary", look.canaryEvents());
                tell(unit, look.requestId(), look.sentence(), details, now);
            }
            return null;
        });
    }

    /** Nothing moved, so nobody counts a move; the event streams find the entry by themselves. */
    private static void tell(Unit unit, UUID requestId, String why, Map<String, Object> details, Instant at) {
        details.put("sentence", why);
        unit.record(
                new LedgerEntry(at, LedgerEntry.CANARY_WAITING, requestId, "patchgate", details, false),
                sequence -> {});
    }

    /** Who may not approve a request may not promote it either; withdrawing it is everybody's. */
    Command<Void> beginAct(ActStart start) {
        Instant at = Rows.now();
        boolean promotes = start.act() == Act.PROMOTE;
        return unit -> EmergencyStops.refuse(unit)
                .compose(free -> Decisions.standing(unit, start.requestId()))
                .compose(row -> {
                    if (promotes && Decisions.own(row, start.actor())) {
                        return Failure.<Row>future(FailureKind.FORBIDDEN, Decisions.OWN);
                    }
                    PatchStatus status = PatchStatus.valueOf(row.getString("status"));
                    return status == PatchStatus.CANARY
                            ? unit.sql("select act from canaries where request_id = $1", start.requestId())
                                    .map(rows -> rows.iterator().next())
                            : Decisions.<Row>conflict("The request is not in the canary: it is " + status + ".");
                })
                .compose(canary -> canary.getString("act") != null
                        ? Decisions.conflict("The request is leaving the canary already.")
                        : unit.sql(
                                        ACT,
                                        start.requestId(),
                                        start.act().id(),
                                        start.actor().subject(),
                                        Rows.time(at),
                                        start.comment())
                                .compose(rows ->
                                        rows.rowCount() == 1 ? Future.<Void>succeededFuture() : Decisions.overtaken()));
    }

    /** Answers without change when it has been told already. That the rule was refused an act is told to people, once. */
    Command<Void> endAct(ActEnd end) {
        Instant at = Rows.now();
        if (!end.done()) {
            return unit -> unit.sql(REFUSED_TO_THE_RULE, end.requestId(), Rows.time(at))
                    .compose(rows -> {
                        if (rows.rowCount() == 1) {
                            tell(unit, end.requestId(), end.refusal(), new HashMap<>(), at);
                        }
                        return unit.sql(REFUSED, end.requestId(), end.refusal());
                    })
                    .mapEmpty();
        }
        return unit -> unit.sql(BEGUN, end.requestId())
                .compose(rows -> rows.size() == 0
                        ? Future.<Void>succeededFuture()
                        : leave(unit, end.requestId(), rows.iterator().next(), at));
    }

    private Future<Void> leave(Unit unit, UUID requestId, Row begun, Instant at) {
        PatchStatus outcome = Act.of(begun.getString("act")).outcome();
        Map<String, Object> details = new HashMap<>();
        details.put("comment", begun.getString("act_comment"));
        Moves.Move move =
                new Moves.Move(requestId, PatchStatus.CANARY, outcome, at, begun.getString("act_by"), details);
        Moves.Filling filling =
                outcome == PatchStatus.APPLIED ? Moves.Filling.application(at, null) : Moves.Filling.NONE;
        return moves.make(unit, move, filling)
                .compose(moved -> unit.sql(ENDED, requestId, Rows.time(at)))
                .mapEmpty();
    }

    private static String effects(List<Effect> effects) {
        JsonArray json = new JsonArray();
        for (Effect effect : effects) {
            Metric metric = effect.metric();
            json.add(new JsonObject()
                    .put("metric", metric.name())
                    .put("bad_stable", metric.before().bad())
                    .put("n_stable", metric.before().n())
                    .put("bad_canary", metric.after().bad())
                    .put("n_canary", metric.after().n())
                    .put("difference", effect.difference())
                    .put("low", effect.low())
                    .put("high", effect.high()));
        }
        return json.encode();
    }
}
