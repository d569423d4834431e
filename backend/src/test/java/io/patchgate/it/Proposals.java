package io.patchgate.it;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bodies of submissions, to be changed by the test that wants another one. */
final class Proposals {
    private Proposals() {}

    static Map<String, Object> file(String path, String content) {
        Map<String, Object> body = base();
        body.put("target_file", path);
        body.put("new_code", content);
        return body;
    }

    static Map<String, Object> set(Object... changes) {
        Map<String, Object> body = base();
        body.put("changes", List.of(changes));
        return body;
    }

    static Map<String, Object> whole(String path, String content) {
        return Map.of("target_file", path, "new_code", content);
    }

    static Map<String, Object> diff(String path, String... lines) {
        String text = "--- a/" + path + "\n+++ b/" + path + "\n" + String.join("\n", Arrays.asList(lines)) + "\n";
        return Map.of("target_file", path, "diff", text);
    }

    static Map<String, Object> deletion(String path) {
        return Map.of("target_file", path, "delete", true);
    }

    private static Map<String, Object> base() {
        Map<String, Object> body = new HashMap<>();
        body.put("component", "learning_module");
        body.put("confidence", 0.75);
        body.put("reasoning", "The people who use it asked for it.");
        return body;
    }
}
