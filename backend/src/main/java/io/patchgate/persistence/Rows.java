package io.patchgate.persistence;

import io.patchgate.bus.Store;
import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Columns to records and back. */
final class Rows {
    private Rows() {}

    /** As fine as a timestamptz is, so that what is answered equals what is stored. */
    static Instant now() {
        return Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static String json(List<String> strings) {
        return new JsonArray(new ArrayList<>(strings)).encode();
    }

    static List<String> strings(Row row, String column) {
        List<String> strings = new ArrayList<>();
        new JsonArray(row.getString(column)).forEach(element -> strings.add((String) element));
        return strings;
    }

    static Store.Outcome outcome(Row row) {
        String category = row.getString("category");
        return new Store.Outcome(
                PatchStatus.valueOf(row.getString("status")),
                instant(row, "reviewed_at"),
                row.getString("reviewed_by"),
                row.getString("review_comment"),
                category == null ? null : Category.of(category).orElseThrow(),
                instant(row, "applied_at"),
                row.getString("application_error"));
    }

    /** Needs {@code feedback_ids} and {@code metrics} selected as text. */
    static Submission submission(Row row) {
        return new Submission(
                row.getUUID("request_id"),
                instant(row, "created_at"),
                row.getString("submitted_by"),
                row.getString("owner"),
                row.getString("workspace"),
                row.getString("component"),
                row.getString("improvement_type"),
                row.getDouble("confidence"),
                row.getString("reasoning"),
                strings(row, "feedback_ids"),
                row.getString("metrics"),
                ChangesJson.decode(row.getString("changes")),
                row.getUUID("supersedes"),
                null,
                RevisionJson.read(row));
    }

    static Store.PatchRow patchRow(Row row, Store.ListQuery query) {
        String diff = query.withDiff() ? row.getString("diff") : null;
        String newCode = query.withNewCode() ? row.getString("new_code_blob") : null;
        List<String> omitted = new ArrayList<>();
        if (query.withDiff() && diff == null) {
            omitted.add("diff");
        }
        if (query.withNewCode() && newCode == null) {
            omitted.add("new_code_blob");
        }
        return new Store.PatchRow(
                row.getUUID("request_id"),
                instant(row, "created_at"),
                row.getString("submitted_by"),
                row.getString("workspace"),
                row.getString("target_file"),
                row.getInteger("file_count"),
                row.getString("component"),
                row.getString("improvement_type"),
                row.getDouble("confidence"),
                row.getString("reasoning"),
                strings(row, "feedback_ids"),
                row.getString("metrics"),
                outcome(row),
                diff,
                newCode,
                omitted,
                new Store.Tally(row.getInteger("approvals"), row.getInteger("required_approvals")),
                row.getBoolean("changes_wanted"));
    }
}
