package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Check;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * A request's checks: their logs, running them again, and what other machines report. A log is an attachment of plain
 * text: whatever a run wrote is never a page of this origin.
 */
final class CheckRoutes {
    private final Bus bus;

    CheckRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("runChecks", this::runChecks);
        operations.on("reportCheck", this::reportCheck);
        operations.on("getCheckLog", this::getCheckLog);
    }

    private Future<Void> runChecks(RoutingContext ctx) {
        Input input = Input.of(ctx);
        Checking.Again again =
                new Checking.Again(input.uuid("request_id"), input.object().getString("name"), Caller.of(ctx));
        return bus.ask(Addresses.STORE_CHECK_AGAIN, again)
                .compose(names -> Replies.json(ctx, 202, json -> {
                    json.writeStartObject();
                    json.writeStringField("request_id", again.requestId().toString());
                    json.writeArrayFieldStart("queued");
                    for (String name : names) {
                        json.writeString(name);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }

    private Future<Void> reportCheck(RoutingContext ctx) {
        Input input = Input.of(ctx);
        JsonObject body = input.object();
        String name = input.string("name");
        if (name.startsWith("syntax-")) {
            throw new Failure(FailureKind.CONFLICT, "'" + name + "' is a name that Patchgate keeps for itself.");
        }
        Checking.Report report = new Checking.Report(
                input.uuid("request_id"),
                name,
                Caller.of(ctx),
                Check.Status.valueOf(body.getString("status").toUpperCase(Locale.ROOT)),
                body.getLong("duration_ms"),
                body.getString("summary"),
                body.getString("log"));
        return bus.ask(Addresses.STORE_CHECK_REPORT, report).compose(done -> Replies.noContent(ctx));
    }

    private Future<Void> getCheckLog(RoutingContext ctx) {
        Input input = Input.of(ctx);
        Checking.Named check = new Checking.Named(input.uuid("request_id"), input.string("name"));
        return bus.ask(Addresses.CHECKS_LOG, check)
                .map(found -> found.orElseThrow(
                        () -> new Failure(FailureKind.NOT_FOUND, "There is no such check of such a request.")))
                .compose(log -> ctx.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + check.name() + ".txt\"")
                        .end(log.text())
                        .otherwiseEmpty());
    }
}
