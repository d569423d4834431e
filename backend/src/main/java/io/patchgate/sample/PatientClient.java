package io.patchgate.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Posts JSON to one server and waits for it while it starts or restarts: a 503 and a connection that fails are tried
 * again, at growing intervals, until {@code patience} is over, counted once for all calls together.
 * One attempt takes at most 10 s. Only for calls that may be repeated.
 */
final class PatientClient {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 3_000;

    private final URI server;
    private final String token;
    private final HttpClient http;
    private final long deadline;

    PatientClient(URI server, String token, Duration patience) {
        this.server = server;
        this.token = token;
        this.deadline = System.nanoTime() + patience.toNanos();
        // No proxy: the token is for this server alone. HTTP/1.1: an upgrade of a POST gains nothing here.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(ATTEMPT)
                .build();
    }

    /**
     * The server's last answer, whatever its status.
     *
     * @param idempotencyKey null for a call whose body already names what it must not do twice
     * @throws IOException where the last attempt got no answer
     */
    HttpResponse<String> post(String path, String idempotencyKey, JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest request = request(path, idempotencyKey, body);
        for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            boolean last = System.nanoTime() + Duration.ofMillis(pause).toNanos() - deadline >= 0;
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 503 || last) {
                    return response;
                }
            } catch (IOException e) {
                if (last) {
                    throw e;
                }
            }
            Thread.sleep(pause);
        }
    }

    private HttpRequest request(String path, String idempotencyKey, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ATTEMPT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        // A tree's own text is JSON.
        return request.POST(BodyPublishers.ofString(body.toString())).build();
    }
}
