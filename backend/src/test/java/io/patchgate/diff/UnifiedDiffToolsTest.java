package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What UnifiedDiff writes, in the hands of git and patch. */
class UnifiedDiffToolsTest {
    private static final String[] GIT_CHECK = {"git", "apply", "--check"};
    private static final String[] GIT = {"git", "apply"};
    private static final String[] PATCH_CHECK = {"patch", "-p1", "--dry-run"};
    private static final String[] PATCH = {"patch", "-p1"};

    private static final List<String> PATHS = List.of(
            "plain.txt",
            "with space.txt",
            "dir/two  spaces/f",
            "tab\there",
            "quote\"d",
            "back\\slash",
            "ä/€ 😀.txt",
            "bell\u0007\u0001\u007F",
            "b/b b/b",
            "f b/f",
            "a/b/c",
            "-- x",
            "new\nline",
            "ends ",
            "x\r",
            "@@ -1 +1 @@",
            "'",
            "$x");

    @TempDir
    Path folder;

    @BeforeAll
    static void toolsAreInstalled() {
        Shell.assumeInstalled("git");
        Shell.assumeInstalled("patch");
    }

    static IntStream seeds() {
        return IntStream.range(0, 12);
    }

    @Test
    void takesEveryAwkwardContentToEveryOther() throws IOException {
        var changes = new ArrayList<FileChange>();
        for (String before : Contents.AWKWARD) {
            changes.add(new FileChange("f" + changes.size(), null, bytes(before), changes.size() % 2 == 0));
            changes.add(new FileChange("f" + changes.size(), bytes(before), null, changes.size() % 3 == 0));
            for (String after : Contents.AWKWARD) {
                changes.add(new FileChange("f" + changes.size(), bytes(before), bytes(after), false));
            }
        }
        assertBothToolsApply(changes);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void takesRandomEdits(int seed) throws IOException {
        var random = new Random(seed);
        var changes = new ArrayList<FileChange>();
        for (int i = 0; i < 60; i++) {
            List<String> lines = Contents.lines(random, 60);
            byte[] before = random.nextInt(10) == 0 ? null : Contents.joined(lines, random);
            byte[] after = random.nextInt(10) == 0 ? null : Contents.joined(Contents.edited(lines, random), random);
            changes.add(new FileChange("f" + i, before, after, random.nextBoolean()));
        }
        assertBothToolsApply(changes);
    }

    @Test
    void takesEditsOfLongFilesOverTheCap() throws IOException {
        var random = new Random(1);
        assertBothToolsApply(List.of(new FileChange("f", long5(random), long5(random), false)));
    }

    /** Java on a machine with an ASCII locale cannot name some of these files, so only the tools touch them. */
    @Test
    void namesFilesAsTheToolsReadThem() throws IOException {
        for (String[] tool : List.of(GIT, PATCH)) {
            var shell = new Shell(Files.createDirectory(folder.resolve(tool[0])));
            assertPathsAfter(shell, tool, null, "1\n", true);
            assertPathsAfter(shell, tool, "1\n", "2\n", true);
            assertPathsAfter(shell, tool, "2\n", null, true);
            assertPathsAfter(shell, tool, null, "", false);
            assertPathsAfter(shell, tool, "", null, false);
        }
    }

    private static void assertPathsAfter(Shell shell, String[] tool, String before, String after, boolean executable) {
        var changes = PATHS.stream()
                .map(path -> new FileChange(
                        path, before == null ? null : bytes(before), after == null ? null : bytes(after), executable))
                .toList();
        var outcome = shell.run(UnifiedDiff.of(changes), tool);
        assertThat(outcome.code()).as(outcome.text()).isZero();
        String found = shell.run("find . -type f -print0", "sh").text();
        assertThat(found.split("\0"))
                .containsExactlyInAnyOrderElementsOf(
                        after == null
                                ? List.of("")
                                : PATHS.stream().map(path -> "./" + path).toList());
        String contents = shell.run("find . -type f -exec cat {} +; find . -type f -perm -100 -exec printf x \\;", "sh")
                .text();
        int files = after == null ? 0 : PATHS.size();
        assertThat(contents).isEqualTo(("" + after).repeat(files) + "x".repeat(executable ? files : 0));
    }

    private void assertBothToolsApply(List<FileChange> changes) throws IOException {
        String diff = UnifiedDiff.of(changes);
        for (String[][] tool : List.of(new String[][] {GIT_CHECK, GIT}, new String[][] {PATCH_CHECK, PATCH})) {
            Path place = Files.createDirectory(folder.resolve(tool[0][0]));
            for (FileChange change : changes) {
                if (change.before() != null) {
                    Files.write(place.resolve(change.path()), change.before());
                }
            }
            Shell shell = new Shell(place);
            for (String[] command : tool) {
                var outcome = shell.run(diff, command);
                assertThat(outcome.code()).as(outcome.text()).isZero();
                assertThat(outcome.text()).doesNotContain("offset", "fuzz", "Stripping");
            }
            for (FileChange change : changes) {
                Path file = place.resolve(change.path());
                if (change.after() == null) {
                    assertThat(file).doesNotExist();
                } else {
                    assertThat(Files.readAllBytes(file)).as(change.path()).isEqualTo(change.after());
                }
            }
        }
    }

    private static byte[] long5(Random random) {
        var text = new StringBuilder();
        for (int i = 0; i < 8_000; i++) {
            text.append(random.nextInt(5)).append('\n');
        }
        return bytes(text.toString());
    }
}
