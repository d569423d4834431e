package io.patchgate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.UUID;

/**
 * What came with a call, after the contract's validation: parameters by name, with the contract's
 * defaults, and the body.
 *
 * @param parameters absent ones without a default are not in it; integers are {@code Long}
 * @param body a {@link JsonObject}, a {@link JsonArray}, or null where none was sent
 * @param raw the bytes of the body as they came, or null
 */
record Input(Map<String, Object> parameters, Object body, Buffer raw) {
    private static final String KEY = "patchgate.input";

    static Input of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    void put(RoutingContext ctx) {
        ctx.put(KEY, this);
    }

    /** The body, of an operation whose contract asks for an object; empty where it is optional and absent. */
    JsonObject object() {
        return body == null ? new JsonObject() : (JsonObject) body;
    }

    /** Null when absent. */
    String string(String parameter) {
        return (String) parameters.get(parameter);
    }

    /** Of a parameter that is required or has a default. */
    int integer(String parameter) {
        return Math.toIntExact((Long) parameters.get(parameter));
    }

    /** Null when absent. */
    Long whole(String parameter) {
        return (Long) parameters.get(parameter);
    }

    /** Of a required parameter whose pattern the contract holds. */
    UUID uuid(String parameter) {
        return UUID.fromString(string(parameter));
    }
}
