package observation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive HTTP/1.1 connection to 127.0.0.1 that keeps every byte of an answer, in its order. */
final class Connection implements Closeable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final String token;
    private ByteArrayOutputStream bytes;

    Connection(int port, String token) throws IOException {
        this.token = token;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 5_000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    Answer get(String path) throws IOException {
        return call("GET", path, null, null);
    }

    Answer post(String path, String json) throws IOException {
        return call("POST", path, json, null);
    }

    /** @param json null for no body; the key is sent where there is one */
    Answer call(String method, String path, String json, String idempotencyKey) throws IOException {
        byte[] content = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token + "\r\n"
                + (json == null ? "" : "Content-Type: application/json\r\n")
                + (idempotencyKey == null ? "" : "Idempotency-Key: " + idempotencyKey + "\r\n")
                + (method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n")
                + "\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.getBytes(StandardCharsets.UTF_8));
        request.write(content);
        bytes = new ByteArrayOutputStream(1024);
        long start = System.nanoTime();
        socket.getOutputStream().write(request.toByteArray());
        int status = read();
        return new Answer(bytes.toByteArray(), status, System.nanoTime() - start);
    }

    private int read() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                throw new IOException("an answer of unknown length, which this program does not read");
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer ended early");
        }
        bytes.write(body);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            bytes.write(c);
            if (c != '\r') {
                line.append((char) c);
            }
        }
        bytes.write('\n');
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
