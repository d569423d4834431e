package io.patchgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.diff.DiffFuzz;
import io.patchgate.gate.PolicyFuzz;
import io.patchgate.patch.PathFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fuzzing harnesses without their engine: every seed and everything that a campaign of {@code ops/fuzz} ever found
 * runs through its harness, with some mutations of each.
 */
class FuzzSeedsTest {
    private static final int MUTATIONS = 200;

    private interface Harness {
        void run(byte[] input) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> everySeedHolds() throws IOException {
        return Stream.of(
                        seeds("path", PathFuzz::fuzzerTestOneInput),
                        seeds("policy", PolicyFuzz::fuzzerTestOneInput),
                        seeds("diff", DiffFuzz::fuzzerTestOneInput))
                .flatMap(List::stream);
    }

    private static List<DynamicTest> seeds(String name, Harness harness) throws IOException {
        Path folder = Path.of(System.getProperty("basedir", "."), "src/test/resources/fuzz", name);
        try (Stream<Path> files = Files.list(folder)) {
            List<DynamicTest> tests = files.sorted()
                    .map(file -> DynamicTest.dynamicTest(name + "/" + file.getFileName(), () -> hold(file, harness)))
                    .toList();
            assertThat(tests).as("seeds of " + name).isNotEmpty();
            return tests;
        }
    }

    private static void hold(Path file, Harness harness) throws Exception {
        byte[] seed = Files.readAllBytes(file);
        harness.run(seed);
        Random random = new Random(Arrays.hashCode(seed));
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutated(seed, random);
            try {
                harness.run(mutated);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Fails on " + Arrays.toString(mutated), e);
            }
        }
    }

    /** A few bytes replaced, a stretch repeated or left out. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        return switch (random.nextInt(3)) {
            case 0 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
            case 1 -> joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
            default -> bytes;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
