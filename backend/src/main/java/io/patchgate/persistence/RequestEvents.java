package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The ledger as reviewers follow it: the moves of requests that they can see. Sealed entries, entries
 * about anything else, and kinds that this version does not know are passed over. Since sequences
 * become visible in their order, a stretch that was read once is complete for good.
 */
final class RequestEvents {
    private static final Map<String, PatchStatus> STATUS_BY_KIND = statusByKind();
    private static final String[] KINDS = STATUS_BY_KIND.keySet().toArray(String[]::new);

    /** Of nobody's request, and everyone's business. */
    private static final Set<String> STOPS = Set.of(EmergencyStops.ENGAGED, EmergencyStops.LIFTED);

    /**
     * The inner limit counts entries that are not shown too, or a page could be a walk over the whole ledger. Each
     * entry looks its request up by itself: a join that is planned for a full page reads the table for every event.
     */
    private static final String AFTER = """
            select l.sequence, l.at, l.kind, l.actor, p.request_id, p.target_file, p.component, p.confidence,
                p.workspace, p.submitted_by
            from (
                select sequence, at, kind, actor, request_id, sealed from ledger
                where sequence > $1 order by sequence limit $2
            ) l
            left join lateral (
                select * from patch_requests where patch_requests.request_id = l.request_id offset 0
            ) p on not l.sealed and l.kind = any($3)
            order by l.sequence""";

    private static final String HEAD = """
            select coalesce((select max(sequence) from ledger), 0) as position,
                coalesce(greatest(
                    (
                        select l.sequence from ledger l join patch_requests p on p.request_id = l.request_id
                        where not l.sealed and l.kind = any($1) order by l.sequence desc limit 1
                    ),
                    (select max(sequence) from ledger where kind in ('emergency_stop.engaged', 'emergency_stop.lifted'))
                ), 0) as newest""";

    private final Database database;

    RequestEvents(Database database) {
        this.database = database;
    }

    private static Map<String, PatchStatus> statusByKind() {
        Map<String, PatchStatus> kinds =
                Arrays.stream(PatchStatus.values()).collect(Collectors.toMap(LedgerEntry::kind, Function.identity()));
        kinds.put(LedgerEntry.VOTE_RECORDED, PatchStatus.PENDING_APPROVAL);
        kinds.put(LedgerEntry.ROLLBACK_VOTE_RECORDED, PatchStatus.APPLIED);
        kinds.put(LedgerEntry.WORSENED, PatchStatus.APPLIED);
        kinds.put(LedgerEntry.CANARY_WAITING, PatchStatus.CANARY);
        kinds.put(Conversations.COMMENTED, PatchStatus.PENDING_APPROVAL);
        kinds.put(Conversations.CHANGES_REQUESTED, PatchStatus.PENDING_APPROVAL);
        // Both are written only while the request is pending, under its lock.
        kinds.put(CheckLog.ENDED, PatchStatus.PENDING_APPROVAL);
        kinds.put(CheckLog.QUEUED, PatchStatus.PENDING_APPROVAL);
        return Map.copyOf(kinds);
    }

    Future<Store.EventPage> after(Store.EventsAfter asked) {
        return database.read(AFTER, asked.sequence(), asked.limit(), KINDS).map(rows -> {
            List<Store.RequestEvent> events = new ArrayList<>();
            long position = asked.sequence();
            for (Row row : rows) {
                position = row.getLong("sequence");
                if (row.getUUID("request_id") != null || STOPS.contains(row.getString("kind"))) {
                    events.add(event(row));
                }
            }
            return new Store.EventPage(List.copyOf(events), position, rows.size() == asked.limit());
        });
    }

    Future<Store.EventHead> head() {
        return database.read(HEAD, (Object) KINDS).map(rows -> {
            Row row = rows.iterator().next();
            return new Store.EventHead(row.getLong("position"), row.getLong("newest"));
        });
    }

    private static Store.RequestEvent event(Row row) {
        String kind = row.getString("kind");
        return new Store.RequestEvent(
                row.getLong("sequence"),
                Rows.instant(row, "at"),
                kind,
                row.getString("actor"),
                row.getUUID("request_id"),
                STATUS_BY_KIND.get(kind),
                row.getString("target_file"),
                row.getString("component"),
                row.getUUID("request_id") == null ? 0 : row.getDouble("confidence"),
                row.getString("workspace"),
                row.getString("submitted_by"));
    }
}
