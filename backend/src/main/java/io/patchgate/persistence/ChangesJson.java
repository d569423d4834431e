package io.patchgate.persistence;

import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The form in which {@code submissions.changes} keeps a change set. */
final class ChangesJson {
    private ChangesJson() {}

    static String encode(List<Change> changes) {
        JsonArray array = new JsonArray();
        for (Change change : changes) {
            JsonObject object = new JsonObject()
                    .put("target_file", change.target().value())
                    .put("form", change.form().name());
            putIfPresent(object, "new_code", change.newCode());
            putIfPresent(object, "diff", change.diff());
            putIfPresent(object, "original_code", change.originalCode());
            if (change.encoding() != Encoding.UTF_8) {
                object.put("encoding", change.encoding().id());
            }
            if (change.mode() >= 0) {
                object.put("mode", change.mode());
            }
            array.add(object);
        }
        return array.encode();
    }

    static List<Change> decode(String text) {
        List<Change> changes = new ArrayList<>();
        for (Object element : new JsonArray(text)) {
            JsonObject object = (JsonObject) element;
            changes.add(new Change(
                    new WorkspacePath(object.getString("target_file")),
                    Change.Form.valueOf(object.getString("form")),
                    object.getString("new_code"),
                    object.getString("diff"),
                    object.getString("original_code"),
                    Encoding.named(object.getString("encoding", Encoding.UTF_8.id())),
                    object.getInteger("mode", -1)));
        }
        return changes;
    }

    private static void putIfPresent(JsonObject object, String key, String value) {
        if (value != null) {
            object.put(key, value);
        }
    }
}
