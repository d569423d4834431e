package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The router that the contract makes: its operations, each with its checks, and an answer for all else. */
final class Api {
    private static final List<Integer> ROUTER_FAILURES = List.of(400, 401, 403, 404, 405, 406, 413, 415, 500);

    private final Contract contract;
    private final RouterBuilder builder;
    private final Map<String, Integer> handlersBefore = new TreeMap<>();

    /** @param peer runs before everything else */
    Api(Vertx vertx, Contract contract, Handler<RoutingContext> peer, Checks checks) {
        this.contract = contract;
        builder = RouterBuilder.create(vertx, contract.openApi());
        builder.rootHandler(peer);
        builder.rootHandler(new SecurityHeaders());
        builder.getRoutes().forEach(route -> {
            checks.install(route);
            handlersBefore.put(
                    route.getOperation().getOperationId(), route.getHandlers().size());
        });
        mount(operations -> operations.on("getContract", this::getContract));
    }

    void mount(Consumer<Operations> routes) {
        routes.accept(new Operations(builder));
    }

    /**
     * @param page answers every path that is not of the API
     * @throws IllegalStateException when an operation of the contract has no handler
     */
    Router router(Handler<RoutingContext> page) {
        List<String> missing = builder.getRoutes().stream()
                .filter(route -> route.getHandlers().size() == handlersBefore.get(id(route)))
                .map(Api::id)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("No route serves " + missing);
        }
        Router router = builder.createRouter();
        router.route().handler(ctx -> unmatched(ctx, page));
        ROUTER_FAILURES.forEach(status -> router.errorHandler(status, ctx -> Problems.fail(ctx, ctx.failure())));
        return router;
    }

    private void unmatched(RoutingContext ctx, Handler<RoutingContext> page) {
        String path = ctx.normalizedPath();
        List<String> methods = contract.methods(path);
        if (!methods.isEmpty()) {
            Problems.notAllowed(ctx, methods);
        } else if (path.equals("/api") || path.startsWith("/api/")) {
            Problems.refuse(ctx, 404);
        } else {
            page.handle(ctx);
        }
    }

    private Future<Void> getContract(RoutingContext ctx) {
        return ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(contract.published())
                .otherwiseEmpty();
    }

    private static String id(OpenAPIRoute route) {
        return route.getOperation().getOperationId();
    }
}
