package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Failure.FieldError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One parameter of an operation. vertx-openapi's own reading decodes query values and headers a
 * second time (so that {@code 100%25} fails and {@code a%2Bb} changes), takes the first of several
 * values, and takes whole numbers for whatever JSON makes of them; hence this one.
 *
 * @param expected what the contract says for people where the schema alone would not tell, or null
 */
record ParameterRule(
        String name,
        Location in,
        boolean required,
        boolean integer,
        Object fallback,
        String expected,
        Validator validator) {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    static ParameterRule of(Parameter parameter, SchemaRepository schemas) {
        JsonSchema schema = parameter.getSchema();
        Object fallback = schema.get("default");
        return new ParameterRule(
                parameter.getName(),
                parameter.getIn(),
                parameter.isRequired(),
                "integer".equals(schema.get("type")),
                fallback instanceof Number number ? (Object) number.longValue() : fallback,
                schema.get("x-expected"),
                schemas.validator(schema));
    }

    /**
     * The value of this call, or the default, or null.
     *
     * @throws Failure {@code INVALID}, naming the parameter
     */
    Object read(RoutingContext ctx) {
        String text = text(ctx);
        if (text == null) {
            if (required) {
                throw Failure.invalid(name, "is required");
            }
            return fallback;
        }
        if (Text.unstorable(text) != null) {
            throw Failure.invalid(name, "must not contain " + Text.unstorable(text));
        }
        Object value = integer ? whole(text) : text;
        List<FieldError> errors = SchemaErrors.of(validator.validate(value));
        if (!errors.isEmpty()) {
            throw Failure.invalid(name, expected == null ? errors.get(0).message() : expected);
        }
        return value;
    }

    private String text(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        return switch (in) {
            case PATH -> ctx.pathParam(name);
            case QUERY -> single(ctx.queryParam(name));
            case HEADER -> single(request.headers().getAll(name));
            case COOKIE -> throw new IllegalStateException("The contract has no cookie parameters");
        };
    }

    private String single(List<String> values) {
        if (values.size() > 1) {
            throw Failure.invalid(name, "must be given once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private Long whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw Failure.invalid(name, "must be a whole number" + (expected == null ? "" : "; it " + expected));
        }
        return Long.valueOf(text);
    }
}
