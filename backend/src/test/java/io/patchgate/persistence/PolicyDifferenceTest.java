package io.patchgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Store.PolicyChange;
import io.patchgate.patch.PolicyEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDifferenceTest {
    private static Optional<PolicyChange> between(String before, String after) {
        return PolicyDifference.between(lines(before), lines(after), Instant.EPOCH);
    }

    /** Entries by spaces, each with its group behind an {@code @} where it has one. */
    private static List<PolicyDifference.Line> lines(String entries) {
        return PolicyDifference.lines(Stream.of(entries.split(" "))
                .map(entry -> entry.split("@"))
                .map(parts -> PolicyEntry.policy(parts[0], parts.length > 1 ? parts[1] : null))
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "a b,   a,     LOOSENED",
        "a,     a !b,  LOOSENED",
        "a,     a b,   TIGHTENED",
        "a !b,  a,     TIGHTENED",
        "a b,   a c,   CHANGED",
        "a !b,  a !c,  CHANGED",
        "a !b,  !b a,  CHANGED",
        "a@x,   a@y,   CHANGED",
        "a b,   b a,   ",
        "a a b, a b,   ",
        "a !b,  a !b,  ",
    })
    void tellsLooserFromTighter(String before, String after, PolicyChange.Kind kind) {
        assertThat(between(before, after).map(PolicyChange::kind)).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void namesWhatIsGoneAndWhatIsNew() {
        assertThat(between("a b@kernel c", "c d !e"))
                .contains(new PolicyChange(
                        Instant.EPOCH, PolicyChange.Kind.CHANGED, List.of("a", "b"), 2, List.of("d", "!e"), 2));
    }

    @Test
    void showsAHundredEntriesAndCountsAll() {
        List<PolicyEntry> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(PolicyEntry.policy("f" + i, null));
        }

        PolicyChange change = PolicyDifference.between(PolicyDifference.lines(many), lines("x"), Instant.EPOCH)
                .orElseThrow();

        assertThat(change.removed()).hasSize(PolicyDifference.SHOWN).startsWith("f0", "f1");
        assertThat(change.removedTotal()).isEqualTo(250);
    }

    @Test
    void readsWhatItWrote() {
        List<PolicyDifference.Line> lines = lines("a b@kernel !c");

        assertThat(PolicyDifference.decode(PolicyDifference.encode(lines))).isEqualTo(lines);
    }
}
