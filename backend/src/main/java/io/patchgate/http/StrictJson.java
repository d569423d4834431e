package io.patchgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.patchgate.bus.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a body in one pass, and takes only JSON of which every reader makes the same: valid UTF-8
 * without a byte order mark, one value, no key twice, nothing deeper than {@value #MAX_DEPTH}. What
 * PostgreSQL cannot hold (NUL, lone surrogates, numbers that are not finite) is refused by the name
 * of its field. Time and memory are in proportion to the body.
 *
 * <p>Whether the value fits the contract is looked at afterwards.
 */
final class StrictJson {
    static final int MAX_DEPTH = 64;

    /** An empty array is two bytes in a body and fifty in memory. */
    static final int MAX_VALUES = 250_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // so that NaN can be refused by its field
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // keys of strangers are not worth keeping
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(50_000)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private final JsonParser parser;
    private final FieldPath path = new FieldPath();
    private int values;

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * A {@link JsonObject}, a {@link JsonArray} or a simple value.
     *
     * @throws Refusal 400, when it is not JSON in this sense
     * @throws Failure {@code INVALID}, with the field, for values that cannot be stored
     */
    static Object read(Buffer body) {
        CharBuffer text = decode(body.getBytes());
        try (JsonParser parser = FACTORY.createParser(text.array(), 0, text.limit())) {
            return new StrictJson(parser).document();
        } catch (StreamConstraintsException e) {
            throw Refusal.notJson("The body has a number, a key or a nesting that is too long.");
        } catch (JsonProcessingException e) {
            throw Refusal.notJson("The body is not valid JSON (line %d, column %d)."
                    .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no input or output on an array
        }
    }

    private static CharBuffer decode(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw Refusal.notJson("The body must not begin with a byte order mark.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw Refusal.notJson("The body is not valid UTF-8.");
        }
    }

    private Object document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw Refusal.notJson("The body is empty.");
        }
        Object value = value(first, 1);
        if (parser.nextToken() != null) {
            throw Refusal.notJson("The body has more than one JSON value.");
        }
        return value;
    }

    private Object value(JsonToken token, int depth) throws IOException {
        if (++values > MAX_VALUES) {
            throw Refusal.notJson("The body has more than " + MAX_VALUES + " values.");
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw Refusal.notJson("The body is not valid JSON.");
        };
    }

    private JsonObject object(int depth) throws IOException {
        refuseBelow(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        for (JsonToken token = member(); token != JsonToken.END_OBJECT; token = member()) {
            String key = storable(parser.currentName(), "must not have a key with");
            if (members.containsKey(key)) {
                throw Refusal.notJson("The body has the key '" + path.with(key) + "' twice.");
            }
            path.enter(key);
            members.put(key, value(parser.nextToken(), depth + 1));
            path.leave();
        }
        return new JsonObject(members);
    }

    /** The next key, or the end. The parser takes lone surrogates for broken JSON in keys, but not in values. */
    private JsonToken member() throws IOException {
        try {
            return parser.nextToken();
        } catch (JsonParseException e) {
            if (e.getOriginalMessage().contains("surrogate")) {
                throw Failure.invalid(path.toString(), "must not have a key with a lone surrogate");
            }
            throw e;
        }
    }

    private JsonArray array(int depth) throws IOException {
        refuseBelow(depth);
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            path.enter(items.size());
            items.add(value(token, depth + 1));
            path.leave();
        }
        return new JsonArray(items);
    }

    private static void refuseBelow(int depth) {
        if (depth > MAX_DEPTH) {
            throw Refusal.notJson("The body is nested deeper than " + MAX_DEPTH + " levels.");
        }
    }

    private Number number(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            Number whole = parser.getNumberValue();
            if (whole instanceof Integer || whole instanceof Long) {
                return whole.longValue();
            }
            finite(whole.doubleValue());
            return whole;
        }
        return finite(parser.getDoubleValue());
    }

    private double finite(double number) {
        if (!Double.isFinite(number)) {
            throw Failure.invalid(path.toString(), "must be a finite number");
        }
        return number;
    }

    private String string(String text) {
        return storable(text, "must not contain");
    }

    private String storable(String text, String rule) {
        String broken = Text.unstorable(text);
        if (broken != null) {
            throw Failure.invalid(path.toString(), rule + " " + broken);
        }
        return text;
    }
}
