package io.patchgate.generation.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Outcomes.Compared;
import io.patchgate.bus.Outcomes.Look;
import io.patchgate.bus.Outcomes.Metric;
import io.patchgate.bus.Outcomes.Share;
import io.patchgate.bus.Outcomes.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private static final Verdicts VERDICTS = new Verdicts(20, Baseline.BEFORE);
    private static final Verdicts VARIANTS = new Verdicts(20, Baseline.STABLE);
    private static final UUID REQUEST = UUID.randomUUID();
    private static final double[] USUAL = {0.3, 0.1, 0.05, 0.05, 0.2};

    /** A thousand patches that change nothing, each looked at after every event for 640 events. */
    @Test
    void ofPatchesThatChangeNothingAtMostOneInTwentyIsCalledWorse() {
        Random random = new Random(20261122);
        int alarms = 0;
        for (int season = 0; season < 1_000; season++) {
            if (season(random, USUAL, USUAL) == Verdict.WORSE) {
                alarms++;
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(50);
    }

    @Test
    void whatMakesThingsMuchWorseIsFound() {
        Random random = new Random(20261123);
        double[] worse = {0.6, 0.1, 0.05, 0.05, 0.2};
        int found = 0;
        for (int season = 0; season < 100; season++) {
            if (season(random, USUAL, worse) == Verdict.WORSE) {
                found++;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(95);
    }

    @Test
    void lookingAgainAtTheSameEventsIsNoLook() {
        Look first = VERDICTS.look(REQUEST, 0, compared(100, 30, 20, 6), false).orElseThrow();
        assertThat(first.looks()).isEqualTo(1);
        assertThat(VERDICTS.look(REQUEST, 1, compared(100, 30, 39, 30), false)).isEmpty();
        assertThat(VERDICTS.look(REQUEST, 1, compared(100, 30, 40, 30), false)).isPresent();
    }

    @Test
    void saysWhatBecameWorse() {
        Look look = VERDICTS.look(REQUEST, 0, compared(100, 20, 40, 32), false).orElseThrow();
        assertThat(look.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(look.sentence()).isEqualTo("Negative feedback went from 20 % to 80 % of the monitors' events.");
    }

    @Test
    void withoutEventsTheWatchEndsUnclear() {
        Optional<Look> during = VERDICTS.look(REQUEST, 0, compared(100, 20, 19, 19), false);
        assertThat(during).isEmpty();
        Look end = VERDICTS.look(REQUEST, 0, compared(100, 20, 19, 19), true).orElseThrow();
        assertThat(end.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(end.ended()).isTrue();
        assertThat(end.sentence()).isEqualTo("Monitors reported 19 events since, and it takes at least 20.");
    }

    /** Each has as many events of stable as of the canary, drawn at the same time. */
    @Test
    void ofCanariesThatChangeNothingAtMostOneInTwentyIsCalledWorse() {
        Random random = new Random(20261128);
        int alarms = 0;
        for (int season = 0; season < 1_000; season++) {
            if (concurrent(random, USUAL, USUAL) == Verdict.WORSE) {
                alarms++;
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(50);
    }

    @Test
    void aCanaryTakesEnoughEventsOnBothSides() {
        assertThat(VARIANTS.look(REQUEST, 0, compared(19, 2, 500, 400), false)).isEmpty();
        assertThat(VARIANTS.look(REQUEST, 0, compared(500, 50, 19, 19), false)).isEmpty();
        Look end = VARIANTS.look(REQUEST, 0, compared(500, 50, 19, 19), true).orElseThrow();
        assertThat(end.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(end.sentence())
                .isEqualTo("Monitors reported 19 events on the canary and 500 on stable, and it takes at least 20 on"
                        + " each.");
    }

    @Test
    void saysWhatIsWorseOnTheCanary() {
        Look look = VARIANTS.look(REQUEST, 0, compared(200, 24, 200, 62), false).orElseThrow();
        assertThat(look.verdict()).isEqualTo(Verdict.WORSE);
        assertThat(look.sentence()).isEqualTo("Negative feedback is 31 % on the canary and 12 % on stable.");
        assertThat(VARIANTS.look(REQUEST, 0, compared(40, 8, 20, 4), false)
                        .orElseThrow()
                        .sentence())
                .isEqualTo("Over 20 events on the canary and 40 on stable no difference is beyond chance.");
    }

    private static Verdict concurrent(Random random, double[] stable, double[] canary) {
        int[] before = new int[stable.length];
        int[] after = new int[canary.length];
        int looks = 0;
        Verdict verdict = Verdict.UNCLEAR;
        for (int n = 1; n <= 640 && verdict != Verdict.WORSE; n++) {
            draw(random, stable, before);
            draw(random, canary, after);
            Optional<Look> look = VARIANTS.look(REQUEST, looks, metrics(before, n, after, n), n == 640);
            if (look.isPresent()) {
                looks = look.get().looks();
                verdict = look.get().verdict();
            }
        }
        return verdict;
    }

    private static Compared metrics(int[] before, int nBefore, int[] after, int nAfter) {
        List<Metric> metrics = new ArrayList<>();
        for (int m = 0; m < before.length; m++) {
            metrics.add(new Metric("m" + m, new Share(before[m], nBefore), new Share(after[m], nAfter)));
        }
        return new Compared(metrics, nBefore, nAfter, 0);
    }

    private static Verdict season(Random random, double[] rates, double[] since) {
        int[] before = new int[rates.length];
        for (int i = 0; i < 200; i++) {
            draw(random, rates, before);
        }
        int[] after = new int[rates.length];
        int looks = 0;
        Verdict verdict = Verdict.UNCLEAR;
        for (int n = 1; n <= 640; n++) {
            draw(random, since, after);
            Optional<Look> look = VERDICTS.look(REQUEST, looks, metrics(before, 200, after, n), n == 640);
            if (look.isPresent()) {
                looks = look.get().looks();
                verdict = look.get().verdict();
                if (verdict == Verdict.WORSE) {
                    return verdict;
                }
            }
        }
        return verdict;
    }

    private static void draw(Random random, double[] rates, int[] counts) {
        for (int m = 0; m < rates.length; m++) {
            counts[m] += random.nextDouble() < rates[m] ? 1 : 0;
        }
    }

    private static Compared compared(int before, int badBefore, int after, int badAfter) {
        Metric metric = new Metric("negative", new Share(badBefore, before), new Share(badAfter, after));
        return new Compared(List.of(metric), before, after, 0);
    }
}
