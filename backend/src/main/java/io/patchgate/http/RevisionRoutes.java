package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a reviewer makes of a request: some of its hunks, a merge with the present, its reverse; and what that changes. */
final class RevisionRoutes {
    private final Vertx vertx;
    private final Bus bus;

    RevisionRoutes(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("reducePatchRequest", this::reducePatchRequest);
        operations.on("previewMerge", this::previewMerge);
        operations.on("mergePatchRequest", this::mergePatchRequest);
        operations.on("previewRevert", this::previewRevert);
        operations.on("revertPatchRequest", this::revertPatchRequest);
        operations.on("getInterdiff", this::getInterdiff);
    }

    private Future<Void> reducePatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        JsonArray keep = input.object().getJsonArray("keep");
        List<Reviewing.Kept> kept = new ArrayList<>();
        for (int i = 0; i < keep.size(); i++) {
            kept.add(kept(keep.getJsonObject(i), i));
        }
        Reviewing.Reduce reduce = new Reviewing.Reduce(
                input.uuid("request_id"), Caller.of(ctx), input.object().getString("approval_key"), kept);
        return bus.ask(Addresses.REVISION_REDUCE, reduce).compose(receipt -> made(ctx, receipt));
    }

    private static Reviewing.Kept kept(JsonObject item, int index) {
        JsonArray hunks = item.getJsonArray("hunks");
        if (hunks == null) {
            return new Reviewing.Kept(item.getString("target_file"), null);
        }
        Set<Integer> numbers = new HashSet<>();
        for (Object hunk : hunks) {
            if (!numbers.add(((Number) hunk).intValue())) {
                throw Failure.invalid("keep[" + index + "].hunks", "must not name a hunk twice");
            }
        }
        return new Reviewing.Kept(item.getString("target_file"), numbers);
    }

    private Future<Void> previewMerge(RoutingContext ctx) {
        UUID id = Input.of(ctx).uuid("request_id");
        return bus.ask(Addresses.REVISION_PREVIEW_MERGE, id).compose(merged -> merged(ctx, id, merged));
    }

    private Future<Void> mergePatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        Reviewing.Merge merge = new Reviewing.Merge(
                input.uuid("request_id"), Caller.of(ctx), input.object().getString("merge_key"));
        return bus.ask(Addresses.REVISION_MERGE, merge).compose(receipt -> made(ctx, receipt));
    }

    private Future<Void> previewRevert(RoutingContext ctx) {
        UUID id = Input.of(ctx).uuid("request_id");
        return bus.ask(Addresses.REVISION_PREVIEW_REVERT, id).compose(merged -> merged(ctx, id, merged));
    }

    private Future<Void> revertPatchRequest(RoutingContext ctx) {
        Input input = Input.of(ctx);
        Reviewing.Revert revert = new Reviewing.Revert(
                input.uuid("request_id"), Caller.of(ctx), input.object().getString("comment"));
        return bus.ask(Addresses.REVISION_REVERT, revert).compose(receipt -> made(ctx, receipt));
    }

    private Future<Void> getInterdiff(RoutingContext ctx) {
        return bus.ask(Addresses.REVISION_INTERDIFF, Input.of(ctx).uuid("request_id"))
                .compose(interdiff -> written(ctx, json -> {
                    json.writeStartObject();
                    json.writeStringField("request_id", interdiff.requestId().toString());
                    json.writeStringField("supersedes", interdiff.supersedes().toString());
                    json.writeStringField("diff", interdiff.diff());
                    json.writeBooleanField("rebased", interdiff.rebased());
                    json.writeEndObject();
                }));
    }

    private static Future<Void> made(RoutingContext ctx, Store.Receipt receipt) {
        ctx.response().putHeader(HttpHeaders.LOCATION, "/api/patch-requests/" + receipt.requestId());
        return Replies.json(ctx, 201, json -> {
            json.writeStartObject();
            json.writeStringField("request_id", receipt.requestId().toString());
            json.writeStringField("status", PatchStatus.PENDING_APPROVAL.name());
            json.writeStringField("created_at", receipt.createdAt().toString());
            json.writeEndObject();
        });
    }

    private Future<Void> merged(RoutingContext ctx, UUID id, Reviewing.Merged merged) {
        return written(ctx, json -> {
            json.writeStartObject();
            json.writeStringField("request_id", id.toString());
            json.writeBooleanField("clean", merged.clean());
            json.writeStringField("merge_key", merged.mergeKey());
            json.writeStringField("diff", merged.diff());
            json.writeStringField("interdiff", merged.interdiff());
            json.writeArrayFieldStart("conflicts");
            for (Reviewing.Conflict conflict : merged.conflicts()) {
                conflict(json, conflict);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("later");
            for (Store.Later later : merged.later()) {
                json.writeStartObject();
                json.writeStringField("request_id", later.requestId().toString());
                json.writeStringField("target_file", later.target());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void conflict(JsonGenerator json, Reviewing.Conflict conflict) throws IOException {
        json.writeStartObject();
        json.writeStringField("target_file", conflict.target().value());
        json.writeStringField("reason", conflict.reason());
        if (conflict.from() > 0) {
            json.writeNumberField("from_line", conflict.from());
            json.writeNumberField("to_line", conflict.to());
        }
        json.writeEndObject();
    }

    /** Diffs can be long. */
    private Future<Void> written(RoutingContext ctx, Replies.Writing writing) {
        return vertx.executeBlocking(() -> Replies.encode(writing), false)
                .compose(body -> Replies.json(ctx, 200, body));
    }
}
