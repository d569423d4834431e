package io.patchgate.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A caller of the product's HTTP interface.
 *
 * @param address where it is
 * @param headers sent with every call
 */
record Api(URI address, Map<String, String> headers) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** No call may hang; the longest wait that a call can ask for is 55 seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(70);

    Api {
        headers = headers == null ? Map.of() : headers;
    }

    Api with(String bearer) {
        return with("Authorization", "Bearer " + bearer);
    }

    Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(address, more);
    }

    Reply get(String path) {
        return now(request("GET", path, BodyPublishers.noBody()));
    }

    Reply post(String path, Object body) {
        return now(postRequest(path, body));
    }

    Reply put(String path, Object body) {
        try {
            return now(request("PUT", path, BodyPublishers.ofByteArray(RunningProduct.JSON.writeValueAsBytes(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Reply post(String path) {
        return now(request("POST", path, BodyPublishers.noBody()));
    }

    Reply delete(String path) {
        return now(request("DELETE", path, BodyPublishers.noBody()));
    }

    CompletableFuture<Reply> getLater(String path) {
        return later(request("GET", path, BodyPublishers.noBody()));
    }

    CompletableFuture<Reply> postLater(String path, Object body) {
        return later(postRequest(path, body));
    }

    /** Sends a submission; answers the id. */
    String submit(Object body) {
        return post("/api/patch-requests", body)
                .expect(202)
                .json()
                .get("request_id")
                .asText();
    }

    /** Reads a request as this caller sees it. */
    Reply request(String id) {
        return get("/api/patch-requests/" + id);
    }

    /** As often as it takes until the request's checks have ended, for which the product itself waits some seconds only. */
    Reply approve(String id) {
        long end = System.nanoTime() + LONGEST.toNanos();
        Reply reply = decide(id, Map.of("approved", true));
        while (reply.status() == 409
                && reply.text("detail").matches("The required check .* (has not run yet|is still running)\\.")
                && System.nanoTime() < end) {
            reply = decide(id, Map.of("approved", true));
        }
        return reply;
    }

    Reply decide(String id, Object decision) {
        return post("/api/patch-requests/" + id + "/approve", decision);
    }

    private HttpRequest postRequest(String path, Object body) {
        try {
            return request("POST", path, BodyPublishers.ofByteArray(RunningProduct.JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(LONGEST).method(method, body);
        if (body.contentLength() > 0) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    private static Reply now(HttpRequest request) {
        try {
            return later(request).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException lost) {
                throw new NoReply(request, lost);
            }
            throw e;
        }
    }

    private static CompletableFuture<Reply> later(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response.headers(), response.body()));
    }

    /** The connection was lost, or the answer did not come. */
    static final class NoReply extends IllegalStateException {
        private static final long serialVersionUID = 1;

        NoReply(HttpRequest request, IOException cause) {
            super(request.method() + " " + request.uri().getPath() + " was not answered", cause);
        }
    }
}
