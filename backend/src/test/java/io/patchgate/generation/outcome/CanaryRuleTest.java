package io.patchgate.generation.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.generation.outcome.CanaryRule.Next;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryRuleTest {
    private static final Instant UNTIL = Instant.parse("2026-11-29T10:00:00.123Z");

    /** The first of the two is what follows where the workspace promotes by rule, the second where it does not. */
    @ParameterizedTest
    @CsvSource({
        // verdict, enough, over, waiting
        "UNCLEAR, false, false, false, WATCH, WATCH",
        "UNCLEAR, true, false, false, WATCH, WATCH",
        "UNCLEAR, false, true, false, WAIT, WAIT",
        "UNCLEAR, true, true, false, PROMOTE, WAIT",
        "UNCLEAR, false, true, true, WAIT, WAIT",
        "UNCLEAR, true, true, true, WAIT, WAIT",
        "IMPROVED, true, false, false, WATCH, WATCH",
        "IMPROVED, true, true, false, PROMOTE, WAIT",
        "IMPROVED, true, true, true, WAIT, WAIT",
        "WORSE, true, false, false, WITHDRAW, WITHDRAW",
        "WORSE, true, true, false, WITHDRAW, WITHDRAW",
        "WORSE, true, true, true, WITHDRAW, WITHDRAW"
    })
    void whatFollowsFromALook(
            Verdict verdict, boolean enough, boolean over, boolean waiting, Next promoting, Next asking) {
        assertThat(new CanaryRule(true).next(verdict, enough, over, waiting)).isEqualTo(promoting);
        assertThat(new CanaryRule(false).next(verdict, enough, over, waiting)).isEqualTo(asking);
    }

    @Test
    void nothingIsPromotedThatLittleIsKnownOf() {
        for (boolean waiting : new boolean[] {false, true}) {
            for (Verdict verdict : new Verdict[] {Verdict.UNCLEAR, Verdict.IMPROVED}) {
                assertThat(new CanaryRule(true).next(verdict, false, true, waiting))
                        .isEqualTo(Next.WAIT);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WITHDRAW | WORSE | Found.",
                "PROMOTE | UNCLEAR | Found.",
                "WATCH | UNCLEAR | Found. The watch goes on until 2026-11-29T10:00:00Z.",
                "WATCH | IMPROVED | Found. The watch goes on until 2026-11-29T10:00:00Z, since what is better at first may"
                        + " not stay so.",
                "WAIT | UNCLEAR | Found. The watch is over, and a person decides."
            })
    void saysWhy(Next next, Verdict verdict, String told) {
        assertThat(CanaryRule.told(next, verdict, "Found.", UNTIL)).isEqualTo(told);
    }
}
