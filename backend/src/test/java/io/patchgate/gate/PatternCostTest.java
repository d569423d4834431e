package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.patch.PolicyEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent chooses the names that patterns are matched with: no pattern may take long for one that it made up. */
class PatternCostTest {
    @ParameterizedTest
    @ValueSource(strings = {"*a*a*a*a*b", "x/*a*a*a*a*b/y", "***********[[:!lpha;;]]a#", "!*a*a*a*a*b"})
    void aPatternThatCouldTakeLongIsRefused(String entry) {
        assertThatThrownBy(() -> Rule.of(PolicyEntry.policy(entry, null)))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageContaining("'*'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**/a/**/*.py", "*secret*key*", "**/x/**/y/**", "a*b/c*d/e*f/g*h/*i"})
    void anOrdinaryOneIsNot(String entry) {
        assertThatCode(() -> Rule.of(PolicyEntry.policy(entry, null))).doesNotThrowAnyException();
    }
}
