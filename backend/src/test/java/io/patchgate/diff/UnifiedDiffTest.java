package io.patchgate.diff;

import static io.patchgate.diff.Contents.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    @Test
    void writesAModificationAsGitDoes() {
        assertThat(UnifiedDiff.of(
                        new FileChange("src/a.py", bytes("1\n2\n3\n4\n5\n"), bytes("1\n2\n3\n4\nfive"), false)))
                .isEqualTo("""
                        diff --git a/src/a.py b/src/a.py
                        --- a/src/a.py
                        +++ b/src/a.py
                        @@ -2,4 +2,4 @@
                         2
                         3
                         4
                        -5
                        +five
                        \\ No newline at end of file
                        """);
    }

    @Test
    void writesACreationAndADeletionAsGitDoes() {
        var changes = List.of(
                new FileChange("new", null, bytes("x\n"), true), new FileChange("old", bytes("x\ny\n"), null, false));
        assertThat(UnifiedDiff.of(changes)).isEqualTo("""
                        diff --git a/new b/new
                        new file mode 100755
                        --- /dev/null
                        +++ b/new
                        @@ -0,0 +1 @@
                        +x
                        diff --git a/old b/old
                        deleted file mode 100644
                        --- a/old
                        +++ /dev/null
                        @@ -1,2 +0,0 @@
                        -x
                        -y
                        """);
    }

    @Test
    void writesEmptyFilesAsHeadersAlone() {
        assertThat(UnifiedDiff.of(new FileChange("f", null, bytes(""), false)))
                .isEqualTo("diff --git a/f b/f\nnew file mode 100644\nindex 0000000..e69de29\n");
        assertThat(UnifiedDiff.of(new FileChange("f", bytes(""), null, true)))
                .isEqualTo("diff --git a/f b/f\ndeleted file mode 100755\nindex e69de29..0000000\n");
    }

    @Test
    void isEmptyForNoChange() {
        assertThat(UnifiedDiff.of(new FileChange("f", bytes("x"), bytes("x"), false)))
                .isEmpty();
        assertThat(UnifiedDiff.of(new FileChange("f", null, null, false))).isEmpty();
        assertThat(UnifiedDiff.of(List.of())).isEmpty();
    }

    @Test
    void sharesAHunkBetweenChangesSixLinesApartAndNotSeven() {
        byte[] before = bytes("a\n1\n2\n3\n4\n5\n6\nb\n1\n2\n3\n4\n5\n6\n7\nc\n");
        byte[] after = bytes("A\n1\n2\n3\n4\n5\n6\nB\n1\n2\n3\n4\n5\n6\n7\nC\n");
        assertThat(UnifiedDiff.of(new FileChange("f", before, after, false))
                        .lines()
                        .filter(l -> l.startsWith("@@")))
                .containsExactly("@@ -1,11 +1,11 @@", "@@ -13,4 +13,4 @@");
    }
}
