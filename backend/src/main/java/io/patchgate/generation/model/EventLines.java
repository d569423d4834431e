package io.patchgate.generation.model;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes the data of server-sent events out of the chunks that they arrive in. A chunk may end anywhere, also within a
 * character. What is held back is one line and the data of one event, each bounded.
 */
final class EventLines {
    private final int limit;
    private final Consumer<String> event;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean afterReturn;

    EventLines(int limit, Consumer<String> event) {
        this.limit = limit;
        this.event = event;
    }

    void take(Buffer chunk) {
        for (int i = 0; i < chunk.length(); i++) {
            byte b = chunk.getByte(i);
            boolean secondOfTwo = b == '\n' && afterReturn;
            afterReturn = b == '\r';
            if (secondOfTwo) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                line();
            } else if (line.size() >= limit) {
                throw Protocol.tooLong(limit);
            } else {
                line.write(b);
            }
        }
    }

    /** The last event need not be followed by an empty line. */
    void end() {
        line();
        line();
    }

    private void line() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (data.length() > 0) {
                String whole = data.toString();
                data.setLength(0);
                event.accept(whole);
            }
        } else if (text.startsWith("data:")) {
            if (data.length() > 0) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
            if (data.length() > limit) {
                throw Protocol.tooLong(limit);
            }
        }
    }
}
