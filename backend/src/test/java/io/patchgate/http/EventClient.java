package io.patchgate.http;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A reader of one event stream over a bare connection, which reads no faster than it is asked to. */
public final class EventClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status;
    private StringBuilder rest = new StringBuilder();
    private boolean ended;

    /** @param head whole lines of headers */
    public EventClient(int port, String path, String... head) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(20_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n"
                + String.join(
                        "", List.of(head).stream().map(line -> line + "\r\n").toList()) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @param data null for a comment */
    public record Event(String id, String name, String data) {
        public JsonObject json() {
            return new JsonObject(data);
        }
    }

    public int status() throws IOException {
        if (status == 0) {
            status = Integer.parseInt(in.readLine().split(" ")[1]);
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                headers.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return status;
    }

    public String header(String name) throws IOException {
        status();
        return headers.get(name);
    }

    /** The next event or comment; null when the stream has ended in order. */
    public Event next() throws IOException {
        status();
        while (rest.indexOf("\n\n") < 0) {
            if (!chunk()) {
                return null;
            }
        }
        int end = rest.indexOf("\n\n");
        String block = rest.substring(0, end);
        rest = new StringBuilder(rest.substring(end + 2));
        Map<String, String> fields = new TreeMap<>();
        for (String line : block.split("\n")) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Event(fields.get("id"), fields.get("event"), fields.get("data"));
    }

    /** The next event that is not a comment. */
    public Event event() throws IOException {
        Event event = next();
        while (event != null && event.data() == null) {
            event = next();
        }
        return event;
    }

    /** Everything until the stream ends or is cut off. */
    public List<Event> all() throws IOException {
        List<Event> events = new ArrayList<>();
        try {
            for (Event event = event(); event != null; event = event()) {
                events.add(event);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException cut) {
            // A connection that was dropped ends like this.
        }
        return events;
    }

    /** Whether the last chunk has come, so that the connection could be used again. */
    public boolean endedInOrder() {
        return ended;
    }

    private boolean chunk() throws IOException {
        String length = in.readLine();
        if (length == null) {
            return false;
        }
        int bytes = Integer.parseInt(length, 16);
        ended = bytes == 0;
        int read = 0;
        while (read < bytes) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            rest.append((char) c);
            read += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate((char) c) ? 2 : 3;
        }
        in.readLine();
        return !ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
