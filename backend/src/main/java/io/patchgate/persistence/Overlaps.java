package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;

/**
 * What stands in a canary folder over a file that another request is about. Nothing else is approved over it, and nothing
 * is taken back beneath it: else what is withdrawn would not leave the folder as it was.
 */
final class Overlaps {
    private static final String STANDING = """
            with mine as (
                select p.workspace, c.target_file from patch_requests p join patch_changes c using (request_id)
                where p.request_id = $1
            )
            select o.request_id, o.status, c.target_file from patch_requests o join patch_changes c using (request_id)
            where o.status = any($2) and o.request_id <> $1
                and (o.workspace, c.target_file) in (select workspace, target_file from mine)
            order by o.status desc limit 1""";

    private static final String[] TRIED = {"CANARY"};

    /** What is approved may be on its way there. */
    private static final String[] TRIED_OR_ON_THE_WAY = {"APPROVED", "CANARY"};

    private final Database database;

    Overlaps(Database database) {
        this.database = database;
    }

    /** Why the request may not be approved now; empty where it may. */
    Future<Optional<String>> of(UUID requestId) {
        return database.read(STANDING, requestId, TRIED).map(Overlaps::sentence);
    }

    /** Fails with CONFLICT where the request may not be approved now. */
    static Future<Void> refuseApproval(Unit unit, UUID requestId) {
        return refuse(unit, requestId, TRIED);
    }

    /** Fails with CONFLICT where the request may not be rolled back now. */
    static Future<Void> refuseRollback(Unit unit, UUID requestId) {
        return refuse(unit, requestId, TRIED_OR_ON_THE_WAY);
    }

    private static Future<Void> refuse(Unit unit, UUID requestId, String[] statuses) {
        return unit.sql(STANDING, requestId, statuses)
                .map(Overlaps::sentence)
                .compose(sentence -> sentence.isEmpty()
                        ? Future.succeededFuture()
                        : Failure.future(FailureKind.CONFLICT, sentence.get()));
    }

    private static Optional<String> sentence(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(other -> "'" + other.getString("target_file") + "' is changed by the request "
                        + other.getUUID("request_id") + " too, which is "
                        + (other.getString("status").equals("CANARY")
                                ? "in the canary: promote or withdraw that first."
                                : "approved and being written: look again."));
    }
}
