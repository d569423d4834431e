package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Failure.FieldError;
import io.patchgate.bus.FailureKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error answer, as RFC 9457 problem details. What is not a {@link Failure} or a refusal of the
 * router is a defect: it is logged under a correlation id, and the answer holds that id alone.
 */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "1";

    /** More would only repeat what is wrong with an array of hostile items. */
    static final int MAX_FIELD_ERRORS = 20;

    private Problems() {}

    /** The one table from kinds of failure to HTTP. */
    enum Answer {
        INVALID(422, "Invalid request"),
        NOT_FOUND(404, "Not found"),
        FORBIDDEN(403, "Not permitted"),
        CONFLICT(409, "Conflict"),
        QUOTA(429, "Too many requests"),
        OVERLOADED(503, "Overloaded"),
        UNAVAILABLE(503, "Unavailable"),
        TIMED_OUT(503, "No answer in time"),
        INTERNAL(500, "Internal error");

        final int status;
        final String title;

        Answer(int status, String title) {
            this.status = status;
            this.title = title;
        }

        static Answer of(FailureKind kind) {
            return valueOf(kind.name());
        }
    }

    static void fail(RoutingContext ctx, Failure failure) {
        Answer answer = Answer.of(failure.kind());
        if (answer == Answer.INTERNAL) {
            defect(ctx, failure);
            return;
        }
        // A command that timed out may have succeeded: asking again at once would only add to the load.
        if (answer == Answer.OVERLOADED || answer == Answer.UNAVAILABLE) {
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        send(ctx, answer.status, answer.title, failure.getMessage(), failure.errors());
    }

    /** Answers whatever went wrong; never with more than the asker may know. */
    static void fail(RoutingContext ctx, Throwable cause) {
        if (cause instanceof Failure failure) {
            fail(ctx, failure);
        } else if (cause instanceof Refusal refusal) {
            send(ctx, refusal.status(), refusal.title(), refusal.getMessage(), List.of());
        } else if (cause instanceof HttpException refused && refused.getStatusCode() < 500) {
            refuse(ctx, refused.getStatusCode());
        } else if (cause != null) {
            defect(ctx, cause);
        } else {
            refuse(ctx, ctx.statusCode());
        }
    }

    /** A refusal of the router itself, in the words of its status. */
    static void refuse(RoutingContext ctx, int status) {
        switch (status) {
            case 400 -> send(ctx, 400, "Malformed request", "The request cannot be read.", List.of());
            case 401 -> send(ctx, 401, "Not signed in", "Send a valid token.", List.of());
            case 403 -> send(ctx, 403, "Not permitted", "This is not permitted.", List.of());
            case 404 -> send(ctx, 404, "Not found", "There is no such resource.", List.of());
            case 413 -> send(ctx, 413, "Body too large", "The body is over the limit.", List.of());
            case 415 -> send(ctx, 415, "Unsupported media type", "Send the body as application/json.", List.of());
            default -> {
                if (status >= 400 && status < 500) {
                    send(ctx, status, "Request refused", "The request was refused.", List.of());
                } else {
                    defect(ctx, new IllegalStateException("The router failed with status " + status));
                }
            }
        }
    }

    static void notAllowed(RoutingContext ctx, List<String> methods) {
        String allowed = String.join(", ", methods);
        ctx.response().putHeader(HttpHeaders.ALLOW, allowed);
        send(ctx, 405, "Method not allowed", "This path answers " + allowed + ".", List.of());
    }

    static void send(RoutingContext ctx, int status, String title, String detail, List<FieldError> errors) {
        JsonObject problem = problem(status, title);
        if (detail != null) {
            problem.put("detail", detail);
        }
        if (!errors.isEmpty()) {
            JsonArray fields = new JsonArray();
            errors.stream()
                    .limit(MAX_FIELD_ERRORS)
                    .forEach(e ->
                            fields.add(new JsonObject().put("field", e.field()).put("message", e.message())));
            problem.put("errors", fields);
        }
        end(ctx, status, problem);
    }

    private static void defect(RoutingContext ctx, Throwable cause) {
        UUID correlation = UUID.randomUUID();
        log.error(
                "{} {} {} failed",
                correlation,
                ctx.request().method(),
                ctx.request().path(),
                cause);
        end(ctx, 500, problem(500, Answer.INTERNAL.title).put("instance", "urn:uuid:" + correlation));
    }

    private static JsonObject problem(int status, String title) {
        return new JsonObject().put("type", "about:blank").put("title", title).put("status", status);
    }

    private static void end(RoutingContext ctx, int status, JsonObject problem) {
        HttpServerResponse response = ctx.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            // Half an answer is out; cutting the connection is the only honest end.
            ctx.request().connection().close();
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(problem.toBuffer());
    }
}
