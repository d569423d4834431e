package io.patchgate.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What of an answer must be alike for what is allowed and what is denied. */
final class Shape {
    private Shape() {}

    /** Status, names of headers, names of fields and all that is not an id, a time or a path. */
    static Map<String, Object> of(Reply reply) {
        Map<String, Object> shape = new TreeMap<>();
        shape.put("status", reply.status());
        SortedSet<String> headers = new TreeSet<>(reply.headers().map().keySet());
        headers.remove("date");
        shape.put("headers", headers);
        shape.put("fields", fields(reply.json()));
        for (String same : List.of("status", "action", "message", "title", "detail", "reviewed_by", "view")) {
            shape.put("value of " + same, reply.json().path(same).toString());
        }
        shape.put("length of the id", reply.text("request_id").length());
        return shape;
    }

    static SortedSet<String> fields(JsonNode node) {
        SortedSet<String> fields = new TreeSet<>();
        node.properties().forEach(field -> {
            fields.add(field.getKey() + " " + field.getValue().getNodeType());
            field.getValue().forEach(inner -> fields.addAll(inner.isObject() ? fields(inner) : List.of()));
        });
        return fields;
    }
}
