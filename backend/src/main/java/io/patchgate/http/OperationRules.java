package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Failure.FieldError;
import io.patchgate.bus.FailureKind;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the contract says about one operation, made ready to be applied to calls.
 *
 * @param body null where the operation takes none
 */
record OperationRules(Roles roles, List<ParameterRule> parameters, Validator body, boolean bodyRequired) {

    static OperationRules of(Operation operation, Roles roles, SchemaRepository schemas) {
        var body = operation.getRequestBody();
        return new OperationRules(
                roles,
                operation.getParameters().stream()
                        .map(parameter -> ParameterRule.of(parameter, schemas))
                        .toList(),
                body == null
                        ? null
                        : schemas.validator(
                                body.getContent().get("application/json").getSchema()),
                body != null && body.isRequired());
    }

    boolean takesBody() {
        return body != null;
    }

    /**
     * The parameters of a call by name.
     *
     * @throws Failure {@code INVALID}, naming every parameter that is wrong or not known
     */
    Map<String, Object> read(RoutingContext ctx) {
        Map<String, Object> values = new HashMap<>();
        List<FieldError> errors = new ArrayList<>();
        for (ParameterRule parameter : parameters) {
            try {
                Object value = parameter.read(ctx);
                if (value != null) {
                    values.put(parameter.name(), value);
                }
            } catch (Failure e) {
                errors.addAll(e.errors());
            }
        }
        for (String name : ctx.queryParams().names()) {
            if (parameters.stream()
                    .noneMatch(p -> p.in() == Location.QUERY && p.name().equals(name))) {
                errors.add(new FieldError(Text.shortened(name, 100), "is not a parameter of this call"));
            }
        }
        refuse(errors);
        return values;
    }

    /** @throws Failure {@code INVALID}, naming every field that is wrong */
    void check(Object json) {
        refuse(SchemaErrors.of(body.validate(json)));
    }

    private static void refuse(List<FieldError> errors) {
        if (errors.size() == 1) {
            throw Failure.invalid(errors.get(0).field(), errors.get(0).message());
        }
        if (!errors.isEmpty()) {
            throw new Failure(FailureKind.INVALID, errors.size() + " fields do not fit; see errors.", errors);
        }
    }
}
