package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What happens to the AI, kept once for each id of a sender. */
final class FeedbackEvents {
    private FeedbackEvents() {}

    /** All events of a call are stored, or none. */
    static Command<Store.FeedbackReceipt> add(List<Store.Feedback> events) {
        OffsetDateTime now = Rows.time(Rows.now());
        return Command.unrecorded(unit -> {
            List<Future<Integer>> inserted = new ArrayList<>(events.size());
            for (Store.Feedback event : events) {
                inserted.add(insert(unit, event, now));
            }
            return Future.all(inserted).map(all -> {
                int accepted = inserted.stream().mapToInt(Future::result).sum();
                return new Store.FeedbackReceipt(accepted, events.size() - accepted);
            });
        });
    }

    private static Future<Integer> insert(Unit unit, Store.Feedback event, OffsetDateTime now) {
        return unit.sql(
                        """
                        insert into feedback_events (sent_by, feedback_id, received_at, trusted, type, at, source,
                            component, task_id, user_id, rating, comment, context, metrics)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb, $14::text::jsonb)
                        on conflict do nothing""",
                        event.sentBy(),
                        event.feedbackId(),
                        now,
                        event.trusted(),
                        event.type(),
                        Rows.time(event.timestamp()),
                        event.source(),
                        event.component(),
                        event.taskId(),
                        event.userId(),
                        event.rating(),
                        event.comment(),
                        event.context(),
                        event.metrics())
                .map(rows -> rows.rowCount());
    }
}
