package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Reviewing;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What reviewers say about requests, and what their requests became. An agent reads the same of its own; it costs the
 * same statements whatever the gate made of the request, since all of it begins with a reviewer's act.
 */
final class Conversations {
    static final String COMMENTED = "patch_request.commented";
    static final String CHANGES_REQUESTED = "patch_request.changes_requested";

    /** More is a talk to be had elsewhere. */
    private static final int MOST_OF_A_REQUEST = 200;

    private static final int MOST_SHOWN = 500;

    private static final String REVISION =
            "select request_id, revision_kind, revised_by, revision_of, editors, dropped from submissions ";

    private static final String COMMENTS = """
            with recursive chain (request_id, depth) as (
                select $1::uuid, 0
                union all
                select s.supersedes, c.depth + 1 from chain c join submissions s on s.request_id = c.request_id
                where s.supersedes is not null and c.depth < 20
            )
            select r.id, r.request_id, r.author, r.at, r.body, r.changes_wanted, r.target_file, r.side, r.line
            from review_comments r join chain using (request_id) order by r.id desc limit\s""" + MOST_SHOWN;

    private static final String UNDONE = """
            select coalesce(p.rollback_comment, case when c.act = 'withdraw' then c.act_comment end) as said
            from patch_requests p left join canaries c using (request_id)
            where p.request_id = $1 and p.status = 'ROLLED_BACK'""";

    private static final String STANDING = """
            select p.request_id, p.status, p.target_file, p.component, p.confidence, p.created_at,
                $2::text is null or exists (
                    select from patch_changes c where c.request_id = p.request_id and c.target_file = $2::text) as fits
            from submissions s join patch_requests p using (request_id)
            where s.request_id = $1 for update""";

    private static final String ADD = """
            insert into review_comments (request_id, author, at, body, changes_wanted, target_file, side, line)
            select $1::uuid, $2::text, $3::timestamptz, $4::text, $5::boolean, $6::text, $7::text, $8::int
            where (select count(*) from review_comments where request_id = $1::uuid) <\s""" + MOST_OF_A_REQUEST + """
            \sreturning id, request_id, author, at, body, changes_wanted, target_file, side, line""";

    private final Database database;
    private final Moves moves;

    Conversations(Database database, Moves moves) {
        this.database = database;
        this.moves = moves;
    }

    Future<Reviewing.Conversation> of(UUID requestId) {
        var revision = database.read(REVISION + "where request_id = $1", requestId);
        var successor = database.read(REVISION + "where supersedes = $1 order by created_at limit 1", requestId);
        var comments = database.read(COMMENTS, requestId);
        return Future.all(revision, successor, comments)
                .map(read -> new Reviewing.Conversation(
                        first(revision.result()) == null ? null : RevisionJson.read(first(revision.result())),
                        successor(first(successor.result())),
                        comments(comments.result())));
    }

    Future<Optional<String>> undone(UUID requestId) {
        return database.read(UNDONE, requestId)
                .map(rows -> Optional.ofNullable(first(rows)).map(row -> row.getString("said")));
    }

    private static Row first(RowSet<Row> rows) {
        return rows.stream().findFirst().orElse(null);
    }

    private static Reviewing.Successor successor(Row row) {
        return row == null ? null : new Reviewing.Successor(row.getUUID("request_id"), RevisionJson.read(row));
    }

    private static List<Reviewing.Comment> comments(RowSet<Row> rows) {
        List<Reviewing.Comment> comments = new ArrayList<>();
        rows.forEach(row -> comments.add(comment(row)));
        Collections.reverse(comments);
        return comments;
    }

    private static Reviewing.Comment comment(Row row) {
        String target = row.getString("target_file");
        return new Reviewing.Comment(
                row.getLong("id"),
                row.getUUID("request_id"),
                row.getString("author"),
                Rows.instant(row, "at"),
                row.getString("body"),
                row.getBoolean("changes_wanted"),
                target == null
                        ? null
                        : new Reviewing.Anchor(
                                new WorkspacePath(target),
                                Reviewing.Side.valueOf(row.getString("side").toUpperCase(Locale.ROOT)),
                                row.getInteger("line")));
    }

    /** Fails with CONFLICT when the request is no longer pending or has too many comments. */
    Command<Reviewing.Comment> comment(Reviewing.NewComment comment) {
        Instant at = Rows.now();
        Reviewing.Anchor anchor = comment.anchor();
        String target = anchor == null ? null : anchor.target().value();
        String side = anchor == null ? null : anchor.side().name().toLowerCase(Locale.ROOT);
        Integer line = anchor == null ? null : anchor.line();
        String author = comment.actor().subject();
        return unit -> unit.sql(STANDING, comment.requestId(), target)
                .compose(rows -> commentable(first(rows)))
                .compose(row -> unit.sql(
                                ADD,
                                comment.requestId(),
                                author,
                                Rows.time(at),
                                comment.body(),
                                comment.changesWanted(),
                                target,
                                side,
                                line)
                        .compose(added -> {
                            if (added.rowCount() == 0) {
                                return Failure.future(
                                        FailureKind.CONFLICT,
                                        "The request has " + MOST_OF_A_REQUEST + " comments already.");
                            }
                            Reviewing.Comment stored = comment(first(added));
                            String kind = comment.changesWanted() ? CHANGES_REQUESTED : COMMENTED;
                            moves.tell(unit, row, kind, at, author, details(stored, target, side, line));
                            return Future.succeededFuture(stored);
                        }));
    }

    private static Future<Row> commentable(Row row) {
        if (row == null) {
            return Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.");
        }
        String status = row.getString("status");
        if (!status.equals(PatchStatus.PENDING_APPROVAL.name())) {
            return Failure.future(FailureKind.CONFLICT, "The request is no longer pending: it is " + status + ".");
        }
        return row.getBoolean("fits")
                ? Future.succeededFuture(row)
                : Future.failedFuture(Failure.invalid("target_file", "must be a file of the request"));
    }

    private static Map<String, Object> details(Reviewing.Comment comment, String target, String side, Integer line) {
        Map<String, Object> details = new HashMap<>();
        details.put("comment_id", comment.id());
        details.put("comment", comment.body());
        details.put("target_file", target);
        details.put("side", side);
        details.put("line", line);
        return details;
    }
}
