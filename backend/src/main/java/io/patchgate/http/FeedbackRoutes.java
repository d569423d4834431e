package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Taking in what is known about how the agents' work turned out. */
final class FeedbackRoutes {
    private final Bus bus;
    private final Workspaces workspaces;
    private final Clock clock;

    FeedbackRoutes(Bus bus, Workspaces workspaces, Clock clock) {
        this.bus = bus;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    void mount(Operations operations) {
        operations.on("sendFeedback", this::sendFeedback);
        operations.on("listFeedback", this::listFeedback);
    }

    private Future<Void> listFeedback(RoutingContext ctx) {
        Input input = Input.of(ctx);
        Store.FeedbackQuery query = new Store.FeedbackQuery(
                input.string("workspace"),
                input.string("component"),
                input.string("type"),
                flag(input, "negative"),
                flag(input, "trusted"),
                input.integer("limit"),
                input.whole("before"));
        return bus.ask(Addresses.STORE_FEEDBACK_LIST, query)
                .compose(page -> Replies.json(ctx, 200, json -> FeedbackJson.page(json, page)));
    }

    /** Null when absent. */
    private static Boolean flag(Input input, String parameter) {
        String text = input.string(parameter);
        return text == null ? null : Boolean.valueOf(text);
    }

    private Future<Void> sendFeedback(RoutingContext ctx) {
        List<Store.Feedback> events = events(Input.of(ctx).body(), Caller.of(ctx));
        return bus.ask(Addresses.GENERATION_FEEDBACK, events)
                .compose(receipt -> Replies.json(ctx, 202, json -> {
                    json.writeStartObject();
                    json.writeNumberField("accepted", receipt.accepted());
                    json.writeNumberField("duplicates", receipt.duplicates());
                    json.writeArrayFieldStart("feedback_ids");
                    for (Store.Feedback event : events) {
                        json.writeString(event.feedbackId());
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }));
    }

    private List<Store.Feedback> events(Object body, Actor sender) {
        if (body instanceof JsonObject one) {
            return List.of(event(one, "", sender));
        }
        JsonArray several = (JsonArray) body;
        List<Store.Feedback> events = new ArrayList<>(several.size());
        for (int i = 0; i < several.size(); i++) {
            events.add(event(several.getJsonObject(i), "body[" + i + "].", sender));
        }
        return events;
    }

    private Store.Feedback event(JsonObject event, String prefix, Actor sender) {
        return new Store.Feedback(
                event.getString("feedback_id", UUID.randomUUID().toString()),
                event.getString("type"),
                timestamp(event.getString("timestamp"), prefix + "timestamp"),
                event.getString("source", sender.subject()),
                event.getString("component"),
                event.getString("task_id"),
                event.getString("user_id"),
                event.getDouble("rating"),
                event.getString("comment"),
                SubmissionBody.object(event, "context", prefix + "context"),
                SubmissionBody.object(event, "metrics", prefix + "metrics"),
                sender.subject(),
                sender.may(Role.MONITOR),
                workspaces.resolve(event.getString("workspace")));
    }

    private Instant timestamp(String text, String field) {
        if (text == null) {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() < 1970 || time.getYear() > 9999) {
                throw Failure.invalid(field, "must be between the years 1970 and 9999");
            }
            return time.toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw Failure.invalid(field, "must be an RFC 3339 time, for example 2026-11-22T09:00:00Z");
        }
    }
}
