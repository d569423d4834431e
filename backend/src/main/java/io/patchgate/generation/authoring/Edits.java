package io.patchgate.generation.authoring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model answered, read strictly: one JSON object with a summary, and edits that each say which text of a file
 * becomes which, or whole files. Around the object only a code fence and a leading train of thought are passed over.
 *
 * @param summary in the model's words
 */
record Edits(String summary, List<Edit> edits) {
    private static final int MAX_EDITS = 100;
    private static final Pattern THOUGHT = Pattern.compile("\\A\\s*<think>.*?</think>", Pattern.DOTALL);
    private static final Pattern FENCED =
            Pattern.compile("\\A\\s*```(?:json)?[ \\t]*\\r?\\n(.*)\\r?\\n```\\s*\\z", Pattern.DOTALL);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(10).build());
    }

    /** @param search null where the whole file becomes {@code replacement} */
    record Edit(String file, String search, String replacement) {}

    /** The form that is asked for, as a JSON schema. */
    static JsonObject schema() {
        return object(Map.of(
                "summary",
                text(),
                "edits",
                array(object(Map.of("file", text(), "search", text(), "replace", text()))),
                "files",
                array(object(Map.of("file", text(), "content", text())))));
    }

    private static JsonObject text() {
        return new JsonObject().put("type", "string");
    }

    private static JsonObject array(JsonObject of) {
        return new JsonObject().put("type", "array").put("items", of);
    }

    private static JsonObject object(Map<String, JsonObject> fields) {
        List<String> names = fields.keySet().stream().sorted().toList();
        JsonObject properties = new JsonObject();
        names.forEach(name -> properties.put(name, fields.get(name)));
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", new JsonArray(names))
                .put("additionalProperties", false);
    }

    /** @throws Unfit where it is not of that form */
    static Edits parse(String answer) throws Unfit {
        JsonNode root = json(answer);
        require(root.isObject(), "The answer must be one JSON object.");
        fields(root, Set.of("summary", "edits", "files"), "The answer");
        String summary = root.has("summary") ? string(root, "summary", "The answer") : "";
        List<Edit> edits = new ArrayList<>();
        for (JsonNode edit : list(root, "edits")) {
            fields(edit, Set.of("file", "search", "replace"), "An edit");
            String search = string(edit, "search", "An edit");
            require(!search.isEmpty(), "An edit's \"search\" must not be empty.");
            edits.add(new Edit(string(edit, "file", "An edit"), search, string(edit, "replace", "An edit")));
        }
        for (JsonNode file : list(root, "files")) {
            fields(file, Set.of("file", "content"), "A file");
            edits.add(new Edit(string(file, "file", "A file"), null, string(file, "content", "A file")));
        }
        require(edits.size() <= MAX_EDITS, "There must be at most " + MAX_EDITS + " edits.");
        return new Edits(summary, List.copyOf(edits));
    }

    private static JsonNode json(String answer) throws Unfit {
        String text = THOUGHT.matcher(answer).replaceFirst("");
        Matcher fenced = FENCED.matcher(text);
        try {
            return JSON.readTree(fenced.matches() ? fenced.group(1) : text);
        } catch (JacksonException e) {
            throw new Unfit("The answer is not JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ". Answer with the JSON object alone.");
        }
    }

    private static Iterable<JsonNode> list(JsonNode node, String field) throws Unfit {
        JsonNode list = node.get(field);
        if (list == null) {
            return List.of();
        }
        require(list.isArray(), "\"" + field + "\" must be a list.");
        for (JsonNode element : list) {
            require(element.isObject(), "\"" + field + "\" must be a list of objects.");
        }
        return list;
    }

    private static String string(JsonNode node, String field, String what) throws Unfit {
        JsonNode value = node.get(field);
        require(value != null && value.isTextual(), what + " needs a text \"" + field + "\".");
        return value.asText();
    }

    private static void fields(JsonNode node, Set<String> known, String what) throws Unfit {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            require(known.contains(field.getKey()), what + " may have no other fields than " + known + ".");
        }
    }

    private static void require(boolean held, String sentence) throws Unfit {
        if (!held) {
            throw new Unfit(sentence);
        }
    }
}
