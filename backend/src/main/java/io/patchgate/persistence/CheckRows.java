package io.patchgate.persistence;

import io.patchgate.bus.Checking;
import io.patchgate.patch.Check;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Checks as they are read. */
final class CheckRows {
    /** A place counts what reviewers see and nothing else, and no further than they care for. */
    private static final String OF_REQUEST = """
            select c.name, c.kind, c.required, c.status, c.duration_ms, c.exit_code, c.summary, c.log_sha256,
                s.status as standing, case when c.status = 'queued' and c.kind <> 'external' then (
                    select count(*)::int from (
                        select from checks q join patch_requests p using (request_id)
                        where q.kind = c.kind and q.status = 'queued' and p.status = 'PENDING_APPROVAL'
                            and (q.queued_at, q.request_id, q.ordinal) <= (c.queued_at, c.request_id, c.ordinal)
                        limit 1000) as before) end as place
            from checks c join submissions s using (request_id)
            where c.request_id = $1 order by c.ordinal, c.name""";

    private static final String LOG = """
            select c.status, c.log from checks c join patch_requests p using (request_id)
            where c.request_id = $1 and c.name = $2""";

    private final Database database;

    CheckRows(Database database) {
        this.database = database;
    }

    Future<List<Check>> of(UUID requestId) {
        return database.read(OF_REQUEST, requestId)
                .map(rows -> rows.stream().map(CheckRows::check).toList());
    }

    /** In a transaction that holds the request, so that none of them can end meanwhile. */
    static Future<List<Check>> of(Unit unit, UUID requestId) {
        return unit.sql(OF_REQUEST, requestId)
                .map(rows -> rows.stream().map(CheckRows::check).toList());
    }

    Future<Optional<Checking.Log>> log(Checking.Named check) {
        return database.read(LOG, check.requestId(), check.name())
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Checking.Log(
                                status(row),
                                Optional.ofNullable(row.getString("log")).orElse(""))));
    }

    private static Check check(Row row) {
        Check.Status status = status(row);
        String summary = row.getString("summary");
        if (status.open() && !row.getString("standing").equals(PatchStatus.PENDING_APPROVAL.name())) {
            status = Check.Status.NOT_RUN;
            summary = "The request was decided before it ended.";
        }
        return new Check(
                row.getString("name"),
                kind(row),
                row.getBoolean("required"),
                status,
                row.getLong("duration_ms"),
                row.getInteger("exit_code"),
                summary,
                row.getString("log_sha256"),
                status == Check.Status.QUEUED ? row.getInteger("place") : null);
    }

    private static Check.Status status(Row row) {
        return Check.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
    }

    static Check.Kind kind(Row row) {
        return Check.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    }
}
