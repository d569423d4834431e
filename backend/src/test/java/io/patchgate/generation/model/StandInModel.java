package io.patchgate.generation.model;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A server that speaks the chat completions protocol and answers what a test has it say, or misbehaves as one has it
 * do. It stands where Ollama or a hosted service would, at the HTTP boundary.
 */
public final class StandInModel implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<JsonObject> calls = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<JsonObject, HttpServerRequest> behaviour;

    public StandInModel() {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (!request.path().equals("/v1/chat/completions")) {
                        request.response().setStatusCode(404).end();
                        return;
                    }
                    JsonObject call = body.toJsonObject();
                    calls.add(call);
                    authorizations.add(String.valueOf(request.getHeader("Authorization")));
                    behaviour.accept(call, request);
                }));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/v1");
    }

    /** The bodies of all calls so far. */
    public List<JsonObject> calls() {
        return calls;
    }

    List<String> authorizations() {
        return authorizations;
    }

    /** Everything that a call says to the model, in one text. */
    public static String prompt(JsonObject call) {
        StringBuilder text = new StringBuilder();
        for (Object message : call.getJsonArray("messages")) {
            text.append(((JsonObject) message).getString("content")).append('\n');
        }
        return text.toString();
    }

    StandInModel does(BiConsumer<JsonObject, HttpServerRequest> what) {
        behaviour = what;
        return this;
    }

    /** Answers in the form that was asked for. */
    public StandInModel says(Function<JsonObject, String> answer) {
        return does((call, request) -> answer(call, request.response(), answer.apply(call)));
    }

    StandInModel says(String text) {
        return says(call -> text);
    }

    static void answer(JsonObject call, HttpServerResponse response, String text) {
        if (call.getBoolean("stream")) {
            stream(response, text);
        } else {
            response.putHeader("Content-Type", "application/json")
                    .end(whole(text, "stop").toBuffer());
        }
    }

    static JsonObject whole(String text, String finishReason) {
        JsonObject message = new JsonObject().put("role", "assistant").put("content", text);
        return new JsonObject()
                .put("object", "chat.completion")
                .put(
                        "choices",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("index", 0)
                                        .put("message", message)
                                        .put("finish_reason", finishReason)))
                .put(
                        "usage",
                        new JsonObject()
                                .put("prompt_tokens", 11)
                                .put("completion_tokens", 7)
                                .put("total_tokens", 18));
    }

    /** In chunks that end within lines and within characters. */
    private static void stream(HttpServerResponse response, String text) {
        boolean huge = text.length() > 100_000;
        int piece = huge ? 50_000 : 5;
        StringBuilder events = new StringBuilder(": a comment\n\n");
        for (int i = 0; i < text.length(); i += piece) {
            events.append(event(text.substring(i, Math.min(text.length(), i + piece)), null));
        }
        events.append(event(null, "stop"));
        events.append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}\r\n\r\n");
        events.append("data: [DONE]\n\n");
        response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
        Buffer all = Buffer.buffer(events.toString());
        int chunk = huge ? 50_000 : 7;
        for (int i = 0; i < all.length(); i += chunk) {
            response.write(all.getBuffer(i, Math.min(all.length(), i + chunk)));
        }
        response.end();
    }

    static String event(String content, String finishReason) {
        JsonObject delta = content == null ? new JsonObject() : new JsonObject().put("content", content);
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
        return "data: "
                + new JsonObject().put("choices", new JsonArray().add(choice)).encode() + "\n\n";
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
