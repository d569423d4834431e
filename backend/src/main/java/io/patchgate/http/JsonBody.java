package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the body of a call whose request is paused, up to a limit, and makes JSON of it. A body over
 * the limit is answered at once; what the caller still sends is thrown away, so that the connection
 * stays usable, up to as much again, and then the connection is closed.
 */
final class JsonBody {
    /** Larger ones are read on a worker thread, so that an event loop is never busy for long. */
    static final int LARGE = 64 * 1024;

    private static final String CONTINUED = "patchgate.continued";

    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final Vertx vertx;
    private final long limit;

    JsonBody(Vertx vertx, long limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /** Must run before anything that waits, or the body is lost. */
    static void hold(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        request.pause();
        // Whatever the answer is, the rest of the body must leave the connection.
        ctx.addEndHandler(ended -> request.resume());
        if (asksToContinue(request)) {
            // A caller that was never told to go on may send the body or not: nobody can tell what comes next.
            ctx.addHeadersEndHandler(head -> {
                if (ctx.get(CONTINUED) == null) {
                    ctx.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
            ctx.addEndHandler(ended -> {
                if (ctx.get(CONTINUED) == null) {
                    request.connection().close();
                }
            });
        }
    }

    /** Null when there is none. Fails with a {@link Refusal}. */
    Future<Buffer> read(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (!chunked && (announced == null || announced.equals("0"))) {
            return Future.succeededFuture();
        }
        String refused = refusedType(request);
        if (refused != null) {
            return Future.failedFuture(Refusal.notSupported(refused));
        }
        if (announced != null && longer(announced)) {
            new Intake(request).drain();
            return Future.failedFuture(Refusal.tooLarge(limit));
        }
        if (asksToContinue(request)) {
            ctx.put(CONTINUED, true);
            ctx.response().writeContinue();
        }
        return new Intake(request).start();
    }

    /** Fails with a {@link Refusal} or an {@code INVALID} {@link io.patchgate.bus.Failure}. */
    <T> Future<T> parse(Buffer body, Function<Object, T> then) {
        if (body.length() > LARGE) {
            return vertx.executeBlocking(() -> then.apply(StrictJson.read(body)), false);
        }
        try {
            return Future.succeededFuture(then.apply(StrictJson.read(body)));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private boolean longer(String announced) {
        try {
            return Long.parseLong(announced) > limit;
        } catch (NumberFormatException e) {
            return true; // digits that do not fit a long
        }
    }

    private static String refusedType(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !JSON.matcher(type.trim()).matches()) {
            return "Send the body as application/json in UTF-8.";
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return encoding == null || encoding.equalsIgnoreCase("identity") ? null : "Send the body uncompressed.";
    }

    private static boolean asksToContinue(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        return expect != null && expect.toLowerCase(Locale.ROOT).equals("100-continue");
    }

    /** One body on its way in. */
    private final class Intake {
        private final HttpServerRequest request;
        private final Promise<Buffer> whole = Promise.promise();
        private Buffer body = Buffer.buffer();
        private long drained;

        Intake(HttpServerRequest request) {
            this.request = request;
        }

        Future<Buffer> start() {
            request.handler(this::take);
            request.endHandler(end -> whole.tryComplete(body));
            request.exceptionHandler(e -> whole.tryFail(Refusal.notJson("The body ended early.")));
            request.resume();
            return whole.future();
        }

        void drain() {
            request.handler(this::discard);
            request.exceptionHandler(e -> {});
            request.resume();
        }

        private void take(Buffer chunk) {
            body.appendBuffer(chunk);
            if (body.length() > limit) {
                drained = body.length();
                body = null;
                drain();
                whole.tryFail(Refusal.tooLarge(limit));
            }
        }

        private void discard(Buffer chunk) {
            drained += chunk.length();
            if (drained > 2 * limit) {
                request.connection().close();
            }
        }
    }
}
