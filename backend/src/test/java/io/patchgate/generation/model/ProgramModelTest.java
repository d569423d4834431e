package io.patchgate.generation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs in the real sandbox, well-behaved and not. */
@Timeout(180)
class ProgramModelTest {
    @TempDir
    Path data;

    private final Vertx vertx = Vertx.vertx();
    private final Cancellation cancellation = new Cancellation();
    private final Prompt prompt =
            new Prompt(List.of(Prompt.Message.system("Be brief."), Prompt.Message.user("Improve größer.")), null);
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = Sandbox.open(data);
    }

    @AfterEach
    void close() throws Exception {
        sandbox.close();
        Waiting.on(vertx.close());
    }

    @Test
    void readsThePromptFromItsInputAndTheAnswerFromItsOutput() throws Exception {
        require();
        Answer answer = Waiting.on(ask("echo loading >&2; cat; id -u; ls /root /home /srv 2>/dev/null; true", 60_000));

        assertThat(answer.text()).isEqualTo("### system\nBe brief.\n\n### user\nImprove größer.\n1000\n");
        assertThat(answer.promptTokens()).isEqualTo(prompt.tokens());
    }

    @Test
    void needNotReadWhatItIsGiven() throws Exception {
        require();
        Prompt long_ = new Prompt(List.of(Prompt.Message.user("x".repeat(2_000_000))), null);
        assertThat(Waiting.on(model("echo fine", 60_000).complete(long_, cancellation))
                        .text())
                .isEqualTo("fine\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sleep 600 | TIMED_OUT | The model gave no whole answer in 700 ms.",
                "yes | TOO_LONG | The model's answer was longer than 1024 bytes.",
                "yes >&2 | TOO_LONG | The model's answer was longer than 1024 bytes.",
                "echo no weights here >&2; exit 1 | PROGRAM_FAILED | The model's program ended with exit code 1. It says: no weights here",
                "there-is-no-such-program | PROGRAM_FAILED | The model's program ended with exit code 127.",
                "true | MALFORMED | The model's program wrote no answer.",
                "printf '\\377' | MALFORMED | The model's program wrote something that is no UTF-8.",
            })
    void saysHowAProgramMisbehaved(String line, Kind kind, String sentence) throws Exception {
        require();
        assertThatThrownBy(() -> Waiting.on(ask(line, kind == Kind.TIMED_OUT ? 700 : 60_000)))
                .isInstanceOfSatisfying(ModelFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.getMessage()).startsWith(sentence);
                });
    }

    @Test
    void isEndedByACancellation() {
        require();
        Future<Answer> answer = ask("echo begun; sleep 600", 600_000);
        vertx.setTimer(300, timer -> cancellation.cancel());
        assertThatThrownBy(() -> Waiting.on(answer))
                .isInstanceOfSatisfying(
                        ModelFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CANCELLED));
    }

    @Test
    void isNotRunWhereThereIsNoSandbox() throws Exception {
        sandbox = Sandbox.open(Files.writeString(data.resolve("file"), ""));
        assertThatThrownBy(() -> Waiting.on(ask("echo done", 60_000)))
                .isInstanceOfSatisfying(ModelFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.NOT_RUN);
                    assertThat(failure.getMessage()).startsWith("The model's program is not run. ");
                });
    }

    private void require() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
    }

    private Future<Answer> ask(String line, int millis) {
        return model(line, millis).complete(prompt, cancellation);
    }

    private Model model(String line, int millis) {
        Duration total = Duration.ofMillis(millis);
        ModelSettings.Limits limits = new ModelSettings.Limits(total, total, total, 12_000, 100, 1_024, 0);
        ModelSettings.Program program = new ModelSettings.Program(line, 1L << 30);
        return new ProgramModel(vertx, "some-program", program, limits, 1, sandbox);
    }
}
