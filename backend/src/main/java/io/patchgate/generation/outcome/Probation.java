package io.patchgate.generation.outcome;

import static io.patchgate.bus.Addresses.APPLICATION_ROLL_BACK;
import static io.patchgate.bus.Addresses.LOOP_PASSED;
import static io.patchgate.bus.Addresses.STORE_COMPARE;
import static io.patchgate.bus.Addresses.STORE_LOOKED;
import static io.patchgate.bus.Addresses.STORE_ON_PROBATION;
import static io.patchgate.bus.Addresses.STORE_OUTCOMES_DUE;
import static io.patchgate.bus.Addresses.STORE_REACTED;

import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Stage;
import io.patchgate.bus.Outcomes.Comparison;
import io.patchgate.bus.Outcomes.Look;
import io.patchgate.bus.Outcomes.Reaction;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.bus.Outcomes.Watched;
import io.patchgate.bus.Store;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.patch.Actor;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what was applied while its watch lasts, on one node at a time. What is significantly worse is told, and where
 * the workspace has opted in rolled back by the way people go, in the system's name. A rollback that fails is tried
 * again at the next look until the watch is over.
 */
public final class Probation {
    private static final Logger log = LoggerFactory.getLogger(Probation.class);

    private final Bus bus;
    private final Function<String, ProbationSettings> settings;
    private final Duration window;
    private final Duration interval;
    private final Clock clock;

    /**
     * @param settings of a workspace by its name
     * @param window before the application that it is compared with
     */
    public Probation(
            Bus bus, Map<String, ProbationSettings> settings, Duration window, Duration interval, Clock clock) {
        this.bus = bus;
        this.settings = workspace -> settings.getOrDefault(workspace, ProbationSettings.DEFAULT);
        this.window = window;
        this.interval = interval;
        this.clock = clock;
    }

    /** Looks at everything that is watched, where that falls to this node. */
    public Future<Void> run() {
        return bus.ask(STORE_OUTCOMES_DUE, interval)
                .compose(due -> due ? bus.ask(STORE_ON_PROBATION, null) : Future.succeededFuture(List.<Watched>of()))
                .compose(all -> InTurn.each(all, Watched::requestId, this::look));
    }

    private Future<Void> look(Watched watched) {
        ProbationSettings probation = settings.apply(watched.workspace());
        if (watched.verdict() == Verdict.WORSE) {
            return over(watched, probation)
                    ? bus.ask(
                            STORE_REACTED, reaction(watched, "refused", "The watch was over before it could be.", true))
                    : react(watched, probation, null);
        }
        Comparison comparison = new Comparison(
                watched.requestId(),
                watched.workspace(),
                watched.component(),
                watched.appliedAt().minus(window),
                watched.appliedAt());
        return bus.ask(STORE_COMPARE, comparison)
                .map(compared -> new Verdicts(probation.minEvents(), Baseline.BEFORE)
                        .look(watched.requestId(), watched.looks(), compared, over(watched, probation)))
                .compose(look -> look.isEmpty() ? Future.succeededFuture() : keep(watched, look.get(), probation));
    }

    private boolean over(Watched watched, ProbationSettings probation) {
        Instant until = watched.appliedAt().plus(probation.watch());
        return !clock.instant().isBefore(until);
    }

    private Future<Void> keep(Watched watched, Look look, ProbationSettings probation) {
        // What is worse and will not be rolled back has been told, and that is all.
        boolean ended = look.ended() || look.verdict() == Verdict.WORSE && !probation.rollback();
        return bus.ask(STORE_LOOKED, look.ending(ended)).compose(kept -> {
            if (look.verdict() == Verdict.IMPROVED && look.verdict() != watched.verdict()) {
                bus.publish(LOOP_PASSED, new Passed(Stage.IMPROVED, 1));
            }
            if (look.verdict() != Verdict.WORSE) {
                return Future.succeededFuture();
            }
            log.warn("Since {} was applied to {}: {}", watched.requestId(), watched.component(), look.sentence());
            bus.publish(LOOP_PASSED, new Passed(Stage.WORSE, 1));
            return react(watched, probation, look.sentence());
        });
    }

    private static Reaction reaction(Watched watched, String rollback, String note, boolean ended) {
        return new Reaction(watched.requestId(), rollback, note, ended);
    }

    private Future<Void> react(Watched watched, ProbationSettings probation, String sentence) {
        if (!probation.rollback()) {
            return Future.succeededFuture();
        }
        String comment = "Rolled back by probation. " + (sentence == null ? "" : sentence);
        Store.RollbackStart start = new Store.RollbackStart(watched.requestId(), Actor.PROBATION, comment.trim());
        return bus.ask(APPLICATION_ROLL_BACK, start)
                .compose(
                        begun -> {
                            bus.publish(LOOP_PASSED, new Passed(Stage.ROLLED_BACK, 1));
                            return bus.ask(STORE_REACTED, reaction(watched, "done", null, true));
                        },
                        refused -> bus.ask(STORE_REACTED, reaction(watched, "refused", refused.getMessage(), false)));
    }
}
