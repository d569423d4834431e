package io.patchgate.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SliderTest {
    @Test
    void showsANewFunctionFromItsFirstLineToTheBlankAfterIt() {
        String diff =
                diff("def a():\n    x\n\ndef c():\n    x\n", "def a():\n    x\n\ndef b():\n    x\n\ndef c():\n    x\n");
        assertThat(diff).contains("\n+def b():\n+    x\n+\n def c():");
    }

    @Test
    void showsANewBlockWithItsOwnClosingBrace() {
        String diff = diff("if (a) {\n  x;\n}\nreturn;\n", "if (a) {\n  x;\n}\nif (b) {\n  x;\n}\nreturn;\n");
        assertThat(diff).contains("\n+if (b) {\n+  x;\n+}\n return;");
    }

    @Test
    void doesNotTakeTheOpeningOfTheNextBlockForItsOwnEnd() {
        String diff = diff(
                "x;\n\n  /**\n   * C\n   */\n  c;\n",
                "x;\n\n  /**\n   * B\n   */\n  b;\n\n  /**\n   * C\n   */\n  c;\n");
        assertThat(diff).contains("\n+  /**\n+   * B\n+   */\n+  b;\n+\n   /**\n    * C");
    }

    @Test
    void joinsBlocksThatMeet() {
        String diff = diff("a\nx\nb\n", "a\nx\n1\nx\n2\nx\nb\n");
        assertThat(diff.lines().filter(line -> line.startsWith("+") && !line.startsWith("+++")))
                .hasSize(4);
        assertThat(diff).containsPattern("(\n\\+[12x]){4}\n");
    }

    @Test
    void appendsAtTheEndOfTheFile() {
        assertThat(diff("a\na\n", "a\na\na\n")).endsWith("@@ -1,2 +1,3 @@\n a\n a\n+a\n");
    }

    private static String diff(String before, String after) {
        return UnifiedDiff.of(new FileChange(
                "f", before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8), false));
    }
}
