package io.patchgate.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Feedback and the loop of a running product, as monitors and reviewers use them. */
final class Improvements {
    private final RunningProduct product;
    private final Api monitor;
    private final Api reviewer;

    Improvements(RunningProduct product) {
        this.product = product;
        this.monitor = product.as("monitor", "watcher");
        this.reviewer = product.reviewer("rita");
    }

    /** Reports so many complaints, of the same cause. */
    void complain(String component, int events, String comment) {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(Map.of(
                    "feedback_id",
                    UUID.randomUUID().toString(),
                    "type",
                    "explicit_negative",
                    "component",
                    component,
                    "comment",
                    comment));
        }
        monitor.post("/api/feedback", batch).expect(202);
    }

    /** Has the loop look now, and answers the consideration when it has ended. */
    JsonNode consider(Api who, String component) throws IOException {
        return ended(ask(who, component));
    }

    /** Has the loop look as soon as it may; answers the consideration's id. */
    String ask(Api who, String component) {
        return who.post("/api/improvements", Map.of("component", component))
                .expect(202)
                .text("consideration_id");
    }

    JsonNode ended(String id) throws IOException {
        return Eventually.present("the loop has considered " + id, () -> {
            JsonNode row = consideration(id);
            return row.get("state").asText().equals("done") ? Optional.of(row) : Optional.empty();
        });
    }

    JsonNode consideration(String id) {
        for (JsonNode row : state().get("considerations")) {
            if (row.get("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("There is no consideration " + id);
    }

    JsonNode state() {
        return reviewer.get("/api/improvements").expect(200).json();
    }

    /** The request that the consideration led to, once reviewers see it. */
    JsonNode request(JsonNode consideration) throws IOException {
        String suggestion = consideration.get("suggestion_id").asText();
        return Eventually.present("the request of " + consideration, () -> {
            for (JsonNode row : state().get("suggestions")) {
                if (row.get("id").asText().equals(suggestion) && row.hasNonNull("request_id")) {
                    return Optional.of(product.admitted(row.get("request_id").asText()));
                }
            }
            return Optional.empty();
        });
    }
}
