package io.patchgate.generation.outcome;

import static io.patchgate.bus.Addresses.APPLICATION_CANARY_ACT;
import static io.patchgate.bus.Addresses.LOOP_PASSED;
import static io.patchgate.bus.Addresses.STORE_CANARIES_DUE;
import static io.patchgate.bus.Addresses.STORE_CANARY_LOOKED;
import static io.patchgate.bus.Addresses.STORE_COMPARE_VARIANTS;
import static io.patchgate.bus.Addresses.STORE_ON_CANARY;
import static io.patchgate.bus.Addresses.STORE_STOPPED;

import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.ActStart;
import io.patchgate.bus.Canaries.Comparison;
import io.patchgate.bus.Canaries.Look;
import io.patchgate.bus.Canaries.OnCanary;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Improvements.Passed;
import io.patchgate.bus.Improvements.Stage;
import io.patchgate.bus.Outcomes;
import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.generation.CanarySettings;
import io.patchgate.generation.outcome.CanaryRule.Next;
import io.patchgate.patch.Actor;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what is in the canary, on one node at a time, and does by the rule what nobody has to decide. What cannot be
 * done is tried again at the next look, until a person acts. While an emergency stop is in force nothing is looked at.
 */
public final class CanaryWatch {
    private static final Logger log = LoggerFactory.getLogger(CanaryWatch.class);

    private final Bus bus;
    private final Map<String, CanarySettings> settings;
    private final Duration interval;
    private final Clock clock;

    /** @param settings of the workspaces that have a canary, by name */
    public CanaryWatch(Bus bus, Map<String, CanarySettings> settings, Duration interval, Clock clock) {
        this.bus = bus;
        this.settings = settings;
        this.interval = interval;
        this.clock = clock;
    }

    /** Looks at everything in the canary, where that falls to this node. */
    public Future<Void> run() {
        return bus.ask(STORE_STOPPED, null)
                .compose(stop ->
                        stop.isPresent() ? Future.succeededFuture(false) : bus.ask(STORE_CANARIES_DUE, interval))
                .compose(due -> due ? bus.ask(STORE_ON_CANARY, null) : Future.succeededFuture(List.<OnCanary>of()))
                .compose(all -> InTurn.each(
                        all.stream().filter(canary -> !canary.leaving()).toList(), OnCanary::requestId, this::look));
    }

    /** What is not set any more is compared by the defaults, and waits for a person. */
    private Future<Void> look(OnCanary canary) {
        CanarySettings rules = settings.getOrDefault(canary.workspace(), CanarySettings.DEFAULT);
        if (canary.verdict() == Verdict.WORSE) {
            return act(canary, Act.WITHDRAW, canary.sentence());
        }
        return bus.ask(
                        STORE_COMPARE_VARIANTS,
                        new Comparison(canary.requestId(), canary.workspace(), canary.component(), canary.startedAt()))
                .compose(compared -> look(canary, rules, compared));
    }

    private Future<Void> look(OnCanary canary, CanarySettings rules, Compared compared) {
        boolean over = !clock.instant().isBefore(canary.until());
        Optional<Outcomes.Look> look = new Verdicts(rules.minEvents(), Baseline.STABLE)
                .look(canary.requestId(), canary.looks(), compared, over && !lookedAtTheEnd(canary, rules));
        Verdict verdict = look.map(Outcomes.Look::verdict).orElse(canary.verdict());
        int looks = look.map(Outcomes.Look::looks).orElse(canary.looks());
        // What was asked because the rule was refused is tried again, and may be done before anybody answers.
        boolean asked = canary.waiting() && canary.note() == null;
        // No look is taken without enough events.
        Next next = new CanaryRule(rules.promote()).next(verdict, looks > 0, over, asked);
        if (look.isEmpty()) {
            return next == Next.PROMOTE ? act(canary, Act.PROMOTE, canary.sentence()) : Future.succeededFuture();
        }
        String sentence = CanaryRule.told(next, verdict, look.get().sentence(), canary.until());
        return bus.ask(STORE_CANARY_LOOKED, looked(look.get(), sentence, next == Next.WAIT))
                .compose(kept -> follow(canary, next, sentence));
    }

    /** The end of the watch is worth one look, whatever is tried afterwards and however often. */
    private static boolean lookedAtTheEnd(OnCanary canary, CanarySettings rules) {
        boolean looked = canary.lookedAt() != null && !canary.lookedAt().isBefore(canary.until());
        return looked && (canary.waiting() || rules.promote());
    }

    private static Look looked(Outcomes.Look look, String sentence, boolean waiting) {
        return new Look(
                look.requestId(),
                look.looks(),
                look.verdict(),
                sentence,
                look.effects(),
                look.before(),
                look.after(),
                waiting);
    }

    private Future<Void> follow(OnCanary canary, Next next, String sentence) {
        return switch (next) {
            case WATCH -> Future.succeededFuture();
            case PROMOTE -> act(canary, Act.PROMOTE, sentence);
            case WITHDRAW -> {
                log.warn("{} of {} is worse in the canary: {}", canary.requestId(), canary.component(), sentence);
                yield act(canary, Act.WITHDRAW, sentence);
            }
            case WAIT -> {
                if (!canary.waiting()) {
                    waits(canary, sentence);
                }
                yield Future.succeededFuture();
            }
        };
    }

    /** A refusal is kept with the canary and told by whoever refused, once: it is no news the next time. */
    private Future<Void> act(OnCanary canary, Act act, String sentence) {
        String comment = (act == Act.PROMOTE ? "Promoted" : "Withdrawn") + " by the rule. " + sentence;
        return bus.ask(APPLICATION_CANARY_ACT, new ActStart(canary.requestId(), act, Actor.CANARY, comment))
                .onSuccess(done -> bus.publish(
                        LOOP_PASSED,
                        new Passed(act == Act.PROMOTE ? Stage.CANARY_PROMOTED : Stage.CANARY_WITHDRAWN, 1)))
                .recover(cause -> {
                    if (!(cause instanceof Failure refused) || refused.kind() != FailureKind.CONFLICT) {
                        return Future.failedFuture(cause);
                    }
                    if (!canary.waiting()) {
                        waits(canary, refused.getMessage());
                    }
                    return Future.succeededFuture();
                });
    }

    private void waits(OnCanary canary, String sentence) {
        log.warn("{} of {} waits in the canary: {}", canary.requestId(), canary.component(), sentence);
        bus.publish(LOOP_PASSED, new Passed(Stage.CANARY_WAITING, 1));
    }
}
