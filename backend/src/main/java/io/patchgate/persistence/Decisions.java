package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A person's decision on a request, and what the disk made of it. Of many at once exactly one wins. */
final class Decisions {
    private static final String STANDING = """
            select p.status, p.submitted_by, p.owner, p.reviewed_by, p.rollback_by, p.rollback_at
            from submissions s join patch_requests p using (request_id)
            where s.request_id = $1 for update""";

    private final Database database;
    private final Moves moves;

    Decisions(Database database, Moves moves) {
        this.database = database;
        this.moves = moves;
    }

    Command<Void> decide(Store.Decision decision) {
        return unit -> (decision.approved() ? EmergencyStops.refuse(unit) : Future.<Void>succeededFuture())
                .compose(free -> standing(unit, decision.requestId()))
                .compose(row -> refusal(row, decision)
                        .<Future<Void>>map(Future::failedFuture)
                        .orElseGet(Future::succeededFuture))
                .compose(allowed -> {
                    Instant at = Rows.now();
                    String by = decision.actor().subject();
                    Map<String, Object> details = new HashMap<>();
                    details.put("comment", decision.comment());
                    details.put(
                            "category",
                            decision.category() == null
                                    ? null
                                    : decision.category().id());
                    details.put("approval_key", decision.approvalKey());
                    Moves.Move move = new Moves.Move(
                            decision.requestId(),
                            PatchStatus.PENDING_APPROVAL,
                            decision.approved() ? PatchStatus.APPROVED : PatchStatus.DENIED,
                            at,
                            by,
                            details);
                    return moves.make(
                            unit, move, Moves.Filling.review(at, by, decision.comment(), decision.category()));
                })
                .compose(moved -> moved ? Future.succeededFuture() : conflict("The request is no longer pending."));
    }

    private static Optional<Failure> refusal(Row row, Store.Decision decision) {
        if (own(row, decision.actor())) {
            return Optional.of(new Failure(
                    FailureKind.FORBIDDEN, "You cannot decide on a request that you or an agent of yours has made."));
        }
        PatchStatus status = PatchStatus.valueOf(row.getString("status"));
        if (status != PatchStatus.PENDING_APPROVAL) {
            String by = row.getString("reviewed_by");
            return Optional.of(new Failure(
                    FailureKind.CONFLICT,
                    "The request is no longer pending: it is " + status
                            + (by == null ? "." : ", reviewed by " + by + ".")));
        }
        return Optional.empty();
    }

    private static boolean own(Row row, Actor actor) {
        return actor.subject().equals(row.getString("submitted_by"))
                || actor.subject().equals(row.getString("owner"));
    }

    /** Answers without change when the request has been finished already. */
    Command<Void> finish(Store.Finish finish) {
        Instant at = Rows.now();
        Map<String, Object> details = new HashMap<>();
        details.put("error", finish.error());
        Moves.Move move = new Moves.Move(
                finish.requestId(),
                PatchStatus.APPROVED,
                finish.applied() ? PatchStatus.APPLIED : PatchStatus.FAILED,
                at,
                "patchgate",
                details);
        Moves.Filling filling = Moves.Filling.application(finish.applied() ? at : null, finish.error());
        return unit -> moves.make(unit, move, filling).mapEmpty();
    }

    Command<Void> beginRollback(Store.RollbackStart start) {
        return unit -> EmergencyStops.refuse(unit)
                .compose(free -> standing(unit, start.requestId()))
                .compose(row -> {
                    PatchStatus status = PatchStatus.valueOf(row.getString("status"));
                    if (status != PatchStatus.APPLIED) {
                        return conflict("Only an applied request can be rolled back: this one is " + status + ".");
                    }
                    if (row.getOffsetDateTime("rollback_at") != null) {
                        return conflict("The request is being rolled back already.");
                    }
                    return Future.succeededFuture();
                })
                .compose(allowed -> unit.sql(
                        """
                        update patch_requests set rollback_by = $2, rollback_comment = $3, rollback_at = $4
                        where request_id = $1""", start.requestId(), start.actor().subject(), start.comment(), Rows.time(Rows.now())))
                .mapEmpty();
    }

    Command<Void> endRollback(Store.RollbackEnd end) {
        if (!end.done()) {
            return unit -> unit.sql("""
                            update patch_requests set rollback_by = null, rollback_comment = null, rollback_at = null
                            where request_id = $1 and status = 'APPLIED'""", end.requestId()).mapEmpty();
        }
        return unit -> unit.sql(
                        "select rollback_by, rollback_comment from patch_requests where request_id = $1",
                        end.requestId())
                .compose(rows -> {
                    Row row = rows.iterator().next();
                    Map<String, Object> details = new HashMap<>();
                    details.put("comment", row.getString("rollback_comment"));
                    Moves.Move move = new Moves.Move(
                            end.requestId(),
                            PatchStatus.APPLIED,
                            PatchStatus.ROLLED_BACK,
                            Rows.now(),
                            row.getString("rollback_by"),
                            details);
                    return moves.make(unit, move, Moves.Filling.NONE);
                })
                .mapEmpty();
    }

    Future<Store.Unfinished> unfinished() {
        Future<List<UUID>> toRollBack =
                ids("select request_id from patch_requests where rollback_at is not null and status = 'APPLIED'"
                        + " order by rollback_at limit 10000");
        return ids("select request_id from patch_requests where status = 'APPROVED' order by reviewed_at limit 10000")
                .compose(toApply -> toRollBack.map(ids -> new Store.Unfinished(toApply, ids)));
    }

    private Future<List<UUID>> ids(String sql) {
        return database.read(sql).map(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID(0)));
            return ids;
        });
    }

    private static Future<Row> standing(Unit unit, UUID requestId) {
        return unit.sql(STANDING, requestId)
                .compose(rows -> rows.stream()
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.")));
    }

    private static <T> Future<T> conflict(String message) {
        return Failure.future(FailureKind.CONFLICT, message);
    }
}
