package io.patchgate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patchgate.bus.Events;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What operators count of the model that writes patches. */
final class ModelMeters {
    /** As {@code generation/model/ModelFailure.Kind} names them; one that it adds is counted under its own name. */
    private static final List<String> FAILURES = List.of(
            "unreachable",
            "cut_off",
            "timed_out",
            "rate_limited",
            "server_error",
            "rejected",
            "malformed",
            "too_long",
            "refused",
            "busy",
            "over_budget",
            "cancelled",
            "unavailable");

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15)
    };

    private final MeterRegistry registry;
    private final Timer answered;
    private final Counter promptTokens;
    private final Counter answerTokens;
    private final Map<String, Counter> failures = new HashMap<>();

    ModelMeters(MeterRegistry registry) {
        this.registry = registry;
        answered = Timer.builder("patchgate.model.answer")
                .description("Time that the loop's model took for an answer.")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        promptTokens = tokens("prompt");
        answerTokens = tokens("answer");
        FAILURES.forEach(this::failures);
    }

    void called(Events.ModelCalled call) {
        if (call.failure() != null) {
            failures(call.failure()).increment();
            return;
        }
        answered.record(call.took());
        promptTokens.increment(call.promptTokens());
        answerTokens.increment(call.answerTokens());
    }

    private Counter tokens(String direction) {
        return Counter.builder("patchgate.model.tokens")
                .description("Tokens of answered calls of the loop's model.")
                .tag("direction", direction)
                .register(registry);
    }

    private synchronized Counter failures(String kind) {
        return failures.computeIfAbsent(
                kind,
                name -> Counter.builder("patchgate.model.failures")
                        .description("Calls of the loop's model that came to nothing, by kind.")
                        .tag("kind", name)
                        .register(registry));
    }
}
