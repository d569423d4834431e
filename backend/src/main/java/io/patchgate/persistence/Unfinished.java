package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What was begun on a disk, or is to be, and has no end yet: the oldest first, and so many at a time. */
record Unfinished(Database database) {
    private static final String TO_APPLY =
            "select request_id from patch_requests where status = 'APPROVED' order by reviewed_at limit 10000";

    private static final String TO_ROLL_BACK =
            "select request_id from patch_requests where rollback_at is not null and status = 'APPLIED'"
                    + " order by rollback_at limit 10000";

    private static final String TO_END_CANARY =
            "select request_id from canaries where act is not null and ended_at is null order by act_at limit 10000";

    Future<Store.Unfinished> find() {
        return ids(TO_APPLY)
                .compose(toApply -> ids(TO_ROLL_BACK)
                        .compose(toRollBack -> ids(TO_END_CANARY)
                                .map(toEndCanary -> new Store.Unfinished(toApply, toRollBack, toEndCanary))));
    }

    private Future<List<UUID>> ids(String sql) {
        return database.read(sql).map(rows -> {
            List<UUID> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(row.getUUID(0)));
            return ids;
        });
    }
}
