package io.patchgate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Stage;
import java.util.EnumMap;
import java.util.Map;

/** What passed each stage of the self-improvement loop on this node since its start. */
final class LoopMetrics {
    private final Map<Stage, Counter> stages = new EnumMap<>(Stage.class);

    LoopMetrics(MeterRegistry registry) {
        counter(registry, Stage.RECEIVED, "patchgate.feedback.received", "Feedback events that were new.");
        counter(registry, Stage.DUPLICATE, "patchgate.feedback.duplicates", "Feedback events known by their id.");
        counter(registry, Stage.CONSIDERED, "patchgate.loop.considerations", "Looks at a component.");
        counter(registry, Stage.SUGGESTED, "patchgate.loop.suggestions", "Findings worth a patch.");
        counter(registry, Stage.FILED, "patchgate.loop.filed", "Patches that were submitted for a finding.");
        counter(registry, Stage.IMPROVED, "patchgate.loop.improved", "Applied patches after which feedback is better.");
        counter(registry, Stage.WORSE, "patchgate.loop.worse", "Applied patches after which feedback is worse.");
        counter(registry, Stage.ROLLED_BACK, "patchgate.loop.rollbacks", "Patches that probation rolled back.");
        counter(
                registry,
                Stage.CANARY_PROMOTED,
                "patchgate.loop.canaries.promoted",
                "Canaries that the rule promoted.");
        counter(
                registry,
                Stage.CANARY_WITHDRAWN,
                "patchgate.loop.canaries.withdrawn",
                "Canaries that the rule withdrew.");
        counter(
                registry,
                Stage.CANARY_WAITING,
                "patchgate.loop.canaries.waiting",
                "Canaries that a person has to end.");
    }

    private void counter(MeterRegistry registry, Stage stage, String name, String description) {
        stages.put(stage, Counter.builder(name).description(description).register(registry));
    }

    void passed(Passed passed) {
        stages.get(passed.stage()).increment(passed.count());
    }
}
