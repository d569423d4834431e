package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The body of a submission that fits the contract's schema, as a {@link Submission}. What the schema
 * cannot say in words that help is checked here: the two forms, the three kinds of change, canonical
 * paths, no target twice, sizes in bytes.
 *
 * @param single whether the form with {@code target_file} was used, which decides how fields are named
 */
record SubmissionBody(Submission submission, boolean single) {
    static final int MAX_REASONING_BYTES = 65_536;
    static final int MAX_METRICS_BYTES = 65_536;

    /**
     * @param idempotencyKey or null
     * @throws Failure {@code INVALID}, naming the field
     */
    static SubmissionBody read(Input input, Actor actor, Workspaces workspaces, String idempotencyKey, Clock clock) {
        JsonObject body = input.object();
        boolean single = !body.containsKey("changes");
        List<Change> changes = single ? List.of(single(body)) : changes(body);
        refuseRepeated(changes);
        if (Text.longerThan(MAX_REASONING_BYTES, body.getString("reasoning"))) {
            throw Failure.invalid("reasoning", "must have at most " + MAX_REASONING_BYTES + " bytes");
        }
        // PostgreSQL keeps microseconds; an answer must not promise more.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new SubmissionBody(
                new Submission(
                        UUID.randomUUID(),
                        now,
                        actor.subject(),
                        actor.owner(),
                        workspaces.resolve(body.getString("workspace")),
                        plain(body, "component", null),
                        plain(body, "improvement_type", "CODE_PATCH"),
                        body.getDouble("confidence"),
                        body.getString("reasoning"),
                        feedbackIds(body),
                        object(body, "metrics", "metrics"),
                        changes,
                        body.containsKey("supersedes") ? UUID.fromString(body.getString("supersedes")) : null,
                        idempotencyKey == null
                                ? null
                                : new Submission.Idempotency(idempotencyKey, fingerprint(input.raw()))),
                single);
    }

    /** A member that is a JSON object, as text; empty where it is absent. */
    static String object(JsonObject body, String member, String field) {
        String text = body.getJsonObject(member, new JsonObject()).encode();
        if (Text.longerThan(MAX_METRICS_BYTES, text)) {
            throw Failure.invalid(field, "must have at most " + MAX_METRICS_BYTES + " bytes of JSON");
        }
        return text;
    }

    private static Change single(JsonObject body) {
        if (!body.containsKey("target_file")) {
            throw Failure.invalid("target_file", "is required, unless 'changes' is given");
        }
        if (!body.containsKey("new_code")) {
            throw Failure.invalid(
                    "new_code", "is required with 'target_file'; deletions and diffs are sent as 'changes'");
        }
        return new Change(
                path(body.getString("target_file"), "target_file"),
                Change.Form.NEW_CODE,
                body.getString("new_code"),
                null,
                body.getString("original_code"));
    }

    private static List<Change> changes(JsonObject body) {
        for (String field : List.of("target_file", "new_code", "original_code")) {
            if (body.containsKey(field)) {
                throw Failure.invalid(field, "must be left out where 'changes' is given");
            }
        }
        JsonArray items = body.getJsonArray("changes");
        List<Change> changes = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            changes.add(change(items.getJsonObject(i), "changes[" + i + "]"));
        }
        return changes;
    }

    private static Change change(JsonObject item, String field) {
        List<String> forms = List.of("new_code", "delete", "diff").stream()
                .filter(item::containsKey)
                .toList();
        if (forms.size() != 1) {
            throw Failure.invalid(field, "must have exactly one of 'new_code', 'delete' and 'diff'");
        }
        return new Change(
                path(item.getString("target_file"), field + ".target_file"),
                switch (forms.get(0)) {
                    case "new_code" -> Change.Form.NEW_CODE;
                    case "delete" -> Change.Form.DELETE;
                    default -> Change.Form.DIFF;
                },
                item.getString("new_code"),
                item.getString("diff"),
                item.getString("original_code"));
    }

    private static WorkspacePath path(String value, String field) {
        try {
            return new WorkspacePath(value);
        } catch (WorkspacePath.InvalidPath e) {
            throw Failure.invalid(field, e.getMessage());
        }
    }

    private static void refuseRepeated(List<Change> changes) {
        Map<WorkspacePath, Integer> seen = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Integer before = seen.put(changes.get(i).target(), i);
            if (before != null) {
                throw Failure.invalid(
                        "changes[" + i + "].target_file", "must not be the target of changes[" + before + "] too");
            }
        }
    }

    static String plain(JsonObject body, String field, String fallback) {
        String text = body.getString(field, fallback);
        if (Text.hasControlCharacter(text)) {
            throw Failure.invalid(field, "must not contain control characters");
        }
        return text;
    }

    private static List<String> feedbackIds(JsonObject body) {
        return body.getJsonArray("feedback_ids", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }

    private static String fingerprint(Buffer raw) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
