package io.patchgate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patchgate.bus.Checking;
import io.patchgate.patch.Check;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What checks came to, on this node since its start. */
final class CheckMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30)
    };

    private final Map<Check.Kind, Map<Check.Status, Counter>> ended = new EnumMap<>(Check.Kind.class);
    private final Map<Check.Kind, Timer> took = new EnumMap<>(Check.Kind.class);

    CheckMeters(MeterRegistry registry) {
        for (Check.Kind kind : Check.Kind.values()) {
            Map<Check.Status, Counter> counters = new EnumMap<>(Check.Status.class);
            for (Check.Status status : Check.Status.values()) {
                if (!status.open()) {
                    counters.put(
                            status,
                            Counter.builder("patchgate.checks.ended")
                                    .description("Checks that have ended.")
                                    .tag("kind", kind.id())
                                    .tag("status", status.id())
                                    .register(registry));
                }
            }
            ended.put(kind, counters);
            took.put(
                    kind,
                    Timer.builder("patchgate.checks")
                            .description("How long checks took, without their waiting.")
                            .tag("kind", kind.id())
                            .serviceLevelObjectives(BUCKETS)
                            .register(registry));
        }
    }

    void ended(Checking.Ended check) {
        Counter counter = ended.get(check.kind()).get(check.status());
        if (counter != null) {
            counter.increment();
            if (check.durationMillis() != null) {
                took.get(check.kind()).record(check.durationMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
