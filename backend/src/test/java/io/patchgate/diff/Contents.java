package io.patchgate.diff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Contents that a diff can get wrong, and random ones made of the same stuff. */
final class Contents {
    static final List<String> AWKWARD = List.of(
            "",
            "\n",
            "\n\n\n",
            "a",
            "a\n",
            "a\nb",
            "a\nb\n",
            "b\na\n",
            "a\r\nb\r\n",
            "a\r\nb\n",
            "a\rb\rc\n",
            "a\r",
            "\r\n",
            "\r",
            "a\fb\u000Bc\u2028d\u0085e\n",
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n+y\n",
            "-- a/f\n++ b/f\n",
            "diff --git a/x b/x\nnew file mode 100644\n",
            "-- \n2.39\n",
            "\\ No newline at end of file\n",
            "\\ No newline at end of file",
            " \n\t\n  \n",
            "rename from a\nGIT binary patch\n",
            "ä€😀\n\uFEFF\n",
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n",
            "1\n2\nx\n4\n5\n6\n7\n8\n9\n10\ny\n12\n13\n14\n15\n16\n17\n18\n19\n20",
            "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n");

    private static final String[] WORDS = {
        "",
        "a",
        "b",
        "}",
        "  x",
        "\ty ",
        "a\r",
        "\r",
        "--- a/f",
        "+++ b/f",
        "@@ -1,2 +3,4 @@",
        "diff --git a/f b/f",
        "-- ",
        "\\ No newline at end of file",
        "ä\u2028€",
        "\f",
        "Index: f",
        "*** 1,2 ****",
        "1c1",
        "deleted file mode 100644"
    };

    private Contents() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> lines(Random random, int most) {
        var lines = new ArrayList<String>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            lines.add(word(random));
        }
        return lines;
    }

    static List<String> edited(List<String> lines, Random random) {
        var edited = new ArrayList<>(lines);
        for (int i = random.nextInt(8); i > 0; i--) {
            int at = random.nextInt(edited.size() + 1);
            if (at == edited.size() || random.nextInt(3) == 0) {
                edited.add(at, word(random));
            } else if (random.nextBoolean()) {
                edited.remove(at);
            } else {
                edited.set(at, word(random));
            }
        }
        return edited;
    }

    static byte[] joined(List<String> lines, Random random) {
        String text = String.join("\n", lines);
        return bytes(random.nextInt(3) == 0 || lines.isEmpty() ? text : text + "\n");
    }

    private static String word(Random random) {
        return random.nextInt(3) == 0 ? "line " + random.nextInt(30) : WORDS[random.nextInt(WORDS.length)];
    }
}
