package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Reviewing;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** Saying something about a request or one of its lines, and asking its agent for changes. */
final class CommentRoutes {
    private static final List<String> ANCHOR = List.of("target_file", "side", "line");

    private final Bus bus;

    CommentRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Operations operations) {
        operations.on("addComment", this::addComment);
    }

    private Future<Void> addComment(RoutingContext ctx) {
        Input input = Input.of(ctx);
        JsonObject body = input.object();
        String text = body.getString("body");
        if (text.isBlank()) {
            throw Failure.invalid("body", "must say something");
        }
        Reviewing.NewComment comment = new Reviewing.NewComment(
                input.uuid("request_id"),
                Caller.of(ctx),
                text,
                body.getBoolean("request_changes", false),
                anchor(body));
        return bus.ask(Addresses.STORE_COMMENT, comment)
                .compose(stored -> Replies.json(ctx, 201, json -> ConversationJson.comment(json, stored)));
    }

    private static Reviewing.Anchor anchor(JsonObject body) {
        List<String> given = ANCHOR.stream().filter(body::containsKey).toList();
        if (given.isEmpty()) {
            return null;
        }
        for (String field : ANCHOR) {
            if (!given.contains(field)) {
                throw Failure.invalid(field, "must be there where the comment is about a line");
            }
        }
        try {
            return new Reviewing.Anchor(
                    new WorkspacePath(body.getString("target_file")),
                    Reviewing.Side.valueOf(body.getString("side").toUpperCase(Locale.ROOT)),
                    body.getInteger("line"));
        } catch (WorkspacePath.InvalidPath e) {
            throw Failure.invalid("target_file", e.getMessage());
        }
    }
}
