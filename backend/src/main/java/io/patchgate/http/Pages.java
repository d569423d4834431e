package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The lists of patch requests. Reviewers' pages are cached and tagged, an agent's own are read anew. */
final class Pages {
    private final Bus bus;
    private final PageCache cache;
    private final PatchRequestJson rows;
    private final double highConfidence;

    /** @param highConfidence above which a pending request is worth an alert */
    Pages(Bus bus, PageCache cache, double highConfidence) {
        this.bus = bus;
        this.cache = cache;
        this.rows = new PatchRequestJson(highConfidence);
        this.highConfidence = highConfidence;
    }

    void mount(Operations operations) {
        operations.on("listPatchRequests", this::listPatchRequests);
        operations.on("listPendingPatchRequests", this::listPendingPatchRequests);
    }

    private Future<Void> listPatchRequests(RoutingContext ctx) {
        Input input = Input.of(ctx);
        String status = input.string("status");
        Store.Sort sort = Store.Sort.valueOf(input.string("sort").toUpperCase(Locale.ROOT));
        Store.ListQuery query = query(input, status == null ? null : PatchStatus.valueOf(status), sort);
        Actor caller = Caller.of(ctx);
        return caller.may(Role.REVIEWER)
                ? reviewers(ctx, query, Shape.ALL)
                : bus.ask(Addresses.STORE_LIST_OWN, new Store.OwnQuery(caller.subject(), query))
                        .compose(page -> Replies.json(ctx, 200, encode(own(page), query, Shape.ALL, null)));
    }

    private Future<Void> listPendingPatchRequests(RoutingContext ctx) {
        Store.ListQuery query = query(Input.of(ctx), PatchStatus.PENDING_APPROVAL, Store.Sort.CREATED);
        return reviewers(ctx, query, Shape.PENDING);
    }

    private Future<Void> reviewers(RoutingContext ctx, Store.ListQuery query, Shape shape) {
        return cache.get(new Key(query, shape), () -> read(query, shape)).compose(page -> answer(ctx, page));
    }

    private Future<Buffer> read(Store.ListQuery query, Shape shape) {
        Future<Store.Page<Store.PatchRow>> page = bus.ask(Addresses.STORE_LIST, query);
        if (shape == Shape.ALL) {
            return page.map(found -> encode(found, query, shape, null));
        }
        Future<Long> confident =
                bus.ask(Addresses.STORE_COUNT_CONFIDENT, new Store.ConfidentQuery(query, highConfidence));
        return page.compose(found -> confident.map(count -> encode(found, query, shape, count)));
    }

    private static Future<Void> answer(RoutingContext ctx, PageCache.Page page) {
        ctx.response()
                .putHeader(HttpHeaders.ETAG, page.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        String known = Input.of(ctx).string("If-None-Match");
        if (known != null && names(known, page.etag())) {
            return ctx.response().setStatusCode(304).end().otherwiseEmpty();
        }
        return Replies.json(ctx, 200, page.body());
    }

    /** Weak comparison, as RFC 9110 asks for here. */
    private static boolean names(String ifNoneMatch, String etag) {
        return ifNoneMatch.trim().equals("*")
                || Stream.of(ifNoneMatch.split(","))
                        .map(tag -> tag.trim().replaceFirst("^W/", ""))
                        .anyMatch(etag.replaceFirst("^W/", "")::equals);
    }

    private static Store.ListQuery query(Input input, PatchStatus status, Store.Sort sort) {
        List<String> include =
                List.of(Objects.requireNonNullElse(input.string("include"), "").split(","));
        return new Store.ListQuery(
                status,
                input.string("component"),
                input.string("workspace"),
                input.string("q"),
                sort,
                input.integer("limit"),
                Cursors.decode(input.string("cursor"), sort),
                include.contains("diff"),
                include.contains("new_code_blob"));
    }

    private static Store.Page<Store.PatchRow> own(Store.Page<Store.SubmissionView> page) {
        return new Store.Page<>(
                page.rows().stream().map(PatchRequestJson::ownRow).toList(), page.total(), page.next());
    }

    /** @param confident null where the list does not tell */
    private Buffer encode(Store.Page<Store.PatchRow> page, Store.ListQuery query, Shape shape, Long confident) {
        return Replies.encode(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart(shape.rows);
            for (Store.PatchRow row : page.rows()) {
                rows.row(json, row, query);
            }
            json.writeEndArray();
            json.writeNumberField(shape.total, page.total());
            if (confident != null) {
                json.writeNumberField("total_high_confidence", confident);
            }
            if (page.next() == null) {
                json.writeNullField("next_cursor");
            } else {
                json.writeStringField("next_cursor", Cursors.encode(page.next()));
            }
            json.writeEndObject();
        });
    }

    private record Key(Store.ListQuery query, Shape shape) {}

    /** How the two lists name their members. */
    private enum Shape {
        ALL("patch_requests", "total"),
        PENDING("pending_requests", "total_pending");

        private final String rows;
        private final String total;

        Shape(String rows, String total) {
            this.rows = rows;
            this.total = total;
        }
    }
}
