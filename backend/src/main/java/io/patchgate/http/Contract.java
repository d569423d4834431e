package io.patchgate.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contract that is published at {@code /openapi.yaml}, and the same contract as the router
 * understands it. Loaded once; all instances share it.
 *
 * <p>vertx-openapi refuses a response with {@code application/problem+json} content and a relative
 * server. The router needs neither, so both are taken out of its copy and stay in the published one.
 * Every operation must say who may call it, or the contract is not loaded.
 */
public final class Contract {
    private static final String RESOURCE = "openapi.yaml";

    private final Buffer document;
    private final OpenAPIContract openApi;
    private final Map<String, OperationRules> rules = new LinkedHashMap<>();

    private Contract(Buffer document, Map<String, Roles> roles, OpenAPIContract openApi) {
        this.document = document;
        this.openApi = openApi;
        openApi.operations().forEach(operation -> {
            String id = operation.getOperationId();
            rules.put(id, OperationRules.of(operation, roles.get(id), openApi.getSchemaRepository()));
        });
    }

    /** Fails when the document is not a contract that the router can serve. */
    public static Future<Contract> load(Vertx vertx) {
        Buffer document = document();
        Map<String, Roles> roles = new HashMap<>();
        return vertx.executeBlocking(() -> adapted(parse(document), roles))
                .compose(adapted -> OpenAPIContract.from(vertx, adapted))
                .map(openApi -> new Contract(document, roles, openApi));
    }

    /** The document as published. */
    Buffer published() {
        return document;
    }

    OpenAPIContract openApi() {
        return openApi;
    }

    OperationRules rules(String operationId) {
        return rules.get(operationId);
    }

    /** The methods that a path answers; empty for a path that the contract does not know. */
    List<String> methods(String path) {
        var known = openApi.findPath(path);
        return known == null
                ? List.of()
                : known.getOperations().stream()
                        .map(Operation::getHttpMethod)
                        .map(Object::toString)
                        .sorted()
                        .toList();
    }

    static Buffer document() {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static JsonObject parse(Buffer document) {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        try {
            return new JsonObject(yaml.readValue(document.getBytes(), Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the contract, and puts each operation's roles by its id. */
    private static JsonObject adapted(JsonObject contract, Map<String, Roles> roles) {
        Map<String, Object> components = map(contract.getValue("components"));
        components.remove("responses");
        components.remove("examples");
        contract.put("servers", new JsonArray().add(new JsonObject().put("url", "http://localhost")));
        map(contract.getValue("paths"))
                .values()
                .forEach(path -> map(path).values().forEach(operation -> adaptOperation(map(operation), roles)));
        return contract;
    }

    private static void adaptOperation(Map<String, Object> operation, Map<String, Roles> roles) {
        // The router would put an authentication chain of its own in front wherever it sees alternatives.
        Object security = operation.remove("security");
        roles.put((String) operation.get("operationId"), Roles.of((List<?>) security));
        map(operation.get("responses"))
                .replaceAll((status, response) -> new LinkedHashMap<>(Map.of("description", status)));
        if (operation.get("requestBody") != null) {
            Map<String, Object> content = map(map(operation.get("requestBody")).get("content"));
            content.values().forEach(media -> map(media).remove("examples"));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object json) {
        return json instanceof JsonObject object ? object.getMap() : (Map<String, Object>) json;
    }
}
