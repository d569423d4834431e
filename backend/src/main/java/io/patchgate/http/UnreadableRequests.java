package io.patchgate.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * Answers what is not HTTP or has too large a head. Where the next request begins cannot be known
 * then, so that the connection ends with the answer.
 */
final class UnreadableRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpHeaderException) {
            end(request, 431, "Headers too large");
        } else if (cause instanceof TooLongHttpLineException) {
            end(request, 414, "Address too long");
        } else {
            end(request, 400, "Malformed request");
        }
    }

    private static void end(HttpServerRequest request, int status, String title) {
        JsonObject problem =
                new JsonObject().put("type", "about:blank").put("title", title).put("status", status);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(problem.toBuffer())
                .onComplete(ended -> request.connection().close());
    }
}
