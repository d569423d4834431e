package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.Category;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of this house for the contract, beyond what a general linter checks. */
class OpenApiLintTest {
    private static final JsonObject contract = Contract.parse(Contract.document());

    private record Op(String where, JsonObject model) {}

    @Test
    void isAContractThatTheRouterServes() {
        Vertx vertx = Vertx.vertx();
        Contract loaded = Contract.load(vertx).await();
        assertThat(loaded.methods("/api/patch-requests")).containsExactly("GET", "POST");
        assertThat(loaded.methods("/api/patch-requests/pending")).containsExactly("GET");
        assertThat(loaded.methods("/api/nothing")).isEmpty();
        assertThat(loaded.published()).isEqualTo(Contract.document());
        vertx.close().await();
    }

    @Test
    void namesEveryOperationOnceAndSaysWhatItDoesAndForWhom() {
        List<String> ids = new ArrayList<>();
        for (Op op : operations()) {
            ids.add(op.model.getString("operationId"));
            assertThat(op.model.getString("summary")).as(op.where).isNotBlank();
            assertThat(op.model.getJsonArray("tags")).as(op.where).hasSize(1);
            assertThat(op.model.getJsonArray("security"))
                    .as(op.where + " security")
                    .isNotNull();
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }

    @Test
    void describesEveryErrorAsAProblem() {
        for (Op op : operations()) {
            JsonObject responses = op.model.getJsonObject("responses");
            for (String status : responses.fieldNames()) {
                if (status.compareTo("400") >= 0) {
                    JsonObject content =
                            resolve(responses.getJsonObject(status)).getJsonObject("content");
                    assertThat(content.fieldNames()).as(op.where + status).containsExactly("application/problem+json");
                }
            }
            assertThat(responses.fieldNames()).as(op.where).contains("500");
            if (!op.model.getJsonArray("security").isEmpty()) {
                assertThat(responses.fieldNames()).as(op.where).contains("401", "503");
            }
            if (op.model.containsKey("requestBody")) {
                assertThat(responses.fieldNames()).as(op.where).contains("400", "413", "415", "422");
            }
            if (op.model.containsKey("parameters")) {
                assertThat(responses.fieldNames()).as(op.where).contains("422");
            }
        }
    }

    @Test
    void boundsWhateverAStrangerSends() {
        for (Op op : operations()) {
            for (Object parameter : op.model.getJsonArray("parameters", new JsonArray())) {
                bounded(op.where, resolve((JsonObject) parameter).getJsonObject("schema"), new HashSet<>());
            }
            if (op.model.containsKey("requestBody")) {
                media(op.model.getJsonObject("requestBody"))
                        .forEach(media -> bounded(op.where, media.getJsonObject("schema"), new HashSet<>()));
            }
        }
    }

    @Test
    void givesExamplesThatFitTheirSchemas() {
        Vertx vertx = Vertx.vertx();
        JsonObject root = contract.copy();
        SchemaRepository repository = SchemaRepository.create(new JsonSchemaOptions()
                        .setBaseUri("app://")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic))
                .preloadMetaSchema(vertx.fileSystem());
        repository.dereference(JsonSchema.of(root));
        int[] checked = {0};
        for (Op op : operations()) {
            List<JsonObject> messages = new ArrayList<>();
            op.model.getJsonObject("responses").forEach(r -> messages.add(resolve((JsonObject) r.getValue())));
            if (op.model.containsKey("requestBody")) {
                messages.add(op.model.getJsonObject("requestBody"));
            }
            messages.stream().flatMap(m -> media(m).stream()).forEach(media -> {
                JsonObject examples = media.getJsonObject("examples");
                assertThat(examples).as(op.where + " examples").isNotNull();
                examples.forEach(example -> {
                    Object value = resolve((JsonObject) example.getValue()).getValue("value");
                    OutputUnit result = repository
                            .validator(JsonSchema.of(absolute(media.getJsonObject("schema"))))
                            .validate(value);
                    assertThat(SchemaErrors.of(result))
                            .as(op.where + " " + example.getKey())
                            .isEmpty();
                    checked[0]++;
                });
            });
        }
        assertThat(checked[0]).isGreaterThan(100);
        vertx.close().await();
    }

    @Test
    void defersToTheCodeForClosedSets() {
        assertThat(enumOf("PatchStatus")).isEqualTo(names(PatchStatus.values(), PatchStatus::name));
        assertThat(enumOf("Category")).isEqualTo(names(Category.values(), Category::id));
        assertThat(enumOf("Role")).isEqualTo(names(Role.values(), Role::id));
    }

    @Test
    void hasNoComponentThatNothingUses() {
        String text = contract.encode();
        Set<String> unused = new TreeSet<>();
        for (String kind : List.of("schemas", "responses", "parameters", "examples")) {
            for (String name :
                    contract.getJsonObject("components").getJsonObject(kind).fieldNames()) {
                if (!text.contains("\"#/components/" + kind + "/" + name + "\"")) {
                    unused.add(kind + "/" + name);
                }
            }
        }
        assertThat(unused).isEmpty();
    }

    private static void bounded(String where, JsonObject given, Set<JsonObject> seen) {
        JsonObject schema = resolve(given);
        if (!seen.add(given)) {
            return;
        }
        String at = where + " " + schema.encode();
        for (String group : List.of("oneOf", "anyOf", "allOf")) {
            schema.getJsonArray(group, new JsonArray()).forEach(s -> bounded(where, (JsonObject) s, seen));
        }
        switch (schema.getString("type", "")) {
            case "string" -> {
                assertThat(schema.containsKey("maxLength") || schema.containsKey("enum"))
                        .as(at)
                        .isTrue();
                if (schema.containsKey("pattern")) {
                    assertThat(schema.getString("pattern"))
                            .as(at)
                            .startsWith("^")
                            .endsWith("$");
                    Pattern.compile(schema.getString("pattern"));
                }
            }
            case "number", "integer" -> assertThat(schema.fieldNames()).as(at).contains("minimum", "maximum");
            case "array" -> {
                assertThat(schema.containsKey("maxItems")).as(at).isTrue();
                bounded(where, schema.getJsonObject("items"), seen);
            }
            case "object" -> {
                assertThat(schema.containsKey("additionalProperties")).as(at).isTrue();
                if (schema.getValue("additionalProperties").equals(true)) {
                    assertThat(schema.containsKey("maxProperties")).as(at).isTrue();
                }
                schema.getJsonObject("properties", new JsonObject())
                        .forEach(p -> bounded(where, (JsonObject) p.getValue(), seen));
            }
            case "boolean" -> {}
            default -> assertThat(schema.containsKey("oneOf")).as(at).isTrue();
        }
    }

    private static List<Op> operations() {
        List<Op> all = new ArrayList<>();
        contract.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .forEach(method -> all.add(
                                new Op(method.getKey() + " " + path.getKey() + " ", (JsonObject) method.getValue()))));
        assertThat(all).isNotEmpty();
        return all;
    }

    private static List<JsonObject> media(JsonObject message) {
        return message.getJsonObject("content", new JsonObject()).stream()
                .map(Map.Entry::getValue)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject resolve(JsonObject model) {
        String ref = model.getString("$ref");
        if (ref == null) {
            return model;
        }
        JsonObject at = contract;
        for (String step : ref.substring(2).split("/")) {
            at = at.getJsonObject(step);
        }
        return at;
    }

    /** A copy whose references lead to the whole document. */
    private static JsonObject absolute(JsonObject schema) {
        return new JsonObject(schema.encode().replace("\"#/components", "\"app:///#/components"));
    }

    private static Set<Object> enumOf(String schema) {
        return contract
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema)
                .getJsonArray("enum")
                .stream()
                .collect(Collectors.toSet());
    }

    private static <E> Set<Object> names(E[] values, Function<E, String> name) {
        return Arrays.stream(values).map(name).collect(Collectors.toSet());
    }
}
