package io.patchgate.persistence;

import io.patchgate.bus.Checking;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who runs which check: whoever claims one holds it by a lease that he renews, and what a node left lying is claimed
 * again. What is claimed is read from the submission alone, and nothing here knows of verdicts.
 */
final class CheckQueue {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String CLAIM = """
            update checks c set attempts = c.attempts + 1, lease_until = case when n.pending then $2::timestamptz end,
                status = case when n.pending then 'running' else 'not_run' end,
                summary = case when n.pending then null else 'The request was decided before it ran.' end
            from (
                select q.request_id, q.name, s.workspace, s.changes, s.status = 'PENDING_APPROVAL' as pending
                from checks q join submissions s using (request_id)
                where q.kind = $3 and (q.status = 'queued' or (q.status = 'running' and q.lease_until < $1))
                    and s.workspace = any($4::text[])
                order by q.queued_at, q.request_id, q.ordinal limit 1 for update of q skip locked
            ) n
            where c.request_id = n.request_id and c.name = n.name
            returning c.request_id, c.name, c.attempts, n.workspace, n.changes, n.pending""";

    private static final String RENEW = """
            update checks set lease_until = $4
            where request_id = $1 and name = $2 and attempts = $3 and status = 'running'""";

    private final Writer writer;
    private final Offload offload;

    CheckQueue(Writer writer, Offload offload) {
        this.writer = writer;
        this.offload = offload;
    }

    Future<Optional<Checking.Claim>> claim(Checking.Ask ask) {
        Instant now = Rows.now();
        Command<Optional<Row>> claim = Command.unrecorded(unit -> unit.sql(
                        CLAIM,
                        Rows.time(now),
                        Rows.time(now.plus(LEASE)),
                        ask.kind().id(),
                        ask.workspaces().toArray(String[]::new))
                .map(rows -> rows.stream().findFirst()));
        return writer.write(claim)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : offload.always(() -> found.map(CheckQueue::claimed)));
    }

    private static Checking.Claim claimed(Row row) {
        return new Checking.Claim(
                row.getUUID("request_id"),
                row.getString("name"),
                row.getInteger("attempts"),
                row.getString("workspace"),
                row.getBoolean("pending") ? ChangesJson.decode(row.getString("changes")) : null);
    }

    Future<Void> renew(Checking.Claim claim) {
        UUID requestId = claim.requestId();
        Instant until = Rows.now().plus(LEASE);
        return writer.write(
                Command.unrecorded(unit -> unit.sql(RENEW, requestId, claim.name(), claim.attempt(), Rows.time(until))
                        .mapEmpty()));
    }
}
