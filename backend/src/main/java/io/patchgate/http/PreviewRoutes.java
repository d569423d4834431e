package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Previewing;
import io.patchgate.bus.Store;
import io.patchgate.patch.Change;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a request would make of its workspace. Files go out as attachments of no type that a browser would show: whatever
 * an agent wrote is never a page of this origin.
 */
final class PreviewRoutes {
    private final Vertx vertx;
    private final Bus bus;

    PreviewRoutes(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("getPreview", this::getPreview);
        operations.on("runPreview", this::runPreview);
        operations.on("downloadPreviewFile", this::downloadPreviewFile);
        operations.on("downloadPreviewWorkspace", this::downloadPreviewWorkspace);
    }

    private Future<Void> getPreview(RoutingContext ctx) {
        return bus.ask(Addresses.PREVIEW_OFFER, Input.of(ctx).uuid("request_id"))
                .compose(offer -> Replies.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeStringField("command", offer.command());
                    json.writeNumberField("timeout_ms", offer.timeoutMillis());
                    json.writeStringField("unavailable", offer.fault());
                    json.writeEndObject();
                }));
    }

    private Future<Void> runPreview(RoutingContext ctx) {
        return bus.ask(Addresses.PREVIEW_RUN, Input.of(ctx).uuid("request_id"))
                .compose(outcome -> Replies.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeStringField("command", outcome.command());
                    json.writeBooleanField("succeeded", outcome.succeeded());
                    json.writeNumberField("exit_code", outcome.exitCode());
                    json.writeStringField("ended", outcome.ended());
                    json.writeNumberField("duration_ms", outcome.durationMillis());
                    json.writeStringField("output", outcome.output());
                    json.writeBooleanField("cut", outcome.cut());
                    json.writeEndObject();
                }));
    }

    private Future<Void> downloadPreviewFile(RoutingContext ctx) {
        Input input = Input.of(ctx);
        UUID id = input.uuid("request_id");
        String target = input.string("target_file");
        return bus.ask(Addresses.STORE_FIND, id)
                .map(found -> content(found.orElseThrow(Outcomes::unknown), target))
                .compose(content -> {
                    String name = target.substring(target.lastIndexOf('/') + 1);
                    return attachment(ctx, "application/octet-stream", name)
                            .end(content)
                            .otherwiseEmpty();
                });
    }

    private static Buffer content(Store.PatchDetail request, String target) {
        for (Change change : request.changes()) {
            if (change.target().value().equals(target)) {
                if (change.newCode() == null) {
                    throw new Failure(FailureKind.NOT_FOUND, "The request deletes this file.");
                }
                return Buffer.buffer(change.content());
            }
        }
        throw new Failure(FailureKind.NOT_FOUND, "The request does not change this file.");
    }

    private Future<Void> downloadPreviewWorkspace(RoutingContext ctx) {
        return bus.ask(Addresses.PREVIEW_ARCHIVE, Input.of(ctx).uuid("request_id"))
                .compose(archive -> send(ctx, archive));
    }

    /** Succeeds also when the caller has gone half-way. */
    private Future<Void> send(RoutingContext ctx, Previewing.Archive archive) {
        String file = archive.file().toString();
        HttpServerResponse response = attachment(ctx, "application/zip", archive.workspace() + ".zip");
        return response.sendFile(file)
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .eventually(() -> vertx.fileSystem().delete(file).otherwiseEmpty());
    }

    /** The name twice: as old clients read it, without what would need quoting, and as it is. */
    private static HttpServerResponse attachment(RoutingContext ctx, String type, String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
            encoded.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        return ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"; filename*=UTF-8''"
                                + encoded);
    }
}
