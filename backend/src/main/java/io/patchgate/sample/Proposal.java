package io.patchgate.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One request as the sample agent sends it, the same at every start.
 *
 * @param key names it to the server, so that sending it again files nothing
 */
record Proposal(String key, JsonNode body) {
    private static final String FROM = "_from";

    static List<Proposal> all() throws IOException {
        var proposals = new ArrayList<Proposal>();
        for (JsonNode entry : Yaml.read(new Resource("sample-agent/requests.yaml"))) {
            proposals.add(new Proposal(entry.path("key").asText(), filled(entry.path("body"))));
        }
        return List.copyOf(proposals);
    }

    /** The same JSON, where each field that ends in {@code _from} has become the text of the resource it names. */
    private static JsonNode filled(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(filled(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (name.endsWith(FROM)) {
                String text = new Resource(field.getValue().asText()).text();
                object.put(name.substring(0, name.length() - FROM.length()), text);
            } else {
                object.set(name, filled(field.getValue()));
            }
        }
        return object;
    }
}
