package io.patchgate.persistence;

import io.patchgate.bus.Improvements.ComponentWindow;
import io.patchgate.bus.Improvements.Evidence;
import io.patchgate.bus.Improvements.Reasons;
import io.patchgate.bus.Improvements.Stretch;
import io.patchgate.bus.Improvements.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Feedback counted, one window for each component. Reads nothing but one stretch of an index for each. What is said of
 * a canary is left out: it is of a patch that the component does not have.
 */
final class FeedbackWindows {
    /** More components than people look at are left to the next run, the most negative first. */
    private static final int MOST = 200;

    /** Counted by reason first, of which there are few, so that each event costs no more than one count. */
    private static final String WINDOWS = """
            select c.workspace, c.component, w.*
            from feedback_components c
            cross join lateral (
                select coalesce(sum(n) filter (where later), 0)::int as events,
                    coalesce(sum(n) filter (where later and reason is not null), 0)::int as negatives,
                    coalesce(sum(n) filter (where later and reason like 'gate:%'), 0)::int as gate_violations,
                    coalesce(sum(n) filter (where later and reason like 'ari:%'), 0)::int as ari_alerts,
                    coalesce(sum(n) filter (where later and reason like 'edm:%'), 0)::int as edm_alerts,
                    coalesce(sum(n) filter (where not later), 0)::int as events_before,
                    coalesce(sum(n) filter (where not later and reason is not null), 0)::int as negatives_before
                from (
                    select reason, at > $2 as later, count(*) as n from feedback_events e
                    where e.workspace = c.workspace and e.component = c.component and e.at > $1 and e.at <= $3
                        and e.variant is distinct from 'canary'
                    group by 1, 2) counted
            ) w
            where ($4::text is null or c.workspace = $4) and ($5::text is null or c.component = $5) and w.events > 0
            order by w.negatives desc, c.workspace, c.component
            limit $6""";

    private static final String COUNTS = """
            select reason, count(*)::int as n from feedback_events
            where workspace = $1 and component = $2 and at > $3 and at <= $4 and negative
                and variant is distinct from 'canary'
            group by reason""";

    private static final String NEWEST = """
            select feedback_id, type, at, reason, left(coalesce(comment, context ->> 'reason'), 2000) as text
            from feedback_events
            where workspace = $1 and component = $2 and at > $3 and at <= $4 and negative
                and variant is distinct from 'canary'
            order by at desc, feedback_id, sent_by limit $5""";

    private final Database database;

    FeedbackWindows(Database database) {
        this.database = database;
    }

    Future<List<ComponentWindow>> windows(Stretch stretch) {
        Instant before = stretch.from().minus(Duration.between(stretch.from(), stretch.to()));
        return database.read(
                        WINDOWS,
                        Rows.time(before),
                        Rows.time(stretch.from()),
                        Rows.time(stretch.to()),
                        stretch.workspace(),
                        stretch.component(),
                        (long) MOST)
                .map(rows -> {
                    List<ComponentWindow> windows = new ArrayList<>();
                    rows.forEach(row -> windows.add(new ComponentWindow(
                            row.getString("workspace"), row.getString("component"), window(row, stretch))));
                    return windows;
                });
    }

    private static Window window(Row row, Stretch stretch) {
        int before = row.getInteger("events_before");
        return new Window(
                stretch.from(),
                stretch.to(),
                row.getInteger("events"),
                row.getInteger("negatives"),
                row.getInteger("gate_violations"),
                row.getInteger("ari_alerts"),
                row.getInteger("edm_alerts"),
                before,
                before == 0 ? null : (double) row.getInteger("negatives_before") / before);
    }

    Future<Reasons> reasons(Stretch of) {
        return database.read(COUNTS, of.workspace(), of.component(), Rows.time(of.from()), Rows.time(of.to()))
                .compose(counted -> newest(of).map(newest -> {
                    Map<String, Integer> counts = new TreeMap<>();
                    counted.forEach(row -> counts.put(row.getString("reason"), row.getInteger("n")));
                    return new Reasons(counts, newest);
                }));
    }

    private Future<List<Evidence>> newest(Stretch of) {
        return database.read(NEWEST, of.workspace(), of.component(), Rows.time(of.from()), Rows.time(of.to()), (long)
                        Reasons.NEWEST)
                .map(rows -> {
                    List<Evidence> events = new ArrayList<>();
                    rows.forEach(row -> events.add(new Evidence(
                            row.getString("feedback_id"),
                            row.getString("type"),
                            Rows.instant(row, "at"),
                            row.getString("reason"),
                            row.getString("text"))));
                    return events;
                });
    }
}
