package io.patchgate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchgate.statistics.Calibration.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    @Test
    void nothingIsSaidBeforeTwentyEnds() {
        assertThat(Calibration.of(ends(19, 0.9, 19)).calibrated(0.9)).isEmpty();
        assertThat(Calibration.of(ends(20, 0.9, 20)).calibrated(0.9)).isPresent();
    }

    @Test
    void aProposerWhoOverstatesIsBelievedAsOftenAsHeIsRight() {
        List<End> ends = ends(200, 0.95, 60);
        Calibration calibration = Calibration.of(ends);
        assertThat(calibration.calibrated(0.95).orElseThrow()).isCloseTo(0.3, within(0.01));
        assertThat(calibration.brier()).isCloseTo(0.3 * 0.0025 + 0.7 * 0.9025, within(1e-9));
    }

    @Test
    void fewEndsOfATenthAreShrunkTowardsTheBaseRate() {
        List<End> ends = new ArrayList<>(ends(98, 0.55, 49));
        ends.addAll(ends(2, 0.95, 2));
        assertThat(Calibration.of(ends).calibrated(0.95).orElseThrow()).isBetween(0.51, 0.65);
    }

    @Test
    void aHigherClaimNeverCountsForLess() {
        Random random = new Random(7);
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double stated = random.nextDouble();
            ends.add(new End(stated, random.nextDouble() > stated)); // the worse the surer
        }
        Calibration calibration = Calibration.of(ends);
        double last = 0;
        for (double stated = 0; stated <= 1; stated += 0.01) {
            double worth = calibration.calibrated(stated).orElseThrow();
            assertThat(worth).isGreaterThanOrEqualTo(last).isBetween(0.0, 1.0);
            last = worth;
        }
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1.959964", "0.01, 2.575829", "0.0001, 3.890592", "0.3, 1.036433"})
    void knowsTheNormalDistribution(double alpha, double z) {
        assertThat(Shares.z(alpha)).isCloseTo(z, within(1e-5));
    }

    @Test
    void agreesWithThePublishedExampleOfNewcombe() {
        // Newcombe 1998, table II: 56/70 and 48/80, method 10.
        Interval interval = Shares.difference(48, 80, 56, 70, Shares.Z_95);
        assertThat(interval.low()).isCloseTo(0.0524, within(1e-4));
        assertThat(interval.high()).isCloseTo(0.3339, within(1e-4));
    }

    private static List<End> ends(int n, double stated, int good) {
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            ends.add(new End(stated, i < good));
        }
        return ends;
    }
}
