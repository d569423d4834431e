package io.patchgate.generation;

import static io.patchgate.bus.Addresses.LOOP_PASSED;
import static io.patchgate.bus.Addresses.STORE_CLAIM;
import static io.patchgate.bus.Addresses.STORE_CONSIDER;
import static io.patchgate.bus.Addresses.STORE_CONSIDERED;
import static io.patchgate.bus.Addresses.STORE_LOOP_DUE;
import static io.patchgate.bus.Addresses.STORE_PUT_BACK;
import static io.patchgate.bus.Addresses.STORE_REASONS;
import static io.patchgate.bus.Addresses.STORE_STANDING;
import static io.patchgate.bus.Addresses.STORE_STEP;
import static io.patchgate.bus.Addresses.STORE_STOPPED;
import static io.patchgate.bus.Addresses.STORE_SUGGEST;
import static io.patchgate.bus.Addresses.STORE_SUGGESTION_TRIED;
import static io.patchgate.bus.Addresses.STORE_WINDOWS;

import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements.Ask;
import io.patchgate.bus.Improvements.Claim;
import io.patchgate.bus.Improvements.ComponentWindow;
import io.patchgate.bus.Improvements.End;
import io.patchgate.bus.Improvements.Outcome;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Result;
import io.patchgate.bus.Improvements.Stage;
import io.patchgate.bus.Improvements.Step;
import io.patchgate.bus.Improvements.Stretch;
import io.patchgate.bus.Improvements.Suggestion;
import io.patchgate.bus.Improvements.Window;
import io.patchgate.generation.analysis.Analysis;
import io.patchgate.generation.analysis.Finding;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the queue of considerations: reads a component's window, decides, and hands what is worth it to the author.
 * Whatever it decides is kept with its sentence. While an emergency stop is in force nothing is begun; what is under way
 * is told to give up, and is put back into the queue, to be begun again when everything goes on.
 */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final int ATTEMPTS = 3;

    private final Bus bus;
    private final LoopSettings settings;
    private final Analysis analysis;
    private final Author author;
    private final Clock clock;
    private final Set<Claim> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private volatile boolean closed;

    Loop(Bus bus, LoopSettings settings, Author author, Clock clock) {
        this.bus = bus;
        this.settings = settings;
        this.analysis = new Analysis(settings.minFeedback(), settings.negativeShare(), settings.coolDown());
        this.author = author;
        this.clock = clock;
    }

    /** What is under way gives up as soon as it looks. */
    void stop(boolean stop) {
        stopped = stop;
    }

    /** For good. */
    void close() {
        closed = true;
    }

    /** Keeps the lease of what is under way. */
    void beat() {
        running.forEach(claim -> step(claim, null));
    }

    /** Learns of a stop that nobody on this node tells of, such as one from a terminal. */
    void lookAround() {
        if (!running.isEmpty()) {
            free();
        }
    }

    /** Queues every component that has feedback in its window, where the clock's run falls to this node. */
    Future<Void> schedule() {
        return free().compose(free -> !free
                ? Future.succeededFuture()
                : bus.ask(STORE_LOOP_DUE, settings.interval())
                        .compose(due -> due ? queueAll() : Future.succeededFuture()));
    }

    private Future<Void> queueAll() {
        return windows(null, null).compose(windows -> {
            Future<?> queued = Future.succeededFuture();
            for (ComponentWindow window : windows) {
                Ask ask = new Ask(window.workspace(), window.component(), null, false, null);
                queued = queued.compose(done -> bus.ask(STORE_CONSIDER, ask));
            }
            return queued.mapEmpty();
        });
    }

    /** The next consideration, which is this node's from now on; empty where there is none, or nothing may be begun. */
    Future<Optional<Claim>> claim() {
        return free().compose(free -> free ? bus.ask(STORE_CLAIM, null) : Future.succeededFuture(Optional.empty()));
    }

    Future<List<ComponentWindow>> windows(String workspace, String component) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return bus.ask(STORE_WINDOWS, new Stretch(workspace, component, now.minus(settings.window()), now));
    }

    /** The request log alone knows: a stop may have been ended by somebody else than it was begun by. */
    private Future<Boolean> free() {
        return closed
                ? Future.succeededFuture(false)
                : bus.ask(STORE_STOPPED, null).map(stop -> {
                    stopped = stop.isPresent();
                    return !stopped;
                });
    }

    Future<Void> consider(Claim claim) {
        passed(Stage.CONSIDERED);
        running.add(claim);
        return look(claim).onComplete(ended -> running.remove(claim));
    }

    private Future<Void> look(Claim claim) {
        if (claim.attempts() > ATTEMPTS) {
            return end(claim, Outcome.GAVE_UP, "It was begun " + ATTEMPTS + " times and never came to its end.", null);
        }
        return step(claim, "Counting the feedback of the window")
                .compose(stepped -> windows(claim.workspace(), claim.component()))
                .compose(windows -> windows.isEmpty()
                        ? end(claim, Outcome.TOO_LITTLE_FEEDBACK, "There is no feedback in the window.", null)
                        : judge(claim, windows.get(0).window()))
                .recover(cause -> {
                    // The lease runs out, and it is taken on again.
                    log.warn("Considering a component failed: {}", cause.getMessage());
                    return Future.succeededFuture();
                });
    }

    private Future<Void> judge(Claim claim, Window window) {
        Finding.NotNow early = analysis.tooLittle(window);
        if (early != null) {
            return end(claim, early, window);
        }
        Stretch stretch = new Stretch(claim.workspace(), claim.component(), window.from(), window.to());
        return step(claim, "Reading why the feedback is negative")
                .compose(stepped -> bus.ask(STORE_REASONS, stretch))
                .compose(reasons -> bus.ask(STORE_STANDING, stretch)
                        .map(standing -> analysis.judge(
                                claim.workspace(), claim.component(), window, reasons, standing, window.to())))
                .compose(finding -> finding instanceof Finding.Worth worth
                        ? write(claim, worth)
                        : end(claim, (Finding.NotNow) finding, window));
    }

    private Future<Void> write(Claim claim, Finding.Worth worth) {
        Suggestion suggestion = worth.suggestion();
        return bus.ask(STORE_SUGGEST, suggestion).compose(id -> {
            passed(Stage.SUGGESTED);
            return author.write(with(suggestion, id), progress(claim))
                    .recover(cause -> {
                        log.warn("Writing a patch failed", cause);
                        return Future.succeededFuture(new Authored.NotFiled("Writing a patch failed."));
                    })
                    .compose(authored -> written(claim, worth, id, authored));
        });
    }

    private Future<Void> written(Claim claim, Finding.Worth worth, UUID id, Authored authored) {
        if (authored instanceof Authored.Stopped) {
            return bus.ask(STORE_PUT_BACK, claim);
        }
        if (authored instanceof Authored.Filed filed) {
            passed(Stage.FILED);
            return bus.ask(STORE_SUGGESTION_TRIED, new Result(id, filed.requestId(), null))
                    .compose(kept -> end(claim, Outcome.FILED, worth.sentence() + " A patch was filed.", worth, id));
        }
        String note = ((Authored.NotFiled) authored).reason();
        return bus.ask(STORE_SUGGESTION_TRIED, new Result(id, null, note))
                .compose(kept -> end(claim, Outcome.SUGGESTED, worth.sentence() + " " + note, worth, id));
    }

    private void passed(Stage stage) {
        bus.publish(LOOP_PASSED, new Passed(stage, 1));
    }

    private static Suggestion with(Suggestion s, UUID id) {
        return new Suggestion(
                id,
                s.at(),
                s.workspace(),
                s.component(),
                s.cause(),
                s.kind(),
                s.description(),
                s.confidence(),
                s.feedbackIds(),
                s.window(),
                s.evidence(),
                s.history());
    }

    private Progress progress(Claim claim) {
        return new Progress() {
            @Override
            public void step(String sentence) {
                Loop.this.step(claim, sentence);
            }

            @Override
            public Optional<String> owner() {
                return Optional.ofNullable(claim.owner());
            }

            @Override
            public boolean stopped() {
                return stopped || closed;
            }

            @Override
            public Future<Boolean> free() {
                return Loop.this.free();
            }
        };
    }

    /** A step that cannot be told does not end the work. */
    private Future<Void> step(Claim claim, String sentence) {
        return bus.ask(STORE_STEP, new Step(claim.id(), sentence)).otherwiseEmpty();
    }

    private Future<Void> end(Claim claim, Finding.NotNow finding, Window window) {
        return bus.ask(
                STORE_CONSIDERED, new End(claim.id(), finding.outcome(), finding.sentence(), window, finding.about()));
    }

    private Future<Void> end(Claim claim, Outcome outcome, String sentence, Window window) {
        return bus.ask(STORE_CONSIDERED, new End(claim.id(), outcome, sentence, window, null));
    }

    private Future<Void> end(Claim claim, Outcome outcome, String sentence, Finding.Worth worth, UUID id) {
        return bus.ask(
                STORE_CONSIDERED,
                new End(claim.id(), outcome, sentence, worth.suggestion().window(), id));
    }
}
