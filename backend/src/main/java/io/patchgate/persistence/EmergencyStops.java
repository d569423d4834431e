package io.patchgate.persistence;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The emergency stop: while one is in force nothing is approved and nothing is written. Whoever may begin
 * something asks within his own transaction, which holds the ledger's lock as the stop's does; so of a
 * stop and an approval one comes first, on whatever nodes.
 */
final class EmergencyStops {
    static final String ENGAGED = "emergency_stop.engaged";
    static final String LIFTED = "emergency_stop.lifted";

    private static final String IN_FORCE =
            "select stopped_at, stopped_by, reason from emergency_stops where resumed_at is null";

    private final Bus bus;
    private final Database database;

    EmergencyStops(Bus bus, Database database) {
        this.bus = bus;
        this.database = database;
    }

    /** Fails with CONFLICT while everything is stopped. */
    static Future<Void> refuse(Unit unit) {
        return unit.sql(IN_FORCE)
                .compose(rows -> stopped(rows)
                        .<Future<Void>>map(stopped -> Failure.future(
                                FailureKind.CONFLICT,
                                "Everything was stopped by " + stopped.by() + " at " + stopped.since()
                                        + ": nothing is approved, applied or rolled back until an admin resumes."))
                        .orElseGet(Future::succeededFuture));
    }

    /** Stopping what is stopped changes nothing. */
    Command<Store.Stopped> stop(Store.Stop stop) {
        Instant now = Rows.now();
        return unit -> unit.sql("""
                        insert into emergency_stops (stopped_at, stopped_by, reason) values ($1, $2, $3)
                        on conflict do nothing""", Rows.time(now), stop.by(), stop.reason()).compose(inserted -> {
            if (inserted.rowCount() == 0) {
                return unit.sql(IN_FORCE).map(rows -> stopped(rows).orElseThrow());
            }
            Map<String, Object> details = new HashMap<>();
            details.put("reason", stop.reason());
            record(unit, now, ENGAGED, stop.by(), details);
            return Future.succeededFuture(new Store.Stopped(now, stop.by(), stop.reason()));
        });
    }

    Command<Boolean> resume(String by) {
        Instant now = Rows.now();
        return unit -> unit.sql(
                        "update emergency_stops set resumed_at = $1, resumed_by = $2 where resumed_at is null",
                        Rows.time(now),
                        by)
                .map(updated -> {
                    if (updated.rowCount() == 1) {
                        record(unit, now, LIFTED, by, Map.of());
                    }
                    return updated.rowCount() == 1;
                });
    }

    Future<Optional<Store.Stopped>> inForce() {
        return database.read(IN_FORCE).map(EmergencyStops::stopped);
    }

    private void record(Unit unit, Instant at, String kind, String by, Map<String, ?> details) {
        unit.record(
                new LedgerEntry(at, kind, null, by, details, false),
                sequence ->
                        bus.publish(Addresses.STOP_CHANGED, new Events.StopChanged(sequence, kind.equals(ENGAGED))));
    }

    private static Optional<Store.Stopped> stopped(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(row -> new Store.Stopped(
                        Rows.instant(row, "stopped_at"), row.getString("stopped_by"), row.getString("reason")));
    }
}
