package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Revision;
import io.patchgate.patch.Submission;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What agents sent and what they may know of it. Nothing here reads a verdict: a denied submission
 * and an allowed one are received, listed, withdrawn and expired by the same statements.
 */
final class Submissions {
    private static final int EXPIRED_AT_ONCE = 200;

    private static final String RECEIVE = """
            insert into submissions (request_id, created_at, submitted_by, owner, workspace, target_file, component,
                improvement_type, confidence, reasoning, feedback_ids, metrics, changes, supersedes, idempotency_key,
                idempotency_fingerprint, revision_kind, revised_by, revision_of, editors, dropped)
            select $1::uuid, $2::timestamptz, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::float8,
                $10::text, $11::text::jsonb, $12::text::jsonb, $13::text, $14::uuid, $15::text, $16::text,
                $18::text, $19::text, $20::uuid, $21::text[], $22::text
            where (select count(*) from submissions where submitted_by = $3 and status = 'PENDING_APPROVAL') < $17
                + ($14::uuid is not null)::int
            on conflict (submitted_by, idempotency_key) where idempotency_key is not null do nothing""";

    private static final String COLUMNS = """
            select request_id, created_at, submitted_by, owner, workspace, component, improvement_type, confidence,
                reasoning, feedback_ids::text, metrics::text, changes, supersedes, status, reviewed_at, reviewed_by,
                review_comment, category, applied_at, application_error, revision_kind, revised_by, revision_of, editors,
                dropped
            from submissions\s""";

    private static final String UNJUDGED = COLUMNS + """
            s where status = 'PENDING_APPROVAL'
                and not exists (select from patch_requests p where p.request_id = s.request_id)
                and not exists (select from sealed_requests d where d.request_id = s.request_id)
            order by created_at limit $1""";

    /** Of the last hour before the end: longer than a verdict or a late seal can have been under way. */
    private static final String TAKEN_BACK = COLUMNS + """
            s where status in ('WITHDRAWN', 'SUPERSEDED')
                and created_at > (select max(created_at) from submissions) - interval '1 hour'
                and not exists (select from patch_requests p where p.request_id = s.request_id)
                and not exists (select from sealed_requests d where d.request_id = s.request_id)
            order by created_at limit $1""";

    private static final String REPLAY = """
            select request_id, created_at, idempotency_fingerprint from submissions
            where submitted_by = $1 and idempotency_key = $2""";

    private static final String OWN = COLUMNS + "where submitted_by = $1 and request_id = $2";

    private final Bus bus;
    private final Database database;
    private final Offload offload;
    private final Moves moves;

    Submissions(Bus bus, Database database, Offload offload, Moves moves) {
        this.bus = bus;
        this.database = database;
        this.offload = offload;
        this.moves = moves;
    }

    /** The change set as it will be stored; encoded before the command is queued. */
    Future<String> encoded(Submission submission) {
        long size = 0;
        for (var change : submission.changes()) {
            size += length(change.newCode()) + length(change.diff()) + length(change.originalCode());
        }
        return offload.bySize(size, () -> ChangesJson.encode(submission.changes()));
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }

    Command<Store.Receipt> receive(Submission submission, String changes) {
        Command<Store.Receipt> receive = unit -> supersedable(unit, submission)
                .compose(free -> free
                        ? insert(unit, submission, changes)
                                .compose(inserted -> inserted ? received(unit, submission) : replayed(unit, submission))
                        : replayedOr(unit, submission, notSupersedable(submission)));
        // Superseding is a move of the earlier request, which the ledger records.
        return submission.supersedes() == null ? Command.unrecorded(receive) : receive;
    }

    /** Whether it supersedes nothing, or what it may supersede. */
    private static Future<Boolean> supersedable(Unit unit, Submission submission) {
        if (submission.revision() != null && submission.revision().kind() == Revision.Kind.REVERT) {
            return unreverted(unit, submission.revision().of());
        }
        if (submission.supersedes() == null) {
            return Future.succeededFuture(true);
        }
        return unit.sql("""
                        select from submissions
                        where request_id = $1 and submitted_by = $2 and status = 'PENDING_APPROVAL' for update""", submission.supersedes(), submission.submittedBy()).map(rows -> rows.rowCount() == 1);
    }

    /** The row that is to be taken back is locked, so that of two who ask at once one does. */
    private static Future<Boolean> unreverted(Unit unit, UUID requestId) {
        return unit.sql("select from submissions where request_id = $1 for update", requestId)
                .compose(locked -> unit.sql("""
                        select from submissions
                        where revision_of = $1 and revision_kind = 'revert' and status = 'PENDING_APPROVAL'""", requestId))
                .map(rows -> rows.rowCount() == 0);
    }

    private static Failure notSupersedable(Submission submission) {
        if (submission.revision() == null) {
            return Failure.invalid("supersedes", "must be the id of a pending request of your own");
        }
        return new Failure(
                FailureKind.CONFLICT,
                submission.supersedes() == null
                        ? "Somebody has asked for this already; that request is pending."
                        : "The request is no longer pending.");
    }

    private Future<Boolean> insert(Unit unit, Submission s, String changes) {
        return unit.sql(
                        RECEIVE,
                        s.requestId(),
                        Rows.time(s.createdAt()),
                        s.submittedBy(),
                        s.owner(),
                        s.workspace(),
                        s.target().value(),
                        s.component(),
                        s.improvementType(),
                        s.confidence(),
                        s.reasoning(),
                        Rows.json(s.feedbackIds()),
                        s.metrics(),
                        changes,
                        s.supersedes(),
                        s.idempotency() == null ? null : s.idempotency().key(),
                        s.idempotency() == null ? null : s.idempotency().fingerprint(),
                        (long) Submission.MAX_OPEN_PER_AGENT,
                        s.revision() == null ? null : s.revision().kind().id(),
                        s.revision() == null ? null : s.revision().by(),
                        s.revision() == null ? null : s.revision().of(),
                        s.revision() == null
                                ? new String[0]
                                : s.revision().editors().toArray(String[]::new),
                        RevisionJson.dropped(s.revision()))
                .map(rows -> rows.rowCount() == 1);
    }

    private Future<Store.Receipt> received(Unit unit, Submission submission) {
        unit.countSubmission(
                submission.submittedBy(),
                PatchStatus.PENDING_APPROVAL,
                submission.workspace(),
                submission.component(),
                1);
        unit.afterCommit(() -> bus.publish(Addresses.SUBMISSION_RECEIVED, submission));
        Store.Receipt receipt = new Store.Receipt(submission.requestId(), submission.createdAt(), false);
        if (submission.supersedes() == null) {
            return Future.succeededFuture(receipt);
        }
        Moves.Move move = new Moves.Move(
                submission.supersedes(),
                PatchStatus.PENDING_APPROVAL,
                PatchStatus.SUPERSEDED,
                submission.createdAt(),
                submission.revision() == null
                        ? submission.submittedBy()
                        : submission.revision().by(),
                RevisionJson.supersession(submission));
        return moves.make(unit, move, Moves.Filling.NONE).map(receipt);
    }

    private Future<Store.Receipt> replayed(Unit unit, Submission submission) {
        return replayedOr(unit, submission, tooManyOpen());
    }

    /** A retry of a superseding submission finds the old one superseded already, by itself. */
    private Future<Store.Receipt> replayedOr(Unit unit, Submission submission, Failure otherwise) {
        if (submission.idempotency() == null) {
            return Future.failedFuture(otherwise);
        }
        return unit.sql(
                        REPLAY,
                        submission.submittedBy(),
                        submission.idempotency().key())
                .map(rows -> receipt(rows, submission.idempotency()).orElseThrow(() -> otherwise));
    }

    Future<Optional<Store.Receipt>> replay(Store.Replay replay) {
        return database.read(REPLAY, replay.submittedBy(), replay.idempotency().key())
                .map(rows -> receipt(rows, replay.idempotency()));
    }

    private static Optional<Store.Receipt> receipt(RowSet<Row> rows, Submission.Idempotency idempotency) {
        return rows.stream().findFirst().map(row -> {
            if (!row.getString("idempotency_fingerprint").equals(idempotency.fingerprint())) {
                throw new Failure(FailureKind.CONFLICT, "The Idempotency-Key was used before with another body.");
            }
            return new Store.Receipt(row.getUUID("request_id"), Rows.instant(row, "created_at"), true);
        });
    }

    private static Failure tooManyOpen() {
        return new Failure(
                FailureKind.QUOTA,
                "You have " + Submission.MAX_OPEN_PER_AGENT
                        + " open requests. Wait for decisions, or withdraw some of them.");
    }

    Future<List<Submission>> unjudged(int limit) {
        return submissions(UNJUDGED, limit);
    }

    Future<List<Submission>> takenBack(int limit) {
        return submissions(TAKEN_BACK, limit);
    }

    private Future<List<Submission>> submissions(String sql, int limit) {
        return database.read(sql, limit)
                .compose(rows -> offload.always(() -> {
                    List<Submission> submissions = new ArrayList<>();
                    rows.forEach(row -> submissions.add(Rows.submission(row)));
                    return submissions;
                }));
    }

    Future<Optional<Store.SubmissionView>> findOwn(Store.OwnRequest own) {
        return database.read(OWN, own.submittedBy(), own.requestId())
                .compose(rows -> offload.always(() -> rows.stream().findFirst().map(Submissions::view)));
    }

    Future<Store.Page<Store.SubmissionView>> listOwn(Store.OwnQuery own) {
        Store.ListQuery query = own.query();
        Filters filters = new Filters(query).and("submitted_by = ", own.submittedBy());
        Filters total = new Filters(query).and("submitted_by = ", own.submittedBy());
        if (query.text() != null) {
            filters.and("position(lower(", query.text(), "::text) in lower(target_file)) > 0");
            total.and("position(lower(", query.text(), "::text) in lower(target_file)) > 0");
        }
        Future<Long> count = query.text() == null
                ? total.sum(database, "submission_counts")
                : total.cappedCount(database, "submissions");
        return filters.page(database, COLUMNS)
                .compose(rows -> offload.always(
                        () -> rows.stream().map(Submissions::view).toList()))
                .compose(views -> count.map(n -> Filters.cut(
                        views,
                        query.limit(),
                        n,
                        view -> filters.place(
                                view.submission().createdAt(),
                                view.outcome(),
                                view.submission().requestId()))));
    }

    private static Store.SubmissionView view(Row row) {
        return new Store.SubmissionView(Rows.submission(row), Rows.outcome(row));
    }

    Command<Void> withdraw(Store.OwnRequest own) {
        return unit -> unit.sql(
                        "select status from submissions where request_id = $1 and submitted_by = $2 for update",
                        own.requestId(),
                        own.submittedBy())
                .compose(rows -> {
                    Optional<Row> row = rows.stream().findFirst();
                    if (row.isEmpty()) {
                        return Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.");
                    }
                    String status = row.get().getString("status");
                    if (!status.equals(PatchStatus.PENDING_APPROVAL.name())) {
                        return Failure.future(
                                FailureKind.CONFLICT, "The request is no longer pending: it is " + status + ".");
                    }
                    Moves.Move move = new Moves.Move(
                            own.requestId(),
                            PatchStatus.PENDING_APPROVAL,
                            PatchStatus.WITHDRAWN,
                            Rows.now(),
                            own.submittedBy(),
                            Map.of());
                    return moves.make(unit, move, Moves.Filling.NONE).mapEmpty();
                });
    }

    /** Lets a bounded number of neglected requests expire; answers how many. */
    Command<Integer> expire(Duration after) {
        return unit -> {
            Instant now = Rows.now();
            return unit.sql("""
                            select request_id from submissions
                            where status = 'PENDING_APPROVAL' and created_at < $1
                            order by created_at limit $2 for update skip locked""", Rows.time(now.minus(after)), (long) EXPIRED_AT_ONCE)
                    .compose(rows -> {
                        List<Future<Boolean>> expired = new ArrayList<>();
                        rows.forEach(
                                row -> expired.add(moves.make(unit, expiry(row.getUUID(0), now), Moves.Filling.NONE)));
                        return Future.all(expired).map(expired.size());
                    });
        };
    }

    private static Moves.Move expiry(UUID requestId, Instant at) {
        return new Moves.Move(requestId, PatchStatus.PENDING_APPROVAL, PatchStatus.EXPIRED, at, "patchgate", Map.of());
    }
}
