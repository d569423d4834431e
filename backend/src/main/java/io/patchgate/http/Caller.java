package io.patchgate.http;

import io.patchgate.patch.Actor;
import io.vertx.ext.web.RoutingContext;

/** Who makes this call, as the authentication handler verified it. */
final class Caller {
    /** Where the authentication handler puts the {@link Actor}. */
    static final String KEY = "patchgate.actor";

    private Caller() {}

    static void set(RoutingContext ctx, Actor actor) {
        ctx.put(KEY, actor);
    }

    /** @throws IllegalStateException on an operation that needs no authentication: a defect of the contract */
    static Actor of(RoutingContext ctx) {
        Actor actor = ctx.get(KEY);
        if (actor == null) {
            throw new IllegalStateException("This operation has no authenticated caller");
        }
        return actor;
    }
}
