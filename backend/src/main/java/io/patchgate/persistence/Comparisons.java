package io.patchgate.persistence;

import io.patchgate.bus.Canaries;
import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Comparison;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Share;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;

/**
 * What monitors said, counted on two sides. Feedback of agents is never counted here, and that on a canary never with
 * that on the workspace itself.
 */
final class Comparisons {
    private static final String COUNTS = """
            count(*)::int as n, count(reason)::int as negative,
                count(*) filter (where reason like 'gate:%')::int as gate,
                count(*) filter (where reason like 'ari:%')::int as ari,
                count(*) filter (where reason like 'edm:%')::int as edm,
                count(*) filter (where type = 'performance_metric')::int as readings,
                count(reason) filter (where type = 'performance_metric')::int as performance
            from feedback_events
            where workspace = $1 and component = $2 and at > $3 and at <= now()""";

    private static final String BEFORE_AND_AFTER =
            "select at > $4 as patched, " + COUNTS + " and trusted and variant is distinct from 'canary' group by 1";

    private static final String STABLE_AND_CANARY =
            "select variant = 'canary' as patched, " + COUNTS + " and variant is not null group by 1";

    private static final String OTHERS = """
            select count(*)::int as n from outcomes
            where workspace = $1 and component = $2 and applied_at > $3 and request_id <> $4""";

    /** What else may have moved the component's figures while a request was in the canary. */
    private static final String OTHERS_OF_CANARY = """
            select (
                select count(*) from canaries
                where workspace = $1 and component = $2 and coalesce(ended_at, now()) > $3 and request_id <> $4
            )::int + (
                select count(*) from outcomes
                where workspace = $1 and component = $2 and applied_at > $3
                    and request_id not in (select request_id from canaries where coalesce(ended_at, now()) > $3)
            )::int as n""";

    private final Database database;

    Comparisons(Database database) {
        this.database = database;
    }

    /** The time before an application with that since. */
    Future<Compared> beforeAndAfter(Comparison of) {
        return database.read(
                        BEFORE_AND_AFTER,
                        of.workspace(),
                        of.component(),
                        Rows.time(of.from()),
                        Rows.time(of.appliedAt()))
                .compose(counted -> database.read(
                                OTHERS, of.workspace(), of.component(), Rows.time(of.from()), of.requestId())
                        .map(others -> compared(counted, others)));
    }

    /** What the stable variant got with what the canary got in the same time. */
    Future<Compared> stableAndCanary(Canaries.Comparison of) {
        return database.read(STABLE_AND_CANARY, of.workspace(), of.component(), Rows.time(of.from()))
                .compose(counted -> database.read(
                                OTHERS_OF_CANARY, of.workspace(), of.component(), Rows.time(of.from()), of.requestId())
                        .map(others -> compared(counted, others)));
    }

    private static Compared compared(RowSet<Row> counted, RowSet<Row> others) {
        Row baseline = null;
        Row patched = null;
        for (Row row : counted) {
            if (row.getBoolean("patched")) {
                patched = row;
            } else {
                baseline = row;
            }
        }
        return new Compared(
                List.of(
                        metric("negative", baseline, patched, "negative", "n"),
                        metric("gate_violations", baseline, patched, "gate", "n"),
                        metric("ari_alerts", baseline, patched, "ari", "n"),
                        metric("edm_alerts", baseline, patched, "edm", "n"),
                        metric("performance", baseline, patched, "performance", "readings")),
                count(baseline, "n"),
                count(patched, "n"),
                others.iterator().next().getInteger("n"));
    }

    private static Metric metric(String name, Row baseline, Row patched, String bad, String all) {
        return new Metric(
                name,
                new Share(count(baseline, bad), count(baseline, all)),
                new Share(count(patched, bad), count(patched, all)));
    }

    private static int count(Row row, String column) {
        return row == null ? 0 : row.getInteger(column);
    }
}
