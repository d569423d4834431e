package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** The answer to every act on a request: {@code {success, message, request_id, action}}. */
final class Outcomes {
    private Outcomes() {}

    static Future<Void> send(RoutingContext ctx, boolean success, String message, UUID requestId, String action) {
        return Replies.json(ctx, 200, json -> {
            json.writeStartObject();
            json.writeBooleanField("success", success);
            json.writeStringField("message", message);
            json.writeStringField("request_id", requestId.toString());
            json.writeStringField("action", action);
            json.writeEndObject();
        });
    }

    /** The same for a request that there is not and for one that the caller may not see. */
    static Failure unknown() {
        return new Failure(FailureKind.NOT_FOUND, "There is no such patch request.");
    }
}
