package io.patchgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * What operators count. Every series exists from the first scrape. Counters and histograms begin at
 * zero with the process; the gauges come from the database, at most a few seconds old, and are NaN
 * while it does not answer. A scrape never waits for anything.
 */
public final class Metrics {
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final int APPROVALS_IN_FLIGHT = 10_000;

    private static final Duration[] REVIEW_BUCKETS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4),
        Duration.ofHours(8),
        Duration.ofDays(1),
        Duration.ofDays(3),
        Duration.ofDays(7),
        Duration.ofDays(14)
    };
    private static final Duration[] APPLY_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Clock clock;
    private final Counter submissions;
    private final Counter gateDenials;
    private final DenialBursts bursts;
    private final Map<PatchStatus, Counter> decisions = new EnumMap<>(PatchStatus.class);
    private final Map<PatchStatus, Counter> applications = new EnumMap<>(PatchStatus.class);
    private final Timer reviewWait;
    private final Timer applying;
    private final ModelMeters model;
    private final CheckMeters checks;
    private final LoopMetrics loop;

    /** When a request was approved, until it is applied; a restart in between loses the duration. */
    private final Cache<UUID, Instant> approvedAt =
            Caffeine.newBuilder().maximumSize(APPROVALS_IN_FLIGHT).build();

    /** Null while nobody knows. */
    private volatile Store.Figures figures;

    private volatile Map<String, Gating.Reach> reaches = Map.of();

    private volatile IntSupplier subscribers = () -> 0;

    public Metrics(Clock clock) {
        this.clock = clock;
        bursts = new DenialBursts(clock);
        submissions = Counter.builder("patchgate.submissions")
                .description("Well-formed submissions received, before any verdict.")
                .register(registry);
        gateDenials = Counter.builder("patchgate.gate.denials")
                .description("Submissions that the gate denied.")
                .register(registry);
        for (PatchStatus status : new PatchStatus[] {PatchStatus.APPROVED, PatchStatus.DENIED}) {
            decisions.put(
                    status,
                    Counter.builder("patchgate.decisions")
                            .description("Decisions on patch requests.")
                            .tag("decision", label(status))
                            .register(registry));
        }
        for (PatchStatus status : new PatchStatus[] {PatchStatus.CANARY, PatchStatus.APPLIED, PatchStatus.FAILED}) {
            applications.put(
                    status,
                    Counter.builder("patchgate.applications")
                            .description(
                                    "Approved patch requests that were written to the canary folder or the workspace, or could"
                                            + " not be.")
                            .tag("outcome", label(status))
                            .register(registry));
        }
        reviewWait = Timer.builder("patchgate.review.wait")
                .description("Time from submission to a decision.")
                .serviceLevelObjectives(REVIEW_BUCKETS)
                .register(registry);
        applying = Timer.builder("patchgate.apply")
                .description("Time from approval to the end of its application, or to that in the canary folder.")
                .serviceLevelObjectives(APPLY_BUCKETS)
                .register(registry);
        model = new ModelMeters(registry);
        checks = new CheckMeters(registry);
        loop = new LoopMetrics(registry);
        for (PatchStatus status : PatchStatus.values()) {
            Gauge.builder("patchgate.patch.requests", () -> count(status))
                    .description("Patch requests that reviewers can see, by status.")
                    .tag("status", status.name())
                    .register(registry);
        }
        Gauge.builder("patchgate.gate.denials.burst", bursts::largest)
                .description("Denials of the one sender that the gate denied most often in the last ten minutes.")
                .register(registry);
        Gauge.builder("patchgate.oldest.pending.seconds", this::oldestPending)
                .description("Age of the oldest patch request that waits for a decision; 0 when none does.")
                .register(registry);
        Gauge.builder("patchgate.stopped", this::stopped)
                .description("1 while an emergency stop is in force, else 0.")
                .register(registry);
        Gauge.builder("patchgate.sse.subscribers", () -> subscribers.getAsInt())
                .description("Event streams that are open on this node.")
                .register(registry);
    }

    /** A Vert.x instance that reports here; the only way to make one, since it cannot be told later. */
    public Vertx vertx(VertxOptions options) {
        return Vertx.builder()
                .with(options.setMetricsOptions(VertxMeters.options()))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    /** Counts what is published from now on, and keeps the gauges fresh. */
    public void follow(Vertx vertx, Bus bus) {
        bus.on(Addresses.SUBMISSION_RECEIVED, submission -> submissions.increment());
        bus.on(Addresses.SEALED_CHANGED, this::sealed);
        bus.on(Addresses.PATCH_CHANGED, this::changed);
        bus.on(Addresses.LOOP_PASSED, loop::passed);
        bus.on(Addresses.MODEL_CALLED, model::called);
        bus.on(Addresses.CHECK_ENDED, checks::ended);
        refresh(bus);
        vertx.setPeriodic(REFRESH.toMillis(), timer -> refresh(bus));
    }

    /** Where to ask for the number of open event streams; until then there are none. */
    public void subscribers(IntSupplier count) {
        subscribers = count;
    }

    /** In the Prometheus text format. */
    String scrape() {
        return registry.scrape();
    }

    private void sealed(Events.SealedChanged change) {
        if (change.first()) {
            gateDenials.increment();
            bursts.denied(change.submittedBy());
        }
    }

    private void changed(Events.PatchChanged change) {
        Counter decision = decisions.get(change.status());
        if (decision != null) {
            decision.increment();
            reviewWait.record(Duration.between(change.createdAt(), change.at()));
        }
        if (change.status() == PatchStatus.APPROVED) {
            approvedAt.put(change.requestId(), change.at());
        }
        Counter application = applications.get(change.status());
        if (application != null) {
            application.increment();
            Instant approved = approvedAt.asMap().remove(change.requestId());
            if (approved != null) {
                applying.record(Duration.between(approved, change.at()));
            }
        }
    }

    /** Has a series for each workspace from now on: 1 where it can be read, 0 where not, NaN while nobody knows. */
    public void workspaces(List<String> names) {
        for (String name : names) {
            Gauge.builder("patchgate.workspace.up", () -> up(name))
                    .description("Whether a workspace can be read and is not empty.")
                    .tag("workspace", name)
                    .register(registry);
        }
    }

    private double up(String workspace) {
        Gating.Reach reach = reaches.get(workspace);
        return reach == null ? Double.NaN : reach == Gating.Reach.READABLE ? 1 : 0;
    }

    /** Knows nothing rather than what was true before. */
    void refresh(Bus bus) {
        bus.ask(Addresses.GATE_REACH, null).onSuccess(fresh -> reaches = fresh).onFailure(cause -> reaches = Map.of());
        bus.ask(Addresses.STORE_FIGURES, null)
                .onSuccess(fresh -> figures = fresh)
                .onFailure(cause -> figures = null);
    }

    private double count(PatchStatus status) {
        Store.Figures known = figures;
        return known == null ? Double.NaN : known.byStatus().getOrDefault(status, 0L);
    }

    private double oldestPending() {
        Store.Figures known = figures;
        if (known == null) {
            return Double.NaN;
        }
        return known.oldestPending() == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(known.oldestPending(), clock.instant()).toMillis() / 1_000.0);
    }

    private double stopped() {
        Store.Figures known = figures;
        return known == null ? Double.NaN : known.stopped() ? 1 : 0;
    }

    private static String label(PatchStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
