package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.patchgate.bus.Store.PolicyChange;
import io.patchgate.patch.PolicyEntry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an admin protects at run time, never taken away, and the policies that were in force. */
final class Policies {
    private static final String OPERATOR = "operator";
    private static final String FIRST = "first";

    private final Database database;

    Policies(Database database) {
        this.database = database;
    }

    /** Answers whether the entry was not on the list before. */
    Command<Boolean> protect(Store.Protection protection) {
        Instant now = Rows.now();
        PolicyEntry entry = protection.entry();
        String kind = entry.kind().id();
        return unit -> unit.sql("""
                        insert into protected_paths (workspace, kind, path, added_by, added_at)
                        values ($1, $2, $3, $4, $5) on conflict do nothing""", protection.workspace(), kind, entry.text(), entry.addedBy(), Rows.time(now))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        return false;
                    }
                    Map<String, Object> details = Map.of("workspace", protection.workspace(), kind, entry.text());
                    unit.record(
                            new LedgerEntry(now, "policy.extended", null, entry.addedBy(), details, false),
                            sequence -> {});
                    return true;
                });
    }

    Future<List<Store.Protection>> all() {
        return database.read(
                        "select workspace, kind, path, added_by, added_at from protected_paths order by added_at, path")
                .map(rows -> {
                    List<Store.Protection> protections = new ArrayList<>();
                    rows.forEach(row -> protections.add(protection(row)));
                    return protections;
                });
    }

    private static Store.Protection protection(Row row) {
        return new Store.Protection(
                row.getString("workspace"),
                PolicyEntry.added(
                        PolicyEntry.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("path"),
                        row.getString("added_by"),
                        Rows.instant(row, "added_at")));
    }

    /** Compares with the policy before, under the ledger's lock, and keeps what is another. */
    Command<Optional<PolicyChange>> begin(Store.PolicyInForce policy) {
        Instant now = Rows.now();
        List<PolicyDifference.Line> lines = PolicyDifference.lines(policy.entries());
        return unit -> unit.sql(
                        "select entries from policies_in_force where workspace = $1 order by id desc limit 1",
                        policy.workspace())
                .compose(rows -> {
                    if (rows.size() == 0) {
                        var first = new PolicyChange(now, PolicyChange.Kind.CHANGED, List.of(), 0, List.of(), 0);
                        return keep(unit, policy, lines, FIRST, first).map(Optional.empty());
                    }
                    var before = PolicyDifference.decode(rows.iterator().next().getString("entries"));
                    Optional<PolicyChange> change = PolicyDifference.between(before, lines, now);
                    change.ifPresent(made -> unit.record(entry(policy, made), sequence -> {}));
                    return change.isEmpty()
                            ? Future.succeededFuture(change)
                            : keep(unit, policy, lines, change.get().kind().id(), change.get())
                                    .map(change);
                });
    }

    private static Future<RowSet<Row>> keep(
            Unit unit,
            Store.PolicyInForce policy,
            List<PolicyDifference.Line> lines,
            String change,
            PolicyChange made) {
        return unit.sql(
                """
                insert into policies_in_force
                    (workspace, at, policy_version, entries, change, removed, removed_total, added, added_total)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
                policy.workspace(),
                Rows.time(made.at()),
                policy.version(),
                PolicyDifference.encode(lines),
                change,
                Rows.json(made.removed()),
                made.removedTotal(),
                Rows.json(made.added()),
                made.addedTotal());
    }

    private static LedgerEntry entry(Store.PolicyInForce policy, PolicyChange change) {
        Map<String, Object> details = Map.of(
                "workspace", policy.workspace(),
                "policy_version", policy.version(),
                "removed", change.removed(),
                "removed_total", change.removedTotal(),
                "added", change.added(),
                "added_total", change.addedTotal());
        return new LedgerEntry(change.at(), "policy." + change.kind().id(), null, OPERATOR, details, false);
    }

    /** The newest first. */
    Future<List<PolicyChange>> changes(String workspace) {
        return database.read("""
                        select at, change, removed, removed_total, added, added_total from policies_in_force
                        where workspace = $1 and change <> 'first' order by id desc limit 10""", workspace).map(rows -> {
            List<PolicyChange> changes = new ArrayList<>();
            rows.forEach(row -> changes.add(new PolicyChange(
                    Rows.instant(row, "at"),
                    PolicyChange.Kind.valueOf(row.getString("change").toUpperCase(Locale.ROOT)),
                    Rows.strings(row, "removed"),
                    row.getInteger("removed_total"),
                    Rows.strings(row, "added"),
                    row.getInteger("added_total"))));
            return changes;
        });
    }
}
