package io.patchgate.generation.model;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.vertx.core.Future;
import java.time.Duration;

/** Tells of each call what became of it, for the metrics. */
final class MeasuredModel implements Model {
    private final Bus bus;
    private final Model model;

    MeasuredModel(Bus bus, Model model) {
        this.bus = bus;
        this.model = model;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Answer> complete(Prompt prompt, Cancellation cancellation) {
        long started = System.nanoTime();
        return model.complete(prompt, cancellation)
                .onSuccess(answer -> tell(started, null, answer.promptTokens(), answer.answerTokens()))
                .onFailure(cause -> tell(
                        started,
                        cause instanceof ModelFailure failure ? failure.kind().id() : "internal",
                        0,
                        0));
    }

    private void tell(long started, String failure, int promptTokens, int answerTokens) {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        bus.publish(Addresses.MODEL_CALLED, new Events.ModelCalled(took, failure, promptTokens, answerTokens));
    }
}
