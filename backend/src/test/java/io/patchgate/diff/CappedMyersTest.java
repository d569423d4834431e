package io.patchgate.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CappedMyersTest {
    private static final int LONG = 20_000;

    private final CappedMyers<Integer> algorithm = new CappedMyers<>();

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsAShortestScriptForShortLists(int seed) throws PatchFailedException {
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            int alphabet = 1 + random.nextInt(12);
            List<Integer> source = numbers(random, random.nextInt(40), alphabet);
            List<Integer> target = numbers(random, random.nextInt(40), alphabet);
            List<Change> changes = algorithm.computeDiff(source, target, null);
            assertTurns(source, target, changes);
            assertThat(length(changes))
                    .as("%s to %s", source, target)
                    .isEqualTo(source.size() + target.size() - 2 * longestCommon(source, target));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void findsAShortestScriptForEditsOfALongList(int seed) throws PatchFailedException {
        var random = new Random(seed);
        List<Integer> source = numbers(random, 1500, 1 + random.nextInt(300));
        List<Integer> target = new ArrayList<>(source);
        for (int i = 0; i < 200; i++) {
            int at = random.nextInt(target.size());
            if (random.nextBoolean()) {
                target.remove(at);
            } else {
                target.add(at, random.nextInt(300));
            }
        }
        List<Change> changes = algorithm.computeDiff(source, target, null);
        assertTurns(source, target, changes);
        assertThat(length(changes)).isEqualTo(source.size() + target.size() - 2 * longestCommon(source, target));
    }

    static Stream<Arguments> unlikeLists() {
        var random = new Random(7);
        List<Integer> distinct =
                new ArrayList<>(IntStream.range(0, LONG).boxed().toList());
        List<Integer> reversed = new ArrayList<>(distinct);
        Collections.reverse(reversed);
        List<Integer> shuffled = new ArrayList<>(distinct);
        Collections.shuffle(shuffled, random);
        var lists = new ArrayList<Arguments>();
        for (int alphabet : new int[] {2, 10, 50, 300, 2000, LONG}) {
            lists.add(Arguments.of("of " + alphabet, numbers(random, LONG, alphabet), numbers(random, LONG, alphabet)));
        }
        lists.add(Arguments.of("reversed", distinct, reversed));
        lists.add(Arguments.of("shuffled", distinct, shuffled));
        lists.add(Arguments.of("of two periods", periodic(5, 1), periodic(3, 2)));
        lists.add(Arguments.of("narrow", distinct, List.of(LONG / 2, LONG / 3, 5)));
        return lists.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unlikeLists")
    void boundsItsWorkOnUnlikeLists(String name, List<Integer> source, List<Integer> target)
            throws PatchFailedException {
        var steps = new Steps();
        List<Change> changes = algorithm.computeDiff(source, target, steps);
        // Without the cap some of these take twenty times as much.
        assertThat(steps.most).isLessThan(2 * Bisection.BUDGET);
        assertTurns(source, target, changes);
    }

    @Test
    void makesOneChangeOfWhatIsTooLongToCompare() {
        List<Integer> source = Collections.nCopies(CappedMyers.LARGEST, 1);
        List<Integer> target = Collections.nCopies(5, 2);
        List<Change> changes = algorithm.computeDiff(source, target, null);
        assertThat(changes).hasSize(1);
        assertThat(length(changes)).isEqualTo(CappedMyers.LARGEST + 5);
    }

    @Test
    void spreadsLinesChosenToCollide() {
        // "Aa" and "BB" have one String.hashCode, and so has every sequence of as many of them.
        var hashes = new HashSet<Integer>();
        for (int i = 0; i < 4096; i++) {
            var text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            hashes.add(new Line(bytes, 0, bytes.length).hashCode());
        }
        assertThat(hashes).hasSizeGreaterThan(4090);
    }

    private void assertTurns(List<Integer> source, List<Integer> target, List<Change> changes)
            throws PatchFailedException {
        assertThat(Patch.generate(source, target, changes).applyTo(source)).isEqualTo(target);
        int end = -1;
        for (Change change : changes) {
            assertThat(change.startOriginal).isGreaterThan(end);
            end = change.endOriginal;
        }
    }

    private static int length(List<Change> changes) {
        return changes.stream()
                .mapToInt(c -> c.endOriginal - c.startOriginal + c.endRevised - c.startRevised)
                .sum();
    }

    private static List<Integer> numbers(Random random, int size, int alphabet) {
        return random.ints(size, 0, alphabet).boxed().toList();
    }

    private static List<Integer> periodic(int period, int step) {
        return IntStream.range(0, LONG).mapToObj(i -> i * step % period).toList();
    }

    private static int longestCommon(List<Integer> source, List<Integer> target) {
        int[] row = new int[target.size() + 1];
        for (int a : source) {
            int diagonal = 0;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                row[j] = a == target.get(j - 1) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[target.size()];
    }

    private static final class Steps implements DiffAlgorithmListener {
        private int most;

        @Override
        public void diffStart() {}

        @Override
        public void diffStep(int value, int max) {
            most = value;
        }

        @Override
        public void diffEnd() {}
    }
}
