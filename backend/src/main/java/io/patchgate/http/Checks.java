package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import java.util.Map;

/**
 * What every call goes through before its handler, in this order: who it is, whether they may, the
 * parameters, the body. Nothing of the body is read for a caller who may not make the call.
 */
final class Checks {
    private final Contract contract;
    private final Handler<RoutingContext> authentication;
    private final JsonBody bodies;

    /** @param authentication puts a {@link Caller} and goes on, or answers with a problem */
    Checks(Contract contract, Handler<RoutingContext> authentication, JsonBody bodies) {
        this.contract = contract;
        this.authentication = authentication;
        this.bodies = bodies;
    }

    void install(OpenAPIRoute route) {
        OperationRules rules = contract.rules(route.getOperation().getOperationId());
        // Roles and validation are ours: see Roles, ParameterRule and StrictJson for what the router's would miss.
        route.setDoSecurity(false).setDoValidation(false);
        if (rules.takesBody()) {
            route.addHandler(ctx -> {
                JsonBody.hold(ctx);
                ctx.next();
            });
        }
        if (!rules.roles().open()) {
            route.addHandler(authentication::handle);
        }
        route.addHandler(ctx -> check(ctx, rules)
                .onSuccess(input -> {
                    input.put(ctx);
                    ctx.next();
                })
                .onFailure(cause -> Problems.fail(ctx, cause)));
    }

    private Future<Input> check(RoutingContext ctx, OperationRules rules) {
        try {
            if (!rules.roles().open()) {
                rules.roles().check(Caller.of(ctx));
            }
            Map<String, Object> parameters = rules.read(ctx);
            return rules.takesBody()
                    ? bodies.read(ctx).compose(body -> input(parameters, body, rules))
                    : Future.succeededFuture(new Input(parameters, null, null));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Input> input(Map<String, Object> parameters, Buffer body, OperationRules rules) {
        if (body == null || body.length() == 0) {
            return rules.bodyRequired()
                    ? Future.failedFuture(Refusal.notJson("The body is empty."))
                    : Future.succeededFuture(new Input(parameters, null, null));
        }
        return bodies.parse(body, json -> {
            rules.check(json);
            return new Input(parameters, json, body);
        });
    }
}
