package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A short season of {@code ops/learning}: the same seed, with learning and without. */
class LearningIT {
    private static final int ROUNDS = 3;

    /** With which the script makes the same mistake in each of them unless its prompt keeps it from that. */
    private static final long SEED = 11;

    @Test
    void fewerDeniedMistakesAreProposedAgainWithLearningThanWithout() throws IOException {
        Season.Quarter with = sum(Season.play(ROUNDS, 1, SEED, Season.Arm.LEARNING));
        Season.Quarter without = sum(Season.play(ROUNDS, 1, SEED, Season.Arm.NOT_LEARNING));

        assertThat(with.proposals()).isEqualTo(ROUNDS);
        assertThat(without.proposals()).isEqualTo(ROUNDS);
        assertThat(with.repeated()).isZero();
        assertThat(without.repeated()).isEqualTo(ROUNDS - 1);
    }

    private static Season.Quarter sum(Season.Quarter[] quarters) {
        return Arrays.stream(quarters).reduce(Season.Quarter.NONE, Season.Quarter::and);
    }
}
