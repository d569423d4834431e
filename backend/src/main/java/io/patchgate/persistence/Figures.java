package io.patchgate.persistence;

import io.patchgate.bus.Improvements.Window;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** A window as it is kept with what was concluded from it. */
final class Figures {
    private Figures() {}

    static String encode(Window window) {
        if (window == null) {
            return null;
        }
        return new JsonObject()
                .put("from", window.from().toString())
                .put("to", window.to().toString())
                .put("events", window.events())
                .put("negatives", window.negatives())
                .put("gate_violations", window.gateViolations())
                .put("ari_alerts", window.ariAlerts())
                .put("edm_alerts", window.edmAlerts())
                .put("events_before", window.eventsBefore())
                .put("share_before", window.shareBefore())
                .encode();
    }

    static Window decode(String figures) {
        if (figures == null) {
            return null;
        }
        JsonObject json = new JsonObject(figures);
        return new Window(
                Instant.parse(json.getString("from")),
                Instant.parse(json.getString("to")),
                json.getInteger("events"),
                json.getInteger("negatives"),
                json.getInteger("gate_violations"),
                json.getInteger("ari_alerts"),
                json.getInteger("edm_alerts"),
                json.getInteger("events_before"),
                json.getDouble("share_before"));
    }
}
