package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void readsEveryKindOfValue() {
        JsonObject read = (JsonObject) StrictJson.read(Buffer.buffer("""
                {"text":"é😀\\n\\u00e9\\ud83d\\ude00","whole":-12,"long":9007199254740993,"huge":123456789012345678901234567890,
                 "real":0.25,"yes":true,"no":false,"none":null,"list":[1,[2],{}],"":"empty key"}"""));
        assertThat(read.getString("text")).isEqualTo("é😀\né😀");
        assertThat(read.getValue("whole")).isEqualTo(-12L);
        assertThat(read.getValue("long")).isEqualTo(9007199254740993L);
        assertThat(read.getValue("huge")).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(read.getValue("real")).isEqualTo(0.25);
        assertThat(read.getValue("none")).isNull();
        assertThat(read.containsKey("none")).isTrue();
        assertThat(read.getJsonArray("list").getValue(1)).isEqualTo(new JsonArray().add(2L));
        assertThat(read.fieldNames())
                .containsExactly("text", "whole", "long", "huge", "real", "yes", "no", "none", "list", "");
    }

    @Test
    void takesTheDeepestNestingThatIsAllowedAndNothingDeeper() {
        int depth = StrictJson.MAX_DEPTH;
        assertThat(StrictJson.read(Buffer.buffer("[".repeat(depth) + "]".repeat(depth))))
                .isInstanceOf(JsonArray.class);
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer("[".repeat(depth + 1) + "]".repeat(depth + 1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("64");
        assertThatThrownBy(
                        () -> StrictJson.read(Buffer.buffer("{\"a\":".repeat(depth + 1) + "1" + "}".repeat(depth + 1))))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{]",
                "[1,]",
                "{\"a\" 1}",
                "nul",
                "01",
                "+1",
                "1 2",
                "[1]]",
                "'a'",
                "\"\t\"",
                "\"\\x\"",
                "\u00a0{}"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer(text))).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":NaN}|a",
                "{\"a\":[{\"b\":1e999}]}|a[0].b",
                "[1,-Infinity]|body[1]",
                "{\"a\":{\"b\":\"\\u0000\"}}|a.b",
                "{\"a\":[\"\\udfff\"]}|a[0]",
                "{\"a\":{\"\\u0000\":1}}|a",
                "{\"a\":{\"\\ud800x\":1}}|a",
                "\"\\ud800\"|body",
            })
    void namesTheFieldOfAValueThatCannotBeStored(String text, String field) {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer(text)))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.errors().get(0).field()).isEqualTo(field));
    }

    @Test
    void namesADuplicateKeyByItsPath() {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer("{\"a\":[{\"b\":1,\"c\":{},\"b\":2}]}")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'a[0].b'");
    }

    @Test
    void agreesWithVertxOnWhateverBothTake() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            JsonObject made = object(random, 4);
            assertThat(((JsonObject) StrictJson.read(Buffer.buffer(made.encode()))).encode())
                    .as("seed " + seed)
                    .isEqualTo(made.encode());
        }
    }

    /** Mutated bytes may be refused in either way, but never break the reader. */
    @Test
    void neverFailsInAnyOtherWay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = object(random, 3).encode().getBytes(StandardCharsets.UTF_8);
            for (int k = 0; k <= random.nextInt(3); k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                StrictJson.read(Buffer.buffer(bytes));
            } catch (Refusal | Failure refused) {
                assertThat(refused.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
    }

    private static JsonObject object(Random random, int depth) {
        Map<String, Object> members = new TreeMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            members.put("k" + random.nextInt(100), value(random, depth));
        }
        return new JsonObject(members);
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextGaussian();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> "é😀\"\\\n" + random.nextInt();
            case 5 -> object(random, depth - 1);
            default -> new JsonArray().add(value(random, depth - 1)).add(value(random, depth - 1));
        };
    }
}
