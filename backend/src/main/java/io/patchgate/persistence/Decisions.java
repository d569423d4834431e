package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Check;
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

/** People's votes and decisions on a request, and what the disk made of it. Of many at once exactly one decides. */
final class Decisions {
    private static final String STANDING = """
            select p.request_id, p.status, p.submitted_by, p.owner, p.reviewed_by, p.rollback_at, p.rollback_attempt,
                p.approval_key, p.required_approvals, p.target_file, p.component, p.confidence, p.created_at, s.editors,
                p.code_owners = '[]' as unowned
            from submissions s join patch_requests p using (request_id)
            where s.request_id = $1 for update""";

    static final String OWN =
            "You cannot decide on a request that you or an agent of yours has made, or that you have edited.";

    /** A denial needs nobody else. */
    private static final Store.Tally DENIED = new Store.Tally(1, 1);

    private final Moves moves;

    Decisions(Moves moves) {
        this.moves = moves;
    }

    Command<Store.Tally> decide(Store.Decision decision) {
        return unit -> (decision.approved() ? EmergencyStops.refuse(unit) : Future.<Void>succeededFuture())
                .compose(free -> standing(unit, decision.requestId()))
                .compose(row -> refusal(row, decision)
                        .<Future<Row>>map(Future::failedFuture)
                        .orElseGet(() -> Future.succeededFuture(row)))
                .compose(row -> {
                    String key =
                            decision.approvalKey() == null ? row.getString("approval_key") : decision.approvalKey();
                    Store.Vote vote = new Store.Vote(
                            decision.actor().subject(), decision.approved(), Rows.now(), decision.comment(), key);
                    return decision.approved()
                            ? checked(unit, decision)
                                    .compose(free -> Overlaps.refuseApproval(unit, decision.requestId()))
                                    .compose(free -> approve(unit, row, decision, vote))
                            : deny(unit, decision, vote).map(DENIED);
                });
    }

    /** No check can end or be queued again while the request's row is held. */
    private static Future<Void> checked(Unit unit, Store.Decision decision) {
        return CheckRows.of(unit, decision.requestId()).compose(checks -> {
            Optional<String> obstacle = Check.obstacle(checks);
            if (obstacle.isPresent()) {
                return conflict(obstacle.get());
            }
            return decision.evidence() == null || decision.evidence().equals(Check.evidence(checks))
                    ? Future.succeededFuture()
                    : conflict("A check has ended since. Look again.");
        });
    }

    private Future<Store.Tally> approve(Unit unit, Row row, Store.Decision decision, Store.Vote vote) {
        return Votes.cast(unit, decision.requestId(), vote, decision.demand()).compose(counted -> {
            Store.Tally tally = counted.tally();
            Map<String, Object> details = details(decision, vote);
            details.put("approvals", tally.approvals());
            details.put("required_approvals", tally.required());
            if (!tally.complete()) {
                moves.tell(unit, row, LedgerEntry.VOTE_RECORDED, vote.at(), vote.reviewer(), details);
                return Future.succeededFuture(tally);
            }
            List<String> voters = new ArrayList<>(counted.before());
            voters.add(vote.reviewer());
            details.put("approved_by", voters);
            return move(unit, decision, vote, details)
                    .compose(moved -> moved ? Future.succeededFuture(tally) : overtaken());
        });
    }

    private Future<Void> deny(Unit unit, Store.Decision decision, Store.Vote vote) {
        return move(unit, decision, vote, details(decision, vote))
                .compose(moved -> moved
                        ? Votes.deny(unit, decision.requestId(), vote)
                        : conflict("The request is no longer pending."));
    }

    private Future<Boolean> move(Unit unit, Store.Decision decision, Store.Vote vote, Map<String, Object> details) {
        Moves.Move move = new Moves.Move(
                decision.requestId(),
                PatchStatus.PENDING_APPROVAL,
                decision.approved() ? PatchStatus.APPROVED : PatchStatus.DENIED,
                vote.at(),
                vote.reviewer(),
                details);
        return moves.make(
                unit, move, Moves.Filling.review(vote.at(), vote.reviewer(), vote.comment(), decision.category()));
    }

    private static Map<String, Object> details(Store.Decision decision, Store.Vote vote) {
        Map<String, Object> details = new HashMap<>();
        details.put("comment", vote.comment());
        details.put(
                "category",
                decision.category() == null ? null : decision.category().id());
        details.put("approval_key", vote.approvalKey());
        if (decision.grounds() != null) {
            details.put("grounds", decision.grounds());
        }
        return details;
    }

    /**
     * A command of the same transaction moved the request after the vote was cast. Not a refusal, since
     * something was written: the transaction is undone and this command runs again by itself.
     */
    static <T> Future<T> overtaken() {
        return Future.failedFuture(new IllegalStateException("Overtaken within one transaction"));
    }

    private static Optional<Failure> refusal(Row row, Store.Decision decision) {
        if (own(row, decision.actor())) {
            return Optional.of(new Failure(FailureKind.FORBIDDEN, OWN));
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

    static boolean own(Row row, Actor actor) {
        return actor.subject().equals(row.getString("submitted_by"))
                || actor.subject().equals(row.getString("owner"))
                || List.of(row.getArrayOfStrings("editors")).contains(actor.subject());
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

    /**
     * Where approving took several people, or people who answer for a path, so does this: each call is a vote until they
     * are together. The system itself takes back what made things worse by itself.
     */
    Command<Store.Tally> beginRollback(Store.RollbackStart start) {
        Instant at = Rows.now();
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
                    return Overlaps.refuseRollback(unit, start.requestId()).map(row);
                })
                .compose(row -> {
                    int required = row.getInteger("required_approvals");
                    if (required == 1 && row.getBoolean("unowned")
                            || start.actor().system()) {
                        return Future.succeededFuture(new Store.Tally(1, 1));
                    }
                    return own(row, start.actor())
                            ? Failure.future(FailureKind.FORBIDDEN, OWN)
                            : voteToRollBack(unit, row, start, required, at);
                })
                .compose(tally -> tally.complete() ? begin(unit, start, at, tally) : Future.succeededFuture(tally));
    }

    private Future<Store.Tally> voteToRollBack(
            Unit unit, Row row, Store.RollbackStart start, int required, Instant at) {
        int attempt = row.getInteger("rollback_attempt");
        return Votes.castRollback(unit, start, attempt, required, at).map(tally -> {
            if (!tally.complete()) {
                Map<String, Object> details = new HashMap<>();
                details.put("comment", start.comment());
                details.put("approvals", tally.approvals());
                details.put("required_approvals", required);
                moves.tell(
                        unit,
                        row,
                        LedgerEntry.ROLLBACK_VOTE_RECORDED,
                        at,
                        start.actor().subject(),
                        details);
            }
            return tally;
        });
    }

    private static Future<Store.Tally> begin(Unit unit, Store.RollbackStart start, Instant at, Store.Tally tally) {
        return unit.sql("""
                        update patch_requests set rollback_by = $2, rollback_comment = $3, rollback_at = $4
                        where request_id = $1 and rollback_at is null""", start.requestId(), start.actor().subject(), start.comment(), Rows.time(at))
                .compose(rows -> rows.rowCount() == 1 ? Future.succeededFuture(tally) : overtaken());
    }

    Command<Void> endRollback(Store.RollbackEnd end) {
        if (!end.done()) {
            return unit -> unit.sql("""
                            update patch_requests set rollback_by = null, rollback_comment = null, rollback_at = null,
                                rollback_attempt = rollback_attempt + 1
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

    static Future<Row> standing(Unit unit, UUID requestId) {
        return unit.sql(STANDING, requestId)
                .compose(rows -> rows.stream()
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.")));
    }

    static <T> Future<T> conflict(String message) {
        return Failure.future(FailureKind.CONFLICT, message);
    }
}
