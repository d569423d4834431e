package benchmark;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive HTTP/1.1 connection to 127.0.0.1. It does as little as can be done, since on a small machine the
 * load generator takes its time from the server that it measures, and pgbench, its counterpart, is lean too. It reads
 * answers that have a {@code Content-Length} or are chunked.
 */
final class Wire implements Closeable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private byte[] body = new byte[1 << 16];
    private int length;

    Wire(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 5_000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** The whole request as it goes out. */
    static byte[] request(String method, String path, String token, String json) {
        byte[] content = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + (json == null ? "" : "Content-Type: application/json\r\n")
                + (json == null && method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n")
                + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] request = java.util.Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, request, start.length, content.length);
        return request;
    }

    /** Sends and reads the whole answer; returns its status. */
    int exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String first = line();
        int status = Integer.parseInt(first.substring(9, 12));
        int size = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                size = Integer.parseInt(header.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        length = 0;
        if (!chunked) {
            read(size);
            return status;
        }
        for (int chunk = chunkSize(); chunk > 0; chunk = chunkSize()) {
            read(chunk);
            line();
        }
        line();
        return status;
    }

    /** Of the last answer. */
    String text() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    int length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private void read(int size) throws IOException {
        if (length + size > body.length) {
            body = java.util.Arrays.copyOf(body, Math.max(length + size, 2 * body.length));
        }
        if (in.readNBytes(body, length, size) < size) {
            throw new EOFException("the answer ended early");
        }
        length += size;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
