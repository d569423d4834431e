package io.patchgate.generation;

import static io.patchgate.bus.Addresses.GENERATION_CONSIDER;
import static io.patchgate.bus.Addresses.GENERATION_FEEDBACK;
import static io.patchgate.bus.Addresses.GENERATION_OVERVIEW;
import static io.patchgate.bus.Addresses.LOOP_PASSED;
import static io.patchgate.bus.Addresses.STOP_CHANGED;
import static io.patchgate.bus.Addresses.STORE_CONSIDER;
import static io.patchgate.bus.Addresses.STORE_FEEDBACK;
import static io.patchgate.bus.Addresses.STORE_LOOP_LOG;
import static io.patchgate.bus.Addresses.STORE_STOPPED;

import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Stage;
import io.patchgate.bus.Store;
import io.patchgate.generation.outcome.CanaryWatch;
import io.patchgate.generation.outcome.Probation;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Will's place on the bus: takes feedback in, and keeps the loop going. One instance a node. */
public final class GenerationVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(GenerationVerticle.class);

    /** How often the queue is looked at where nothing on this node says that there is something in it. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration SCHEDULE = Duration.ofMinutes(1);

    private static final Duration LOOK_AT_APPLIED = Duration.ofSeconds(30);

    /** Well within the lease of a consideration. */
    private static final Duration BEAT = Duration.ofSeconds(20);

    private final Bus bus;
    private final LoopSettings settings;
    private final Author author;
    private final Loop loop;
    private final Probation probation;
    private final Set<String> withCanary;
    private final CanaryWatch canaries;
    private boolean claiming;
    private int working;

    /**
     * @param probations of the workspaces that say how they watch, by name
     * @param canaries of the workspaces that have one, by name
     */
    public GenerationVerticle(
            Bus bus,
            LoopSettings settings,
            Author author,
            Map<String, ProbationSettings> probations,
            Map<String, CanarySettings> canaries) {
        this.bus = bus;
        this.settings = settings;
        this.author = author;
        this.withCanary = canaries.keySet();
        this.canaries = new CanaryWatch(bus, canaries, LOOK_AT_APPLIED, Clock.systemUTC());
        this.probation = new Probation(bus, probations, settings.window(), LOOK_AT_APPLIED, Clock.systemUTC());
        this.loop = new Loop(bus, settings, author, Clock.systemUTC());
    }

    @Override
    public Future<?> start() {
        bus.serve(GENERATION_FEEDBACK, this::take);
        bus.serve(GENERATION_CONSIDER, ask -> bus.ask(STORE_CONSIDER, ask).onSuccess(queued -> work()));
        bus.serve(GENERATION_OVERVIEW, nothing -> overview());
        bus.on(STOP_CHANGED, change -> loop.stop(change.stopped()));
        vertx.setPeriodic(LOOK.toMillis(), timer -> {
            loop.lookAround();
            work();
        });
        vertx.setPeriodic(BEAT.toMillis(), timer -> loop.beat());
        vertx.setPeriodic(
                1_000,
                SCHEDULE.toMillis(),
                timer -> loop.schedule()
                        .onSuccess(scheduled -> work())
                        .onFailure(cause -> log.debug("The loop waits: {}", cause.getMessage())));
        vertx.setPeriodic(LOOK_AT_APPLIED.toMillis(), timer -> {
            probation.run().onFailure(cause -> log.debug("Probation waits: {}", cause.getMessage()));
            canaries.run().onFailure(cause -> log.debug("Canaries wait: {}", cause.getMessage()));
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        loop.close();
        return Future.succeededFuture();
    }

    private Future<Store.FeedbackReceipt> take(List<Store.Feedback> events) {
        return bus.ask(STORE_FEEDBACK, FeedbackIntake.read(events, settings.thresholds(), withCanary))
                .onSuccess(receipt -> {
                    passed(Stage.RECEIVED, receipt.accepted());
                    passed(Stage.DUPLICATE, receipt.duplicates());
                });
    }

    private void passed(Stage stage, int count) {
        bus.publish(LOOP_PASSED, new Passed(stage, count));
    }

    /** Goes on until the queue is empty, with as many at a time as the author may write. */
    private void work() {
        if (claiming || working >= author.atOnce()) {
            return;
        }
        claiming = true;
        loop.claim().onComplete(claimed -> {
            claiming = false;
            if (claimed.failed()) {
                log.debug("The loop waits: {}", claimed.cause().getMessage());
            } else {
                claimed.result().ifPresent(this::begin);
            }
        });
    }

    private void begin(Improvements.Claim claim) {
        working++;
        loop.consider(claim).onComplete(ended -> {
            working--;
            work();
        });
        work();
    }

    private Future<Improvements.Overview> overview() {
        Optional<Author.Model> model = author.model();
        return loop.windows(null, null)
                .compose(windows -> bus.ask(STORE_LOOP_LOG, null)
                        .compose(kept -> bus.ask(STORE_STOPPED, null)
                                .map(stop -> new Improvements.Overview(
                                        settings.minFeedback(),
                                        settings.negativeShare(),
                                        settings.window(),
                                        settings.interval(),
                                        settings.coolDown(),
                                        model.map(Author.Model::name).orElse(null),
                                        model.map(Author.Model::provider).orElse(null),
                                        model.map(Author.Model::budgets).orElse(List.of()).stream()
                                                .map(b -> new Improvements.Budget(b.what(), b.used(), b.most()))
                                                .toList(),
                                        stop.isPresent(),
                                        windows,
                                        kept))));
    }
}
