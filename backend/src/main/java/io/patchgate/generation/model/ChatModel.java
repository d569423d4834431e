package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;

/**
 * A model behind a server that speaks OpenAI's chat completions, as Ollama, llama.cpp, vLLM, LM Studio and hosted ones
 * do. One call is one answer or one failure; nothing is tried again but in words that a simpler server understands.
 * It follows no redirect and uses no proxy, so that key and prompt go where the settings say and nowhere else.
 */
final class ChatModel implements Model {
    private final Vertx vertx;
    private final String name;
    private final ModelSettings.Server server;
    private final ModelSettings.Limits limits;
    private final HttpClient client;

    /** What the server has been found to understand. */
    private volatile Dialect dialect = Dialect.FULL;

    ChatModel(Vertx vertx, String name, ModelSettings.Server server, ModelSettings.Limits limits) {
        this.vertx = vertx;
        this.name = name;
        this.server = server;
        this.limits = limits;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(4));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<Answer> complete(Prompt prompt, Cancellation cancellation) {
        return complete(prompt, cancellation, dialect);
    }

    private Future<Answer> complete(Prompt prompt, Cancellation cancellation, Dialect spoken) {
        return new ChatCall(vertx, client, server, limits, prompt, spoken.body(name, server.stream(), limits, prompt))
                .answer(cancellation)
                .onSuccess(answer -> dialect = spoken)
                .recover(cause -> spoken.simpler()
                        .filter(simpler -> cause instanceof NotUnderstood)
                        .map(simpler -> complete(prompt, cancellation, simpler))
                        .orElseGet(() -> Future.failedFuture(known(cause))));
    }

    private static ModelFailure known(Throwable cause) {
        return cause instanceof NotUnderstood not
                ? not.failure
                : cause instanceof ModelFailure failure
                        ? failure
                        : new ModelFailure(Kind.MALFORMED, "The model's server could not be talked to.");
    }

    /** The server answered that the call itself is wrong; in simpler words it may be right. */
    static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient ModelFailure failure;

        NotUnderstood(ModelFailure failure) {
            super(failure.getMessage(), null, false, false);
            this.failure = failure;
        }
    }

    /** Where a chat completion is asked for. */
    static String path(URI url) {
        String base = url.getRawPath() == null ? "" : url.getRawPath();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions";
    }
}
