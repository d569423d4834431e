package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import java.util.List;

/** The files that pending requests are to change, of what was denied as of the rest. */
final class WatchedFiles {
    private static final String NEWEST = """
            select p.request_id, p.workspace, c.target_file, c.base_sha256, p.sealed
            from (
                (select request_id, workspace, created_at, false as sealed from patch_requests
                    where status = 'PENDING_APPROVAL' order by created_at desc limit $1)
                union all
                (select request_id, workspace, created_at, true as sealed from sealed_requests
                    where status = 'PENDING_APPROVAL' order by created_at desc limit $1)
            ) p,
            lateral (
                select target_file, base_sha256 from patch_changes f where not p.sealed and f.request_id = p.request_id
                union all
                select target_file, base_sha256 from sealed_changes f where p.sealed and f.request_id = p.request_id
            ) c
            order by p.created_at desc limit $1""";

    private final Database database;

    WatchedFiles(Database database) {
        this.database = database;
    }

    Future<List<Store.Watched>> newest(int limit) {
        return database.read(NEWEST, (long) limit)
                .map(rows -> rows.stream()
                        .map(row -> new Store.Watched(
                                row.getUUID("request_id"),
                                row.getString("workspace"),
                                new WorkspacePath(row.getString("target_file")),
                                row.getString("base_sha256"),
                                row.getBoolean("sealed")))
                        .toList());
    }
}
