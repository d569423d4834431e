package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreeWayMergeTest {
    @TempDir
    Path folder;

    @Test
    void bringsChangesOfDifferentLinesTogetherByteForByte() {
        assertMerged("1\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n", "one\n2\n3\n4\nfive\n");
        assertMerged("1\r\n2\r\n3\r\n", "1!\r\n2\r\n3\r\n", "1\r\n2\r\n3", "1!\r\n2\r\n3");
        assertMerged("1\n2\n3", "0\n1\n2\n3", "1\n2\n3\n", "0\n1\n2\n3\n");
        assertMerged("1\n2\n3\n", "1\n2\n3\n", "", "");
        assertMerged("", "", "a", "a");
    }

    @Test
    void makesTheSameChangeOnce() {
        assertMerged("1\n2\n3\n", "1\ntwo\n3\n", "1\ntwo\n3\n", "1\ntwo\n3\n");
        assertMerged("1\n2\n3\n4\n", "1\ntwo\n3\n4\n", "1\ntwo\n3\nfour\n", "1\ntwo\n3\nfour\n");
        assertMerged("1\n", "1", "1", "1");
    }

    @Test
    void saysWhereChangesMeet() {
        ThreeWayMerge merge = merge("1\n2\n3\n4\n", "0\n1\n2a\n3\n4\n", "1\n2b\n2c\n3\n4\n");
        assertThat(merge.merged()).isNull();
        assertThat(merge.conflicts())
                .containsExactly(
                        new ThreeWayMerge.Conflict(new LineRange(2, 2), new LineRange(3, 3), new LineRange(2, 3)));
    }

    @Test
    void takesChangesWithNoLineBetweenThemForAConflict() {
        assertThat(merge("1\n2\n3\n", "1a\n2\n3\n", "1\n2a\n3\n").clean()).isFalse();
        assertThat(merge("1\n2\n", "1\n2\nours\n", "1\n2\ntheirs\n").clean()).isFalse();
        // The one takes the last newline away, the other writes behind it.
        assertThat(merge("1\n2\n", "1\n2", "1\n2\n3\n").clean()).isFalse();
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void mergesAsGitDoesWhereItMerges(int seed) throws IOException {
        Shell.assumeInstalled("git");
        Random random = new Random(seed);
        List<String> base = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            base.add("line " + i + (random.nextInt(5) == 0 ? "\r" : ""));
        }
        byte[] before = Contents.joined(base, random);
        byte[] ours = Contents.joined(Contents.edited(base, random), random);
        byte[] theirs = Contents.joined(Contents.edited(base, random), random);
        ThreeWayMerge merge = ThreeWayMerge.of(before, ours, theirs);
        ThreeWayMerge mirrored = ThreeWayMerge.of(before, theirs, ours);
        assertThat(mirrored.merged()).isEqualTo(merge.merged());
        if (merge.clean()) {
            Files.write(folder.resolve("base"), before);
            Files.write(folder.resolve("ours"), ours);
            Files.write(folder.resolve("theirs"), theirs);
            Shell.Outcome git = new Shell(folder).run("", "git", "merge-file", "-p", "ours", "base", "theirs");
            assertThat(git.code()).isZero();
            assertThat(merge.merged()).isEqualTo(git.output());
        }
    }

    private static ThreeWayMerge merge(String base, String ours, String theirs) {
        return ThreeWayMerge.of(bytes(base), bytes(ours), bytes(theirs));
    }

    private static void assertMerged(String base, String ours, String theirs, String expected) {
        ThreeWayMerge merge = merge(base, ours, theirs);
        assertThat(merge.conflicts()).isEmpty();
        assertThat(new String(merge.merged(), StandardCharsets.UTF_8)).isEqualTo(expected);
    }
}
