package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.function.Function;

/**
 * Where routes put their handlers: by {@code operationId}, and nothing else. A handler runs after
 * authentication, the check of roles and the validation of parameters and body; it finds those in
 * {@link Caller} and {@link Input}. What it throws or fails with becomes a problem answer.
 */
public final class Operations {
    private final RouterBuilder builder;

    Operations(RouterBuilder builder) {
        this.builder = builder;
    }

    /** Serves an operation with a handler that has answered when its future succeeds. */
    void on(String operationId, Function<RoutingContext, Future<Void>> handler) {
        handle(operationId, ctx -> answer(handler, ctx).onFailure(cause -> Problems.fail(ctx, cause)));
    }

    /** Serves an operation with a handler that answers by itself. */
    void handle(String operationId, Handler<RoutingContext> handler) {
        OpenAPIRoute route = builder.getRoute(operationId);
        if (route == null) {
            throw new IllegalArgumentException("The contract has no operation " + operationId);
        }
        route.addHandler(handler);
    }

    private static Future<Void> answer(Function<RoutingContext, Future<Void>> handler, RoutingContext ctx) {
        try {
            return handler.apply(ctx);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
