package io.patchgate.generation.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceTest {
    @ParameterizedTest
    @CsvSource({"0, , 0.2", "3, 0.35, 0.3", "10, 0.6, 0.66", "20, 1.0, 0.9", "40, 1.0, 0.9", "0, 0.0, 0.1"})
    void followsTheSeed(int events, Double negativeShare, double expected) {
        OptionalDouble share = negativeShare == null ? OptionalDouble.empty() : OptionalDouble.of(negativeShare);

        assertThat(Confidence.of(ids(events), share)).isEqualTo(expected);
    }

    @Test
    void repeatedIdsDoNotRaiseIt() {
        assertThat(Confidence.of(Collections.nCopies(20, "f1"), OptionalDouble.of(0.35)))
                .isEqualTo(Confidence.of(List.of("f1"), OptionalDouble.of(0.35)));
    }

    private static List<String> ids(int n) {
        return IntStream.range(0, n).mapToObj(i -> "f" + i).toList();
    }
}
