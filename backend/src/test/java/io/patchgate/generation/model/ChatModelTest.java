package io.patchgate.generation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.patchgate.workspace.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatModelTest {
    private static final String TEXT = "def learn(): return 'größer 🦜'\n";
    private static final String KEY = "sk-very-secret-0123456789";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final Vertx vertx = Vertx.vertx();
    private final StandInModel server = new StandInModel();
    private final Cancellation cancellation = new Cancellation();
    private final Prompt prompt =
            new Prompt(List.of(Prompt.Message.user("Improve it.")), new JsonObject().put("type", "object"));

    @AfterEach
    void close() throws Exception {
        server.close();
        Waiting.on(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAnAnswerToItsEnd(boolean stream) throws Exception {
        server.says(TEXT);

        assertThat(Waiting.on(ask(model(stream)))).isEqualTo(new Answer(TEXT, 11, 7));
        assertThat(server.authorizations()).containsExactly("Bearer " + KEY);
        JsonObject call = server.calls().get(0);
        assertThat(call.getString("model")).isEqualTo("some-coder");
        assertThat(call.getJsonObject("response_format").getString("type")).isEqualTo("json_schema");
        assertThat(call.getInteger("max_tokens")).isEqualTo(100);
    }

    @Test
    void takesAWholeAnswerWhereAStreamWasAskedFor() throws Exception {
        server.does((call, request) ->
                request.response().end(StandInModel.whole(TEXT, "stop").toBuffer()));

        assertThat(Waiting.on(ask(model(true))).text()).isEqualTo(TEXT);
    }

    @Test
    void speaksSimplerToAServerThatDoesNotUnderstandAndRemembersIt() throws Exception {
        server.does((call, request) -> {
            if (call.containsKey("response_format")) {
                request.response().setStatusCode(400).end("{\"error\":{\"message\":\"no schemas here\"}}");
            } else {
                StandInModel.answer(call, request.response(), TEXT);
            }
        });
        Model model = model(true);

        assertThat(Waiting.on(ask(model)).text()).isEqualTo(TEXT);
        assertThat(Waiting.on(ask(model)).text()).isEqualTo(TEXT);
        assertThat(server.calls())
                .extracting(call -> call.containsKey("response_format"))
                .containsExactly(true, false, false);
    }

    @Test
    void doesNotRememberThatAPromptWasRefused() throws Exception {
        server.does((call, request) -> request.response().setStatusCode(400).end("{\"error\":\"too long\"}"));
        Model model = model(true);

        assertThat(failure(ask(model)).kind()).isEqualTo(Kind.REJECTED);
        server.says(TEXT);
        Waiting.on(ask(model));

        assertThat(server.calls().get(3).containsKey("response_format")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "401, REJECTED",
        "403, REJECTED",
        "404, REJECTED",
        "302, REJECTED",
        "429, RATE_LIMITED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR"
    })
    void tellsFailuresApartAndNeverTheKey(int status, Kind kind) {
        String echoing = new JsonObject()
                .put("error", new JsonObject().put("message", "Wrong key " + KEY + "\n\u202e" + "x".repeat(5_000)))
                .encode();
        server.does((call, request) -> request.response()
                .setStatusCode(status)
                .putHeader("Location", "http://127.0.0.1:1/elsewhere")
                .end(echoing));

        ModelFailure failure = failure(ask(model(true)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage())
                .doesNotContain(KEY)
                .doesNotContain("\n")
                .hasSizeLessThan(400);
        assertThat(server.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "null",
                "[]",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"message\":\"x\"}]}",
                "{\"choices\":[{\"message\":{\"content\":5}}]}",
                "{\"choices\":{}}"
            })
    void takesNothingThatIsNoCompletion(String body) {
        server.does((call, request) -> request.response().end(body));
        assertThat(failure(ask(model(false))).kind()).isEqualTo(Kind.MALFORMED);

        server.does((call, request) -> request.response()
                .putHeader("Content-Type", "text/event-stream")
                .end("data: " + body + "\n\ndata: nonsense\n\n"));
        assertThat(failure(ask(model(true))).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void doesNotTakeAnAnswerThatBreaksOffForAWholeOne() {
        server.does((call, request) -> {
            HttpServerResponse response = streaming(request.response());
            response.write(StandInModel.event("def learn", null))
                    .onComplete(sent -> request.connection().close());
        });
        assertThat(failure(ask(model(true))).kind()).isEqualTo(Kind.CUT_OFF);

        server.does((call, request) -> streaming(request.response()).end(StandInModel.event("def learn", null)));
        assertThat(failure(ask(model(true))).kind()).isEqualTo(Kind.CUT_OFF);
    }

    @Test
    void takesNoAnswerThatWasRefusedOrEndedForItsLength() {
        server.does((call, request) ->
                request.response().end(StandInModel.whole(TEXT, "length").toBuffer()));
        assertThat(failure(ask(model(false))).kind()).isEqualTo(Kind.TOO_LONG);

        server.does((call, request) -> streaming(request.response())
                .end("data: {\"choices\":[{\"delta\":{\"refusal\":\"I will not.\"}}]}\n\n"
                        + StandInModel.event(null, "stop")));
        assertThat(failure(ask(model(true))).kind()).isEqualTo(Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesUpAHugeAnswer(boolean stream) {
        server.says("x".repeat(2_000_000));

        assertThat(failure(ask(model(stream))).kind()).isEqualTo(Kind.TOO_LONG);
    }

    @Test
    void waitsNeitherForAFirstTokenNorForTheLastForEver() {
        server.does((call, request) -> {});
        ModelFailure first = failure(ask(model(true, LONG, SHORT, LONG)));
        assertThat(first.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(first.getMessage()).startsWith("The model did not begin");

        server.does((call, request) -> streaming(request.response()).write(StandInModel.event("x", null)));
        ModelFailure total = failure(ask(model(true, LONG, SHORT, SHORT.multipliedBy(8))));
        assertThat(total.getMessage()).startsWith("The model gave no whole answer");
    }

    @Test
    void saysThatNobodyIsThere() {
        URI nobody = server.url();
        server.close();

        assertThat(failure(ask(model(nobody, true, LONG, LONG, LONG))).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void endsACallThatIsCancelled() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        server.does((call, request) -> request.connection().closeHandler(gone -> closed.incrementAndGet()));
        Future<Answer> asking = ask(model(true));
        Waiting.until(() -> server.calls().size() == 1);

        cancellation.cancel();

        assertThat(failure(asking).kind()).isEqualTo(Kind.CANCELLED);
        Waiting.until(() -> closed.get() == 1);
        assertThat(failure(ask(model(true))).kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void triesAgainWhatMayPassAndWaitsAsLongAsItIsTold() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.does((call, request) -> {
            switch (calls.incrementAndGet()) {
                case 1 -> request.response().setStatusCode(500).end();
                case 2 ->
                    request.response()
                            .setStatusCode(429)
                            .putHeader("Retry-After", "1")
                            .end();
                default -> StandInModel.answer(call, request.response(), TEXT);
            }
        });
        long started = System.nanoTime();

        assertThat(Waiting.on(ask(patient(3))).text()).isEqualTo(TEXT);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(calls).hasValue(3);
    }

    @Test
    void triesNoMoreOftenThanItMayAndNotWhatStaysWrong() {
        server.does((call, request) -> request.response().setStatusCode(503).end());
        assertThat(failure(ask(patient(2))).kind()).isEqualTo(Kind.SERVER_ERROR);
        assertThat(server.calls()).hasSize(3);

        server.does((call, request) -> request.response().setStatusCode(401).end());
        failure(ask(patient(2)));
        assertThat(server.calls()).hasSize(4);

        server.does((call, request) -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "86400")
                .end());
        failure(ask(patient(2)));
        assertThat(server.calls()).hasSize(5);
    }

    @Test
    void aKeyShowsNowhere() {
        ApiKey key = new ApiKey(KEY);
        assertThat(new ModelSettings.Server(server.url(), Optional.of(key), true).toString())
                .doesNotContain(KEY);
        assertThatThrownBy(() -> new ApiKey(KEY + "\r\nX: y")).hasMessageNotContaining(KEY);
    }

    private static HttpServerResponse streaming(HttpServerResponse response) {
        return response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    }

    private Future<Answer> ask(Model model) {
        return model.complete(prompt, cancellation);
    }

    private Model patient(int retries) {
        return new PatientModel(vertx, model(true), retries, Duration.ofMillis(5));
    }

    private ChatModel model(boolean stream) {
        return model(stream, LONG, LONG, LONG);
    }

    private ChatModel model(boolean stream, Duration connect, Duration first, Duration total) {
        return model(server.url(), stream, connect, first, total);
    }

    private ChatModel model(URI url, boolean stream, Duration connect, Duration first, Duration total) {
        return new ChatModel(
                vertx,
                "some-coder",
                new ModelSettings.Server(url, Optional.of(new ApiKey(KEY)), stream),
                new ModelSettings.Limits(connect, first, total, 1_000, 100, 100_000, 0));
    }

    private static ModelFailure failure(Future<?> future) {
        try {
            Waiting.on(future);
        } catch (ModelFailure e) {
            return e;
        } catch (Exception e) {
            return fail("Not a failure of the model", e);
        }
        return fail("It answered");
    }
}
