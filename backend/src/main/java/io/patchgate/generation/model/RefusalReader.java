package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads why a server did not answer. Always ends in a failure. */
final class RefusalReader implements AnswerReader {
    private static final int READ = 16_384;
    private static final int SHOWN = 200;

    private final HttpClientResponse response;
    private final ModelSettings.Server server;
    private final Buffer received = Buffer.buffer();

    RefusalReader(HttpClientResponse response, ModelSettings.Server server) {
        this.response = response;
        this.server = server;
    }

    @Override
    public void take(Buffer chunk) {
        if (received.length() + chunk.length() > READ) {
            throw failure();
        }
        received.appendBuffer(chunk);
    }

    @Override
    public Answer end() {
        int status = response.statusCode();
        if (status == 400 || status == 422) {
            throw new ChatModel.NotUnderstood(failure());
        }
        throw failure();
    }

    private ModelFailure failure() {
        int status = response.statusCode();
        if (status == 429) {
            return new ModelFailure(
                    Kind.RATE_LIMITED, "The model's server wants to be asked less often (429).", retryAfter());
        }
        if (status >= 500) {
            return new ModelFailure(
                    Kind.SERVER_ERROR, "The model's server failed (" + status + ")." + said(), retryAfter());
        }
        if (status == 401 || status == 403) {
            // What a server says about a key may hold a part of it.
            return new ModelFailure(
                    Kind.REJECTED, "The model's server does not accept the key, or wants one (" + status + ").");
        }
        return new ModelFailure(Kind.REJECTED, "The model's server does not take the call (" + status + ")." + said());
    }

    private String said() {
        String message = message();
        if (message == null || message.isBlank()) {
            return "";
        }
        String clean = server.key().map(key -> key.removedFrom(message)).orElse(message);
        clean = clean.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return " It says: " + (clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean);
    }

    private String message() {
        try {
            Object error = new JsonObject(received).getValue("error");
            Object message = error instanceof JsonObject object ? object.getValue("message") : error;
            return message instanceof String text ? text : null;
        } catch (DecodeException e) {
            return null;
        }
    }

    /** Seconds or a date, as RFC 9110 has it; zero where there is none. */
    private Duration retryAfter() {
        String text = response.getHeader(HttpHeaders.RETRY_AFTER);
        if (text == null) {
            return Duration.ZERO;
        }
        if (text.matches("[0-9]{1,8}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(Instant.now(), at);
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
