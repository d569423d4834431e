package observation;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A reviewer whose page is open all the while, as it is where people work: told of what was allowed and reading the
 * queue again each time, and told nothing of what was denied.
 */
final class Watcher implements Closeable {
    private final Socket socket = new Socket();
    private final Connection reading;
    private final Thread thread;
    private volatile boolean closed;
    private volatile IOException failure;
    private volatile int told;

    Watcher(Product product) throws IOException {
        String token = product.token("reviewer", "watcher");
        reading = product.connect(token);
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), product.port()), 5_000);
        String head = "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        thread = new Thread(this::watch);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: patch_request.")) {
                    told++;
                    // What came together is looked at together, as the page does.
                    if (!lines.ready()) {
                        reading.get("/api/patch-requests/pending?limit=20&include=diff");
                    }
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** @throws IllegalStateException when it was not told, or not to the end: what was measured was not what was meant */
    void requireTold(long least) {
        if (told < least || !closed && failure != null) {
            throw new IllegalStateException("the open page was told of " + told + " events of " + least, failure);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        reading.close();
    }
}
