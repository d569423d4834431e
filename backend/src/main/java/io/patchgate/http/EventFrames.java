package io.patchgate.http;

import io.patchgate.bus.Events;
import io.patchgate.bus.Store;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Events as the bytes that go over the wire. JSON escapes every control character, so that no text of
 * an agent's can end a line and begin a field of its own.
 */
final class EventFrames {
    /** A comment; clients do not see it, proxies do. */
    static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final double highConfidence;

    /** @param highConfidence above which an event says {@code high_confidence} */
    EventFrames(double highConfidence) {
        this.highConfidence = highConfidence;
    }

    /** One event, encoded. */
    record Frame(long sequence, Buffer bytes) {}

    List<Frame> of(List<Store.RequestEvent> events) {
        return events.stream()
                .map(event -> new Frame(event.sequence(), encode(event)))
                .toList();
    }

    /**
     * What a stream begins with: from where the client resumes should the stream end before its first
     * event, and how long it waits before that.
     */
    static Buffer hello(long position, long retryMillis) {
        return Buffer.buffer("retry: " + retryMillis + "\nid: " + position + "\nevent: hello\ndata: {\"position\":"
                + position + "}\n\n");
    }

    /** Of no ledger entry, so without an id: it neither moves the place from which a client resumes nor comes again. */
    static Buffer staleness(Events.StalenessChanged change) {
        return Buffer.buffer("event: patch_request.staleness\ndata: {\"request_id\":\"" + change.requestId()
                + "\",\"stale\":" + change.stale() + "}\n\n");
    }

    private Buffer encode(Store.RequestEvent event) {
        Buffer data = Replies.encode(json -> {
            json.writeStartObject();
            if (event.requestId() == null) {
                json.writeStringField("at", event.at().toString());
                json.writeStringField("actor", event.actor());
                json.writeEndObject();
                return;
            }
            json.writeStringField("request_id", event.requestId().toString());
            json.writeStringField("status", event.status().name());
            json.writeStringField("target_file", event.targetFile());
            json.writeStringField("component", event.component());
            json.writeNumberField("confidence", event.confidence());
            json.writeBooleanField("high_confidence", event.confidence() > highConfidence);
            json.writeStringField("workspace", event.workspace());
            json.writeStringField("submitted_by", event.submittedBy());
            json.writeStringField("at", event.at().toString());
            json.writeStringField("actor", event.actor());
            json.writeEndObject();
        });
        return Buffer.buffer(data.length() + 100)
                .appendString("id: " + event.sequence() + "\nevent: " + event.kind() + "\ndata: ")
                .appendBuffer(data)
                .appendString("\n\n");
    }
}
