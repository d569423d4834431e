package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paths that an admin has protected at run time; added, never taken away. */
final class Policies {
    private final Database database;

    Policies(Database database) {
        this.database = database;
    }

    /** Answers whether the path was not on the list before. */
    Command<Boolean> protect(Store.ProtectedPath path) {
        Instant now = Rows.now();
        return unit -> unit.sql("""
                        insert into protected_paths (workspace, path, added_by, added_at)
                        values ($1, $2, $3, $4) on conflict do nothing""", path.workspace(), path.path(), path.addedBy(), Rows.time(now))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        return false;
                    }
                    Map<String, Object> details = Map.of("workspace", path.workspace(), "path", path.path());
                    unit.record(
                            new LedgerEntry(now, "policy.extended", null, path.addedBy(), details, false),
                            sequence -> {});
                    return true;
                });
    }

    Future<List<Store.ProtectedPath>> all() {
        return database.read("select workspace, path, added_by, added_at from protected_paths order by added_at, path")
                .map(rows -> {
                    List<Store.ProtectedPath> paths = new ArrayList<>();
                    rows.forEach(row -> paths.add(new Store.ProtectedPath(
                            row.getString("workspace"),
                            row.getString("path"),
                            row.getString("added_by"),
                            Rows.instant(row, "added_at"))));
                    return paths;
                });
    }
}
