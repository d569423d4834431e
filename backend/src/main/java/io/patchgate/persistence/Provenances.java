package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who stands behind a request, and which requests have been applied over it. */
final class Provenances {
    private static final String ACTORS = """
            select p.reviewed_by, p.rollback_by, coalesce((
                select max(l.sequence) from ledger l where l.request_id = p.request_id and l.kind = $2), 0) as approval,
                array(select v.reviewer from votes v where v.request_id = p.request_id and v.approved
                    and v.approval_key = (select w.approval_key from votes w
                        where w.request_id = p.request_id and w.approved order by w.id desc limit 1)
                    order by v.id)::text[] as voters,
                array(select v.reviewer from rollback_votes v where v.request_id = p.request_id
                    and v.attempt = p.rollback_attempt order by v.at)::text[] as rollback_voters
            from patch_requests p where p.request_id = $1""";

    private static final String LATER = """
            select r.request_id, c.target_file
            from patch_requests p
                join patch_changes mine on mine.request_id = p.request_id
                join patch_changes c on c.target_file = mine.target_file
                join patch_requests r on r.request_id = c.request_id
            where p.request_id = $1 and r.request_id <> p.request_id and r.workspace = p.workspace
                and r.status = 'APPLIED' and r.applied_at >= p.applied_at
            order by r.applied_at, c.target_file limit 20""";

    private final Database database;

    Provenances(Database database) {
        this.database = database;
    }

    Future<Store.Provenance> of(UUID requestId) {
        return database.read(ACTORS, requestId, LedgerEntry.kind(PatchStatus.APPROVED))
                .compose(rows -> rows.stream()
                        .findFirst()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Failure.future(FailureKind.NOT_FOUND, "There is no such patch request.")))
                .compose(row -> later(requestId).map(later -> provenance(row, later)));
    }

    private static Store.Provenance provenance(Row row, List<Store.Later> later) {
        return new Store.Provenance(
                row.getLong("approval"),
                people(row, "voters", "reviewed_by"),
                people(row, "rollback_voters", "rollback_by"),
                later);
    }

    /** Those who voted; who acted alone where no votes are kept; nobody where nobody has acted. */
    private static List<String> people(Row row, String voters, String alone) {
        String actor = row.getString(alone);
        List<String> all = List.of(row.getArrayOfStrings(voters));
        return actor == null ? List.of() : all.isEmpty() ? List.of(actor) : all;
    }

    private Future<List<Store.Later>> later(UUID requestId) {
        return database.read(LATER, requestId).map(rows -> {
            List<Store.Later> later = new ArrayList<>();
            rows.forEach(row -> later.add(new Store.Later(row.getUUID("request_id"), row.getString("target_file"))));
            return later;
        });
    }
}
