package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One exchange with a server: it ends in an answer, a failure, the last of its time-outs or a cancellation, whichever
 * comes first, and then holds neither a timer nor a connection. Everything happens on one context.
 */
final class ChatCall {
    private final Vertx vertx;
    private final HttpClient client;
    private final ModelSettings.Server server;
    private final ModelSettings.Limits limits;
    private final Prompt prompt;
    private final JsonObject body;
    private final Promise<Answer> promise = Promise.promise();
    private final List<Long> timers = new ArrayList<>();
    private HttpClientRequest request;
    private boolean begun;
    private boolean ended;

    ChatCall(
            Vertx vertx,
            HttpClient client,
            ModelSettings.Server server,
            ModelSettings.Limits limits,
            Prompt prompt,
            JsonObject body) {
        this.vertx = vertx;
        this.client = client;
        this.server = server;
        this.limits = limits;
        this.prompt = prompt;
        this.body = body;
    }

    /** Once. */
    Future<Answer> answer(Cancellation cancellation) {
        Context context = vertx.getOrCreateContext();
        Runnable cancelled = () -> context.runOnContext(
                turn -> fail(new ModelFailure(Kind.CANCELLED, "The call of the model was cancelled.")));
        context.runOnContext(turn -> {
            cancellation.onCancel(cancelled);
            within(limits.total(), false, "The model gave no whole answer in ");
            if (server.stream()) {
                within(limits.firstToken(), true, "The model did not begin to answer in ");
            }
            client.request(options()).onComplete(this::send, this::unreachable);
        });
        return promise.future().onComplete(done -> cancellation.forget(cancelled));
    }

    private RequestOptions options() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(bare(server.url().getHost()))
                .setPort(port())
                .setSsl(secure())
                .setURI(ChatModel.path(server.url()))
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        server.key().ifPresent(key -> options.putHeader(HttpHeaders.AUTHORIZATION, key.bearer()));
        return options;
    }

    private boolean secure() {
        return server.url().getScheme().equalsIgnoreCase("https");
    }

    private int port() {
        int port = server.url().getPort();
        return port >= 0 ? port : secure() ? 443 : 80;
    }

    /** An IPv6 address has brackets in a URL and nowhere else. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private void within(Duration time, boolean toBegin, String sentence) {
        timers.add(vertx.setTimer(Math.max(1, time.toMillis()), timer -> {
            if (!toBegin || !begun) {
                fail(new ModelFailure(Kind.TIMED_OUT, sentence + time.toMillis() + " ms."));
            }
        }));
    }

    private void send(HttpClientRequest opened) {
        request = opened;
        if (ended) {
            opened.reset();
            return;
        }
        opened.exceptionHandler(this::lost);
        opened.send(body.toBuffer()).onComplete(this::receive, this::unreachable);
    }

    private void receive(HttpClientResponse response) {
        if (ended) {
            return;
        }
        AnswerReader reader = response.statusCode() == 200 ? reader(response) : new RefusalReader(response, server);
        response.exceptionHandler(this::lost);
        response.handler(chunk -> read(reader, chunk));
        response.endHandler(end -> finish(reader));
    }

    /** Some servers answer whole, whatever they were asked. */
    private AnswerReader reader(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream")
                ? new StreamedAnswer(limits.answerBytes(), prompt)
                : new WholeAnswer(limits.answerBytes(), prompt);
    }

    private void read(AnswerReader reader, Buffer chunk) {
        if (ended) {
            return;
        }
        begun = true;
        try {
            reader.take(chunk);
        } catch (ModelFailure e) {
            fail(e);
            return;
        }
        if (reader.complete()) {
            finish(reader);
            // Nothing more is wanted, whether the server has anything or not.
            request.reset();
        }
    }

    private void finish(AnswerReader reader) {
        if (ended) {
            return;
        }
        try {
            Answer answer = reader.end();
            end();
            promise.complete(answer);
        } catch (ModelFailure | ChatModel.NotUnderstood e) {
            fail(e);
        }
    }

    private void unreachable(Throwable cause) {
        // The cause may name the machine's ways out; that there is no connection is all that people need.
        fail(new ModelFailure(Kind.UNREACHABLE, "The model's server cannot be reached."));
    }

    private void lost(Throwable cause) {
        fail(
                begun
                        ? new ModelFailure(Kind.CUT_OFF, "The model's answer broke off.")
                        : new ModelFailure(Kind.UNREACHABLE, "The model's server hung up before it answered."));
    }

    private void fail(RuntimeException failure) {
        if (ended) {
            return;
        }
        end();
        if (request != null) {
            request.reset();
        }
        promise.fail(failure);
    }

    private void end() {
        ended = true;
        timers.forEach(vertx::cancelTimer);
    }
}
