package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;

/** What auditors alone may read. What is sealed comes from addresses that no other route asks. */
final class AuditRoutes {
    private final Vertx vertx;
    private final Bus bus;

    AuditRoutes(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("listSealedRequests", this::listSealedRequests);
        operations.on("getSealedRequest", this::getSealedRequest);
    }

    private Future<Void> listSealedRequests(RoutingContext ctx) {
        Input input = Input.of(ctx);
        var query = new Store.SealedQuery(
                input.integer("limit"), Cursors.decode(input.string("cursor"), Store.Sort.CREATED));
        return bus.ask(Addresses.STORE_SEALED_LIST, query)
                .compose(page -> Replies.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("sealed_requests");
                    for (Store.SealedRow row : page.rows()) {
                        json.writeStartObject();
                        fields(json, row);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeNumberField("total", page.total());
                    json.writeStringField("next_cursor", page.next() == null ? null : Cursors.encode(page.next()));
                    json.writeEndObject();
                }));
    }

    /** Encoded on a worker thread: a change set may be long, and nobody is in a hurry here. */
    private Future<Void> getSealedRequest(RoutingContext ctx) {
        return bus.ask(Addresses.STORE_SEALED_FIND, Input.of(ctx).uuid("request_id"))
                .map(found -> found.orElseThrow(Outcomes::unknown))
                .compose(found -> bus.ask(Addresses.STORE_CHECKS, found.row().requestId())
                        .compose(checks -> vertx.executeBlocking(
                                () -> Replies.encode(json -> detail(json, found, checks)), false)))
                .compose(body -> Replies.json(ctx, 200, body));
    }

    private static void detail(JsonGenerator json, Store.SealedDetail detail, List<Check> checks) throws IOException {
        json.writeStartObject();
        fields(json, detail.row());
        json.writeStringField("reasoning", detail.reasoning());
        json.writeStringField("diff", detail.diff());
        json.writeArrayFieldStart("changes");
        for (Change change : detail.changes()) {
            PatchRequestJson.ownChange(json, change);
        }
        json.writeEndArray();
        EvidenceJson.write(json, detail.row().requestId(), checks);
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Store.SealedRow row) throws IOException {
        json.writeStringField("request_id", row.requestId().toString());
        json.writeStringField("created_at", row.createdAt().toString());
        json.writeStringField("sealed_at", row.sealedAt().toString());
        json.writeStringField("submitted_by", row.submittedBy());
        json.writeStringField("owner", row.owner());
        json.writeStringField("workspace", row.workspace());
        json.writeStringField("component", row.component());
        json.writeNumberField("confidence", row.confidence());
        json.writeStringField("status", row.status().name());
        json.writeStringField("target_file", row.targetFile());
        json.writeStringField("rule", row.rule());
        json.writeStringField("resolved", row.resolved());
        json.writeStringField("policy_version", row.policyVersion());
        json.writeNumberField("file_count", row.fileCount());
    }
}
