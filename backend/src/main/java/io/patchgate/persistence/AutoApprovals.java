package io.patchgate.persistence;

import io.patchgate.bus.Approving;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Approvals without a person: what may come into question, and how many there have been. */
final class AutoApprovals {
    /** In random order, so that none that is looked at in vain keeps others from being looked at. */
    private static final String CANDIDATES = """
            select p.request_id from patch_requests p join submissions s using (request_id)
            where p.status = 'PENDING_APPROVAL' and p.confidence >= $1 and s.revision_kind is null
                and p.required_approvals = 1 and p.code_owners = '[]'
                and p.created_at < now() - make_interval(secs => $2) * (1 + random())
            order by random() limit $3""";

    /** Transactions that write to the ledger follow each other, so that none counts what another is about to add. */
    private static final String OF_A_DAY = """
            select count(*) from patch_requests
            where reviewed_by = '""" + Actor.AUTO_APPROVAL.subject() + """
            ' and reviewed_at > now() - interval '24 hours'""";

    private final Database database;
    private final Decisions decisions;

    AutoApprovals(Database database, Decisions decisions) {
        this.database = database;
        this.decisions = decisions;
    }

    Future<List<UUID>> candidates(Approving.Search search) {
        return database.read(
                        CANDIDATES, search.stated(), (double) search.delay().toSeconds(), search.limit())
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID(0)));
                    return ids;
                });
    }

    Command<Store.Tally> approve(Approving.Approval approval) {
        return unit -> unit.sql(OF_A_DAY)
                .compose(rows -> rows.iterator().next().getLong(0) < approval.perDay()
                        ? decisions.decide(approval.decision()).in(unit)
                        : Failure.future(
                                FailureKind.CONFLICT,
                                "As many have been approved without a person in 24 hours as may be."));
    }
}
