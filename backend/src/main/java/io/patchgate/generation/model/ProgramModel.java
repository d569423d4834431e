package io.patchgate.generation.model;

import io.patchgate.generation.model.ModelFailure.Kind;
import io.patchgate.sandbox.Ending;
import io.patchgate.sandbox.Job;
import io.patchgate.sandbox.Limits;
import io.patchgate.sandbox.Output;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.SandboxUnavailable;
import io.patchgate.sandbox.Scratch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A model that is a program: the prompt on its standard input, the answer on its standard output, one process a call. It
 * runs in the sandbox in an empty folder, as a check does without a workspace: no network, no file but the system's
 * programs and what is beside them. Where there is no sandbox it is not run.
 */
final class ProgramModel implements Model {
    /** What it may write beside its answer, as programs tell how they get on. */
    private static final long CHATTER = 4L << 20;

    private static final int SHOWN = 200;

    private final String name;
    private final ModelSettings.Program program;
    private final ModelSettings.Limits limits;
    private final Sandbox sandbox;
    private final WorkerExecutor threads;

    ProgramModel(
            Vertx vertx,
            String name,
            ModelSettings.Program program,
            ModelSettings.Limits limits,
            int concurrent,
            Sandbox sandbox) {
        this.name = name;
        this.program = program;
        this.limits = limits;
        this.sandbox = sandbox;
        this.threads = vertx.createSharedWorkerExecutor("patchgate-model", concurrent, 1, TimeUnit.DAYS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<Answer> complete(Prompt prompt, Cancellation cancellation) {
        return threads.executeBlocking(() -> run(prompt, cancellation), false);
    }

    private Answer run(Prompt prompt, Cancellation cancellation) {
        if (cancellation.cancelled()) {
            throw cancelled();
        }
        Written answer = new Written(limits.answerBytes());
        Written errors = new Written(SHOWN * 4);
        Limits within = Limits.STANDARD
                .within(limits.total())
                .withMemory(program.memory())
                .withOutput(limits.answerBytes() + CHATTER);
        byte[] input = text(prompt).getBytes(StandardCharsets.UTF_8);
        try (Scratch scratch = sandbox.scratch()) {
            Job job = new Job(Job.shell(program.line(), within).command(), input, within);
            Ending ending =
                    sandbox.run(scratch, job, answer, errors, () -> cancellation.cancelled() || answer.tooLong());
            return answer(prompt, ending, answer, errors, cancellation);
        } catch (SandboxUnavailable e) {
            throw new ModelFailure(Kind.NOT_RUN, "The model's program is not run. " + e.getMessage());
        } catch (IOException e) {
            throw new ModelFailure(Kind.NOT_RUN, "The model's program could not be started.");
        }
    }

    private Answer answer(Prompt prompt, Ending ending, Written answer, Written errors, Cancellation cancellation) {
        if (answer.tooLong() || ending.cause() == Ending.Cause.TOO_MUCH_OUTPUT) {
            throw Protocol.tooLong(limits.answerBytes());
        }
        if (cancellation.cancelled() || ending.cause() == Ending.Cause.CANCELLED) {
            throw cancelled();
        }
        if (ending.cause() == Ending.Cause.TIMED_OUT) {
            throw new ModelFailure(
                    Kind.TIMED_OUT,
                    "The model gave no whole answer in " + limits.total().toMillis() + " ms.");
        }
        if (!ending.succeeded()) {
            throw new ModelFailure(
                    Kind.PROGRAM_FAILED, "The model's program " + ending.described() + "." + errors.shown());
        }
        String text = answer.text();
        if (text.isBlank()) {
            throw new ModelFailure(Kind.MALFORMED, "The model's program wrote no answer.");
        }
        return new Answer(text, prompt.tokens(), Tokens.estimate(text));
    }

    private static ModelFailure cancelled() {
        return new ModelFailure(Kind.CANCELLED, "The call of the model was cancelled.");
    }

    /** Who says what stands in a line before it; what others wrote is fenced within that. */
    private static String text(Prompt prompt) {
        return prompt.messages().stream()
                .map(message -> "### " + message.role() + "\n" + message.text().stripTrailing() + "\n")
                .collect(Collectors.joining("\n"));
    }

    /** The beginning of what a stream brings, and whether that was all. */
    private static final class Written implements Output {
        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean tooLong;

        Written(int most) {
            this.most = most;
        }

        @Override
        public synchronized void write(byte[] chunk, int length) {
            int taken = Math.min(length, most - bytes.size());
            bytes.write(chunk, 0, taken);
            tooLong |= taken < length;
        }

        synchronized boolean tooLong() {
            return tooLong;
        }

        synchronized String text() {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new ModelFailure(Kind.MALFORMED, "The model's program wrote something that is no UTF-8.");
            }
        }

        synchronized String shown() {
            String clean = bytes.toString(StandardCharsets.US_ASCII)
                    .replaceAll("[^\\x20-\\x7e]+", " ")
                    .strip();
            return clean.isEmpty()
                    ? ""
                    : " It says: " + (clean.length() > SHOWN ? clean.substring(0, SHOWN) + "…" : clean);
        }
    }
}
