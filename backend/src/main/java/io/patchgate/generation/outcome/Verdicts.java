package io.patchgate.generation.outcome;

import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Effect;
import io.patchgate.bus.Outcomes.Look;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Share;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.statistics.Interval;
import io.patchgate.statistics.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether things are better or worse with a patch than with what it is compared with. Pure.
 *
 * <p>Looking often makes chance look like an effect, so the error that is allowed is spent (Lan and DeMets, 1983): the
 * k-th look may err with {@code ALPHA / (k (k + 1))}, which sums to {@code ALPHA} however long one watches, and is taken
 * when twice as many events have come as at the look before. The metrics of a look share its error evenly (Bonferroni).
 * At most one patch in twenty that changes nothing is called worse or better. What a comparison with the time before
 * cannot tell: other patches of the time, seasons, and that a patch follows on an unusually bad time.
 *
 * @param minEvents that a conclusion takes
 */
public record Verdicts(int minEvents, Baseline baseline) {
    public static final double ALPHA = 0.05;

    private static final int MOST_LOOKS = 40;

    /**
     * The look that is due, if one is.
     *
     * @param looks that have been taken before
     * @param over whether the watch is, which is a look of its own where something has come
     */
    public Optional<Look> look(UUID requestId, int looks, Compared compared, boolean over) {
        int events = baseline.evidence(compared);
        int due = over ? looks + 1 : due(events);
        if (due <= looks) {
            return Optional.empty();
        }
        if (events < minEvents) {
            return over ? Optional.of(tooLittle(requestId, looks, compared)) : Optional.empty();
        }
        double z = Shares.z(level(due, compared.metrics().size()));
        List<Effect> effects = new ArrayList<>();
        for (Metric metric : compared.metrics()) {
            if (metric.before().n() > 0 && metric.after().n() > 0) {
                effects.add(effect(metric, z));
            }
        }
        Verdict verdict = verdict(effects);
        return Optional.of(new Look(
                requestId,
                due,
                verdict,
                sentence(verdict, effects, compared),
                effects,
                compared.before(),
                compared.after(),
                over));
    }

    /** How many looks there are events for. */
    private int due(int events) {
        int looks = 0;
        for (long least = minEvents; least <= events && looks < MOST_LOOKS; least *= 2) {
            looks++;
        }
        return looks;
    }

    private static double level(int look, int metrics) {
        return ALPHA / (look * (look + 1.0)) / metrics;
    }

    private static Effect effect(Metric metric, double z) {
        Share before = metric.before();
        Share after = metric.after();
        Interval interval = Shares.difference(before.bad(), before.n(), after.bad(), after.n(), z);
        double difference = (double) after.bad() / after.n() - (double) before.bad() / before.n();
        return new Effect(metric, difference, interval.low(), interval.high());
    }

    private static Verdict verdict(List<Effect> effects) {
        if (effects.stream().anyMatch(effect -> effect.low() > 0)) {
            return Verdict.WORSE;
        }
        return effects.stream().anyMatch(effect -> effect.high() < 0) ? Verdict.IMPROVED : Verdict.UNCLEAR;
    }

    private Look tooLittle(UUID requestId, int looks, Compared compared) {
        return new Look(
                requestId,
                looks,
                Verdict.UNCLEAR,
                baseline.tooLittle(compared, minEvents),
                List.of(),
                compared.before(),
                compared.after(),
                true);
    }

    private String sentence(Verdict verdict, List<Effect> effects, Compared compared) {
        String others = compared.others() == 0 ? "" : " " + baseline.others(compared.others());
        return effects.stream()
                        .filter(effect -> verdict == Verdict.WORSE
                                ? effect.low() > 0
                                : verdict == Verdict.IMPROVED && effect.high() < 0)
                        .map(Effect::metric)
                        .findFirst()
                        .map(metric -> baseline.differs(label(metric.name()), metric.before(), metric.after()))
                        .orElse(baseline.same(compared))
                + others;
    }

    private static String label(String metric) {
        return switch (metric) {
            case "negative" -> "Negative feedback";
            case "gate_violations" -> "Gate violations";
            case "ari_alerts" -> "Alerts of lost agency";
            case "edm_alerts" -> "Alerts of epistemic debt";
            default -> "Performance past its limit";
        };
    }
}
