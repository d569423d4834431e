package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Every status move: a compare-and-set on the submission and on the row that reviewers know the
 * request by, or auditors, in one statement that costs the same for both; then the ledger entry, the counts and the events. The submission is
 * locked first, always, so that two nodes cannot wait for each other.
 */
final class Moves {
    private static final String MOVE = """
            with s as (
                update submissions set status = $3,
                    reviewed_at = coalesce($4, reviewed_at), reviewed_by = coalesce($5, reviewed_by),
                    review_comment = coalesce($6, review_comment), category = coalesce($7, category),
                    applied_at = coalesce($8, applied_at), application_error = coalesce($9, application_error)
                where request_id = $1 and status = $2
                returning request_id, submitted_by, workspace, component
            ), d as (
                update sealed_requests set status = $3
                where request_id in (select request_id from s) and status = $2
                returning request_id
            ), p as (
                update patch_requests set status = $3,
                    reviewed_at = coalesce($4, reviewed_at), reviewed_by = coalesce($5, reviewed_by),
                    review_comment = coalesce($6, review_comment), category = coalesce($7, category),
                    applied_at = coalesce($8, applied_at), application_error = coalesce($9, application_error)
                where request_id in (select request_id from s) and status = $2
                returning request_id, target_file, confidence, created_at
            )
            select s.submitted_by, s.workspace, s.component, p.target_file, p.confidence, p.created_at,
                d.request_id is not null as sealed
            from s left join p using (request_id) left join d using (request_id)""";

    private final Bus bus;

    Moves(Bus bus) {
        this.bus = bus;
    }

    /**
     * @param actor who is recorded
     * @param details for the ledger
     */
    record Move(
            UUID requestId, PatchStatus from, PatchStatus to, Instant at, String actor, Map<String, Object> details) {}

    /** The columns that a move may fill; null leaves them. */
    record Filling(
            Instant reviewedAt,
            String reviewedBy,
            String reviewComment,
            Category category,
            Instant appliedAt,
            String applicationError) {
        static final Filling NONE = new Filling(null, null, null, null, null, null);

        static Filling review(Instant at, String by, String comment, Category category) {
            return new Filling(at, by, comment, category, null, null);
        }

        static Filling application(Instant at, String error) {
            return new Filling(null, null, null, null, at, error);
        }
    }

    /** Answers whether the request stood where the move begins. */
    Future<Boolean> make(Unit unit, Move move, Filling filling) {
        return unit.sql(
                        MOVE,
                        move.requestId(),
                        move.from().name(),
                        move.to().name(),
                        Rows.time(filling.reviewedAt()),
                        filling.reviewedBy(),
                        filling.reviewComment(),
                        filling.category() == null ? null : filling.category().id(),
                        Rows.time(filling.appliedAt()),
                        filling.applicationError())
                .map(rows -> {
                    Optional<Row> moved = rows.stream().findFirst();
                    moved.ifPresent(row -> follow(unit, move, row));
                    return moved.isPresent();
                });
    }

    /** Records what moved nothing, and tells those who watch; needs the request's row, selected with its status. */
    void tell(Unit unit, Row row, String kind, Instant at, String actor, Map<String, Object> details) {
        UUID requestId = row.getUUID("request_id");
        unit.record(
                new LedgerEntry(at, kind, requestId, actor, details, false),
                sequence -> bus.publish(
                        Addresses.PATCH_CHANGED,
                        new Events.PatchChanged(
                                sequence,
                                requestId,
                                PatchStatus.valueOf(row.getString("status")),
                                row.getString("target_file"),
                                row.getString("component"),
                                row.getDouble("confidence"),
                                Rows.instant(row, "created_at"),
                                at)));
    }

    private void follow(Unit unit, Move move, Row row) {
        String workspace = row.getString("workspace");
        String component = row.getString("component");
        String submittedBy = row.getString("submitted_by");
        unit.countSubmission(submittedBy, move.from(), workspace, component, -1);
        unit.countSubmission(submittedBy, move.to(), workspace, component, 1);
        unit.afterCommit(() ->
                bus.publish(Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(move.requestId(), move.to())));

        String target = row.getString("target_file");
        boolean visible = target != null;
        Map<String, Object> details = new HashMap<>(move.details());
        details.put("from", move.from().name());
        details.put("to", move.to().name());
        LedgerEntry entry = new LedgerEntry(
                move.at(), LedgerEntry.kind(move.to()), move.requestId(), move.actor(), details, !visible);
        if (row.getBoolean("sealed")) {
            unit.countSealed(move.from(), workspace, component, -1);
            unit.countSealed(move.to(), workspace, component, 1);
            unit.record(
                    entry,
                    sequence -> bus.publish(
                            Addresses.SEALED_CHANGED,
                            new Events.SealedChanged(sequence, move.requestId(), move.to(), submittedBy, false)));
            return;
        }
        if (!visible) {
            unit.record(entry, sequence -> {});
            return;
        }
        unit.countRequest(move.from(), workspace, component, -1);
        unit.countRequest(move.to(), workspace, component, 1);
        double confidence = row.getDouble("confidence");
        Instant createdAt = Rows.instant(row, "created_at");
        unit.record(entry, sequence -> {
            Events.PatchChanged change = new Events.PatchChanged(
                    sequence, move.requestId(), move.to(), target, component, confidence, createdAt, move.at());
            bus.publish(Addresses.PATCH_CHANGED, change);
            if (PatchStatus.DECIDED.contains(move.to())) {
                bus.publish(Addresses.PATCH_DECIDED, change);
            }
        });
    }
}
