package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeSetDiffTest {
    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheBaseOfEveryFileBackExactly(int seed) throws PatchRefused {
        Random random = new Random(seed);
        List<FileChange> changes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<String> lines = Contents.lines(random, 60);
            byte[] before = random.nextInt(8) == 0 ? null : Contents.joined(lines, random);
            boolean deletes = before != null && random.nextInt(8) == 0;
            byte[] after = deletes ? null : Contents.joined(Contents.edited(lines, random), random);
            changes.add(new FileChange("dir " + i + "/ä\t" + i, before, after, i % 2 == 0));
        }
        Map<String, UnifiedPatch> files = ChangeSetDiff.read(UnifiedDiff.of(changes));
        for (FileChange change : changes) {
            UnifiedPatch patch = files.remove(change.path());
            byte[] base = patch == null ? change.after() : patch.unapply(change.after());
            assertThat(base).isEqualTo(change.before());
        }
        assertThat(files).isEmpty();
    }

    @Test
    void takesAwkwardContentsBack() throws PatchRefused {
        for (String before : Contents.AWKWARD) {
            for (String after : Contents.AWKWARD) {
                String diff = UnifiedDiff.of(new FileChange("f", bytes(before), bytes(after), false));
                if (!diff.isEmpty()) {
                    byte[] base = ChangeSetDiff.read(diff).get("f").unapply(bytes(after));
                    assertThat(new String(base, StandardCharsets.UTF_8)).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void appliesSomeHunksAndSaysWhereTheOthersAre() throws PatchRefused {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20";
        String after = "one\n2\n3\n4\n5\n6\n7\n8\n9\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n";
        UnifiedPatch patch = ChangeSetDiff.read(UnifiedDiff.of(new FileChange("f", bytes(before), bytes(after), false)))
                .get("f");
        assertThat(patch.hunks()).isEqualTo(3);
        assertThat(text(patch.applyOnly(bytes(before), Set.of(0)))).isEqualTo(before.replaceFirst("1", "one"));
        assertThat(text(patch.applyOnly(bytes(before), Set.of(1)))).isEqualTo(before.replace("10\n", ""));
        assertThat(text(patch.applyOnly(bytes(before), Set.of(2)))).isEqualTo(before + "\n");
        assertThat(text(patch.applyOnly(bytes(before), Set.of(0, 1, 2)))).isEqualTo(after);
        assertThat(patch.place(0)).isEqualTo(new LineRange(1, 1));
        assertThat(patch.place(1)).isEqualTo(new LineRange(10, 9));
        assertThat(patch.place(2)).isEqualTo(new LineRange(19, 19));
    }

    @Test
    void refusesToDivideACreationAndToTakeBackWhatIsNotThere() throws PatchRefused {
        UnifiedPatch created = ChangeSetDiff.read(UnifiedDiff.of(new FileChange("f", null, bytes("a\n"), false)))
                .get("f");
        assertThatThrownBy(() -> created.applyOnly(null, Set.of(0))).isInstanceOf(PatchRefused.class);
        assertThatThrownBy(() -> created.unapply(bytes("b\n"))).isInstanceOf(PatchRefused.class);
        assertThatThrownBy(() -> created.unapply(null)).isInstanceOf(PatchRefused.class);
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
