package io.patchgate.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** Stands for the server: keeps every call and answers the n-th one, from 0, as it is told. */
final class Receiver implements AutoCloseable {
    record Call(String line, String authorization, String contentType, String key, byte[] bytes, JsonNode body) {}

    record Reply(int status, String body) {
        static Reply received() {
            return new Reply(
                    202, "{\"request_id\":\"0b6d3c1e-4d0e-4a53-9a57-2a4a2f6f1c11\",\"status\":\"PENDING_APPROVAL\"}");
        }
    }

    final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Receiver(int port, IntFunction<Reply> replies) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            int number = calls.size();
            calls.add(read(exchange));
            Reply reply = replies.apply(number);
            byte[] content = reply.body().getBytes();
            exchange.sendResponseHeaders(reply.status(), content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
    }

    private static Call read(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        return new Call(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                headers.getFirst("Authorization"),
                headers.getFirst("Content-Type"),
                headers.getFirst("Idempotency-Key"),
                bytes,
                new ObjectMapper().readTree(bytes));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
