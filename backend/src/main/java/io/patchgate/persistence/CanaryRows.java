package io.patchgate.persistence;

import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.Canary;
import io.patchgate.bus.Canaries.OnCanary;
import io.patchgate.bus.Canaries.Taken;
import io.patchgate.bus.Outcomes.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is or was in the canary, and how it compares. */
final class CanaryRows {
    private static final String RUNNING = """
            select c.*, p.target_file from canaries c join patch_requests p using (request_id)
            where c.ended_at is null order by c.started_at limit 500""";

    private final Database database;

    CanaryRows(Database database) {
        this.database = database;
    }

    Future<List<OnCanary>> running() {
        return database.read(RUNNING).map(rows -> {
            List<OnCanary> running = new ArrayList<>();
            rows.forEach(row -> running.add(new OnCanary(
                    row.getUUID("request_id"),
                    row.getString("workspace"),
                    row.getString("component"),
                    row.getString("target_file"),
                    Rows.instant(row, "started_at"),
                    Rows.instant(row, "until"),
                    row.getDouble("share"),
                    row.getInteger("looks"),
                    Verdict.of(row.getString("verdict")),
                    row.getString("sentence"),
                    Rows.instant(row, "looked_at"),
                    row.getOffsetDateTime("waiting_at") != null,
                    row.getString("note"),
                    row.getString("act") != null)));
            return running;
        });
    }

    Future<Optional<Canary>> of(UUID requestId) {
        return database.read("select *, effects::text as shown from canaries where request_id = $1", requestId)
                .map(rows -> rows.stream().findFirst().map(CanaryRows::canary));
    }

    /** Needs {@code effects} selected as {@code shown}, as text. */
    static Canary canary(Row row) {
        String act = row.getString("act");
        return new Canary(
                Rows.instant(row, "started_at"),
                Rows.instant(row, "until"),
                row.getDouble("share"),
                Verdict.of(row.getString("verdict")),
                row.getString("sentence"),
                row.getString("shown"),
                row.getInteger("events_stable"),
                row.getInteger("events_canary"),
                Rows.instant(row, "looked_at"),
                Rows.instant(row, "waiting_at"),
                act == null
                        ? null
                        : new Taken(
                                Act.of(act),
                                row.getString("act_by"),
                                Rows.instant(row, "act_at"),
                                row.getString("act_comment")),
                row.getString("note"),
                Rows.instant(row, "ended_at"));
    }
}
