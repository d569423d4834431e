package io.patchgate.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;

/** Reads what the agent sends from YAML, in which a reasoning of several lines can be read by a person. */
final class Yaml {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    static JsonNode read(Resource resource) throws IOException {
        return MAPPER.readTree(resource.bytes());
    }
}
