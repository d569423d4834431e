package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables {@code ~} ends a line, {@code ^} is a carriage return, {@code H~} is a pair of plain headers, {@code G~} a {@code diff --git} line. */
class UnifiedPatchRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "``|1|empty",
                "~|1|expected",
                "hello~H~@@ -1 +1 @@~-a~+b~|1|expected",
                "H~|2|no hunk",
                "--- a/f~|2|ends where",
                "--- ~+++ b/f~@@ -1 +1 @@~-a~+b~|1|empty",
                "--- /dev/null~+++ /dev/null~@@ -0,0 +1 @@~+b~|1|both sides",
                "--- a/f^~+++ b/f~@@ -1 +1 @@~-a~+b~|1|carriage return",
                "--- \"a/f~+++ b/f~@@ -1 +1 @@~-a~+b~|1|quoted",
                "--- \"a/\\q\"~+++ b/f~@@ -1 +1 @@~-a~+b~|1|quoted",
                "--- \"a/\\377\"~+++ b/f~@@ -1 +1 @@~-a~+b~|1|quoted",
                "H~@@ -1 +1 @@~-a~+b|5|without a newline",
                "H~@@ -1 +1 @@~-a~|3|ends before",
                "H~@@ -1,2 +1,2 @@~-a~+b~|3|ends before",
                "H~@@ -1 +1 @@~-a~+b~+c~|6|begins no other",
                "H~@@ -1 +1,2 @@~-a~-b~+c~|5|more such lines",
                "H~@@ -1,2 +1,2 @@~-a~+b~~|6|empty context line",
                "H~@@ -1 +1 @@~-a~+b~~|6|begins no other",
                "H~@@ -1,2 +1,2 @@~-a~+b~@@ -4 +4 @@~-a~+b~|6|counts more lines",
                "H~@@ -1 +1 @@~ a~|3|changes nothing",
                "H~@@ -0,0 +0,0 @@~|3|changes nothing",
                "H~@@ -1 +1 @~-a~+b~|3|header is not",
                "H~@@ -1, +1 @@~-a~+b~|3|header is not",
                "H~@@ -1 +1 @@x~-a~+b~|3|header is not",
                "H~@@ --1 +1 @@~-a~+b~|3|header is not",
                "H~@@@ -1 -1 +1 @@@~-a~+b~|3|expected",
                "H~@@ -0 +1 @@~-a~+b~|3|count from 1",
                "H~@@ -2147483647,2147483647 +1 @@~-a~+b~|3|too large",
                "H~@@ -2147483648 +1 @@~-a~+b~|3|too large",
                "H~@@ -99999999999999999999999999999999999 +1 @@~-a~+b~|3|too large",
                "H~@@ -1 +2 @@~-a~+b~|3|does not follow",
                "H~@@ -1 +1,2 @@~-a~+b~+c~@@ -5 +5 @@~-a~+b~|7|does not follow",
                "H~@@ -5 +5 @@~-a~+b~@@ -1 +1 @@~-a~+b~|6|out of order",
                "H~@@ -1,2 +1,2 @@~-a~+b~ c~@@ -2 +2 @@~-a~+b~|7|overlaps",
                "H~@@ -1 +1 @@~-a~+b~H~@@ -1 +1 @@~-a~+b~|6|second file",
                "H~@@ -1 +1 @@~-a~+b~G~|6|second file",
                "H~@@ -1 +1 @@~-a~+b~-- ~2.39~|6|begins no other",
                "H~@@ -1 +1 @@~\\ No newline at end of file~-a~+b~|4|follows no line",
                "H~@@ -1 +1 @@~-a~\\ No newline~\\ No newline~+b~|6|follows no line",
                "H~@@ -1,2 +1 @@~-a~\\ No newline~-b~+c~|6|marked as the last",
                "H~@@ -1 +1 @@~-a~+b~\\ No newline~@@ -3 +3 @@~-a~+b~|9|marked as the last",
                "G~H~@@ -1 +1 @@~-a~+b~~|7|begins no other",
                "G~|2|ends where",
                "G~index 12..34~|3|ends where",
                "G~index 12.34~H~@@ -1 +1 @@~-a~+b~|2|index",
                "G~index 12..34 120000~H~@@ -1 +1 @@~-a~+b~|2|plain files",
                "G~old mode 100644~new mode 100755~|2|mode",
                "G~new file mode 120000~|2|plain files",
                "G~new file mode 100644~deleted file mode 100644~|3|expected",
                "G~new file mode 100644~H~@@ -1 +1 @@~-a~+b~|3|/dev/null",
                "G~deleted file mode 100644~H~@@ -1 +1 @@~-a~+b~|4|/dev/null",
                "G~similarity index 90%~rename from f~rename to g~|2|renames",
                "G~copy from f~copy to g~|2|copies",
                "G~index 12..34~Binary files a/f and b/f differ~|3|binary",
                "G~GIT binary patch~literal 0~|2|binary",
                "diff --git a/f b/g~H~@@ -1 +1 @@~-a~+b~|1|same path",
                "diff --git a/f~H~@@ -1 +1 @@~-a~+b~|1|same path",
                "diff --git a/ b/~H~@@ -1 +1 @@~-a~+b~|1|same path",
                "diff --git a/g b/g~H~@@ -1 +1 @@~-a~+b~|2|'diff --git'",
                "G~--- a/f~+++ b/g~@@ -1 +1 @@~-a~+b~|3|'diff --git'",
                "diff -u a/f b/f~H~@@ -1 +1 @@~-a~+b~|1|expected",
                "--- /dev/null~+++ b/f~@@ -0,0 +1 @@~+a~@@ -0,0 +2 @@~+b~|3|one hunk",
                "--- /dev/null~+++ b/f~@@ -1 +1 @@~-a~+b~|3|-0,0",
                "--- a/f~+++ /dev/null~@@ -1 +1 @@~-a~+b~|3|+0,0",
                "H~@@ -1 +1 @@~-a~+\uD83D~|5|surrogate"
            })
    void namesTheLineOfTheDiffThatIsWrong(String diff, int line, String reason) {
        assertThatThrownBy(() -> UnifiedPatch.parse(text(diff)))
                .isInstanceOf(PatchRefused.class)
                .hasMessageStartingWith("Line " + line + " of the diff: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            nullValues = "null",
            value = {
                "H~@@ -1 +1 @@~-a~+b~|b~a~|line 1 of the file is not",
                "H~@@ -1 +1 @@~-a~+b~|a|line 1 of the file is not",
                "H~@@ -1 +1 @@~-a~+b~|a^~|line 1 of the file is not",
                "H~@@ -1 +1 @@~-a^~+b~|a~|line 1 of the file is not",
                "H~@@ -1 +1 @@~-a~\\ No newline~+b~|a~|line 1 of the file is not",
                "H~@@ -1 +1 @@~-a~\\ No newline~+b~|a~b~|line 1 of the file is not",
                "H~@@ -2 +2 @@~-a~+b~|a~|line 2 of the file is not",
                "H~@@ -9 +9 @@~-a~+b~|a~|no line 8",
                "H~@@ -2147483647 +2147483647 @@~-a~+b~|a~|no line 2147483646",
                "H~@@ -1 +1 @@~-a~+b~\\ No newline~|a~c~|without a newline",
                "H~@@ -1,0 +2 @@~+b~|a|without a newline",
                "H~@@ -1 +1 @@~-a~+b~|null|does not exist",
                "H~@@ -1,0 +2 @@~+b~|null|does not exist",
                "--- /dev/null~+++ b/f~@@ -0,0 +1 @@~+a~|``|but it exists",
                "--- /dev/null~+++ b/f~@@ -0,0 +1 @@~+a~|a~|but it exists",
                "G~new file mode 100644~|``|but it exists",
                "--- a/f~+++ /dev/null~@@ -1 +0,0 @@~-a~|a~b~|all of its lines",
                "G~deleted file mode 100644~|a~|all of its lines",
                "G~deleted file mode 100644~|null|does not exist"
            })
    void appliesToNothingButWhatTheDiffStates(String diff, String base, String reason) throws PatchRefused {
        var patch = UnifiedPatch.parse(text(diff));
        byte[] bytes = base == null ? null : bytes(text(base));
        assertThatThrownBy(() -> patch.apply(bytes))
                .isInstanceOf(PatchRefused.class)
                .hasMessageContaining(reason);
    }

    private static String text(String cell) {
        return cell.replace("H~", "--- a/f~+++ b/f~")
                .replace("G~", "diff --git a/f b/f~")
                .replace('~', '\n')
                .replace('^', '\r');
    }
}
