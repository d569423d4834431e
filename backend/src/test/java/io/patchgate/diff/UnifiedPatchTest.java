package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedPatchTest {
    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    @Test
    void appliesTheDiffOfEveryAwkwardContentToEveryOther() throws PatchRefused {
        for (String before : Contents.AWKWARD) {
            assertRoundTrip(null, bytes(before));
            assertRoundTrip(bytes(before), null);
            for (String after : Contents.AWKWARD) {
                assertRoundTrip(bytes(before), bytes(after));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void appliesTheDiffOfRandomEdits(int seed) throws PatchRefused {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<String> lines = Contents.lines(random, 80);
            byte[] before = random.nextInt(10) == 0 ? null : Contents.joined(lines, random);
            byte[] after = random.nextInt(10) == 0 ? null : Contents.joined(Contents.edited(lines, random), random);
            assertRoundTrip(before, after);
        }
    }

    /** A diff broken anywhere is refused in a sentence or applied, and nothing else is ever thrown. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void survivesBrokenDiffs(int seed) {
        var random = new Random(seed);
        String noise = "+- @,0123456789\n\\\"/\tab\uD83D";
        for (int i = 0; i < 200; i++) {
            List<String> lines = Contents.lines(random, 12);
            byte[] before = Contents.joined(lines, random);
            byte[] after = Contents.joined(Contents.edited(lines, random), random);
            var diff = new StringBuilder(UnifiedDiff.of(new FileChange("a b", before, after, false)));
            for (int j = random.nextInt(4); j > 0 && diff.length() > 0; j--) {
                int at = random.nextInt(diff.length());
                char c = noise.charAt(random.nextInt(noise.length()));
                switch (random.nextInt(4)) {
                    case 0 -> diff.deleteCharAt(at);
                    case 1 -> diff.insert(at, c);
                    case 2 -> diff.setCharAt(at, c);
                    default -> diff.setLength(at);
                }
            }
            try {
                UnifiedPatch.parse(diff.toString()).apply(before);
            } catch (PatchRefused expected) {
                assertThat(expected).hasMessageMatching("(?s)(Line|Hunk|The diff).*\\.");
            }
        }
    }

    @Test
    void readsPlainHeadersWithDatesAndWithoutCounts() throws PatchRefused {
        var patch = UnifiedPatch.parse("--- old name\t2026-01-01 00:00:00\n+++ b/new\t\n@@ -2 +2 @@ section\n-b\n+c\n");
        assertThat(patch.oldPath()).contains("old name");
        assertThat(patch.newPath()).contains("new");
        assertThat(patch.hunks()).isEqualTo(1);
        assertThat(patch.creates()).isFalse();
        assertThat(patch.deletes()).isFalse();
        assertThat(patch.apply(bytes("a\nb\n"))).isEqualTo(bytes("a\nc\n"));
    }

    @Test
    void readsGitHeaders() throws PatchRefused {
        var created = UnifiedPatch.parse("diff --git a/x y b/x y\nnew file mode 100755\nindex 0000000..e69de29\n");
        assertThat(created.newPath()).contains("x y");
        assertThat(created.oldPath()).isEmpty();
        assertThat(created.creates()).isTrue();
        assertThat(created.executable()).isTrue();
        assertThat(created.apply(null)).isEmpty();
        var deleted = UnifiedPatch.parse("diff --git a/x b/x\ndeleted file mode 100644\nindex 587be6b..0000000\n"
                + "--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
        assertThat(deleted.oldPath()).contains("x");
        assertThat(deleted.newPath()).isEmpty();
        assertThat(deleted.deletes()).isTrue();
        assertThat(deleted.apply(bytes("x\n"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "b/x b/x", "quote\"d", "ä/€", "tab\t", "back\\slash", "a/b", "b/a", "x b/x", "\u0001 \n"})
    void readsThePathsThatUnifiedDiffWrites(String path) throws PatchRefused {
        var changes = new ArrayList<FileChange>();
        changes.add(new FileChange(path, null, bytes(""), false));
        changes.add(new FileChange(path, bytes(""), null, false));
        changes.add(new FileChange(path, bytes("a"), bytes("b"), false));
        for (FileChange change : changes) {
            var patch = UnifiedPatch.parse(UnifiedDiff.of(change));
            assertThat(patch.oldPath().or(patch::newPath)).contains(path);
            assertThat(patch.newPath().or(patch::oldPath)).contains(path);
        }
    }

    @Test
    void appliesHunksWithoutContextAtTheirExactPlace() throws PatchRefused {
        String diff = "--- a/f\n+++ b/f\n@@ -1,0 +2 @@\n+x\n@@ -3 +3,0 @@\n-c\n";
        assertThat(UnifiedPatch.parse(diff).apply(bytes("a\nb\nc\nd\n"))).isEqualTo(bytes("a\nx\nb\nd\n"));
    }

    @Test
    void appliesAnAdditionToAnEmptyOrMissingFile() throws PatchRefused {
        var patch = UnifiedPatch.parse("--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+x\n");
        assertThat(patch.apply(bytes(""))).isEqualTo(bytes("x\n"));
        assertThat(patch.apply(null)).isEqualTo(bytes("x\n"));
    }

    @Test
    void readsThousandsOfHunks() throws PatchRefused {
        var diff = new StringBuilder("--- a/f\n+++ b/f\n");
        var before = new StringBuilder();
        var after = new StringBuilder();
        for (int i = 1; i <= 50_000; i++) {
            diff.append("@@ -" + i + " +" + i + " @@\n-a\n+b\n");
            before.append("a\n");
            after.append("b\n");
        }
        var patch = UnifiedPatch.parse(diff.toString());
        assertThat(patch.hunks()).isEqualTo(50_000);
        assertThat(patch.apply(bytes(before.toString()))).isEqualTo(bytes(after.toString()));
    }

    @Test
    void saysNothingOfTheFileButLineNumbers() throws PatchRefused {
        var patch = UnifiedPatch.parse("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n+y\n@@ -3,2 +3,2 @@\n a\n-b\n+c\n");
        assertThatThrownBy(() -> patch.apply(bytes("x\n\na\nsecret\n")))
                .isInstanceOf(PatchRefused.class)
                .hasMessage("Hunk 2 (line 6 of the diff): line 4 of the file is not as the hunk has it.");
    }

    private static void assertRoundTrip(byte[] before, byte[] after) throws PatchRefused {
        String diff = UnifiedDiff.of(new FileChange("dir/a file", before, after, false));
        if (diff.isEmpty()) {
            assertThat(before).isEqualTo(after);
            return;
        }
        var patch = UnifiedPatch.parse(diff);
        assertThat(patch.creates()).isEqualTo(before == null);
        assertThat(patch.deletes()).isEqualTo(after == null);
        assertThat(patch.apply(before)).as(diff).isEqualTo(after);
    }
}
