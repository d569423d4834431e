package io.patchgate.persistence;

import io.patchgate.patch.Revision;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a revision stands in {@code submissions} and in the ledger. */
final class RevisionJson {
    private RevisionJson() {}

    /** The text of the column; of nothing where there is no revision. */
    static String dropped(Revision revision) {
        JsonArray array = new JsonArray();
        if (revision != null) {
            revision.dropped()
                    .forEach(place -> array.add(new JsonObject()
                            .put("target_file", place.target().value())
                            .put("from", place.from())
                            .put("to", place.to())));
        }
        return array.encode();
    }

    /** Null where an agent sent the request. */
    static Revision read(Row row) {
        String kind = row.getString("revision_kind");
        if (kind == null) {
            return null;
        }
        List<Revision.Dropped> dropped = new ArrayList<>();
        for (Object element : new JsonArray(row.getString("dropped"))) {
            JsonObject place = (JsonObject) element;
            dropped.add(new Revision.Dropped(
                    new WorkspacePath(place.getString("target_file")),
                    place.getInteger("from"),
                    place.getInteger("to")));
        }
        return new Revision(
                Revision.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                row.getString("revised_by"),
                row.getUUID("revision_of"),
                List.of(row.getArrayOfStrings("editors")),
                dropped);
    }

    /** What the ledger says of the request that is replaced. */
    static Map<String, Object> supersession(Submission by) {
        Map<String, Object> details = new HashMap<>(entry(by.revision()));
        details.put("superseded_by", by.requestId().toString());
        return details;
    }

    /** What the ledger says of a request that a person made; nothing of another. */
    static Map<String, Object> entry(Revision revision) {
        return revision == null
                ? Map.of()
                : Map.of(
                        "revision", revision.kind().id(),
                        "revised_by", revision.by(),
                        "revision_of", revision.of().toString(),
                        "dropped",
                                revision.dropped().stream()
                                        .map(place -> Map.of(
                                                "target_file", place.target().value(),
                                                "from", place.from(),
                                                "to", place.to()))
                                        .toList());
    }
}
