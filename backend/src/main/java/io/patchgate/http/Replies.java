package io.patchgate.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers that are not errors. JSON is written straight to bytes, with no tree between. */
final class Replies {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Replies() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static Buffer encode(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no input or output on an array
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    static Future<Void> json(RoutingContext ctx, int status, Writing writing) {
        return json(ctx, status, encode(writing));
    }

    /** Succeeds also when the caller has gone: there is nobody left to tell. */
    static Future<Void> json(RoutingContext ctx, int status, Buffer body) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) {
            return Future.succeededFuture();
        }
        return response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body)
                .otherwiseEmpty();
    }

    static Future<Void> noContent(RoutingContext ctx) {
        return ctx.response().setStatusCode(204).end().otherwiseEmpty();
    }
}
