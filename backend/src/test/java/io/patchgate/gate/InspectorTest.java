package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.patch.Change;
import io.patchgate.patch.Encoding;
import io.patchgate.workspace.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectorTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new Tree(temp.resolve("ws"));
        tree.file("a.py", "one\ntwo\n").file("d/b.py", "x\n");
    }

    static Change code(String path) {
        return code(path, "new\n");
    }

    static Change code(String path, String content) {
        return new Change(at(path), Change.Form.NEW_CODE, content, null, null);
    }

    static Change delete(String path) {
        return new Change(at(path), Change.Form.DELETE, null, null, null);
    }

    static Change diff(String path, String diff) {
        return new Change(at(path), Change.Form.DIFF, null, diff, null);
    }

    private List<Change> inspect(Change... changes) throws Exception {
        return new Inspector(tree.workspace(), new Gating.Inspection("default", List.of(changes), false)).inspect();
    }

    private void refuses(String field, String why, Change... changes) {
        assertThatThrownBy(() -> inspect(changes)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.errors()).singleElement().satisfies(error -> {
                assertThat(error.field()).isEqualTo(field);
                assertThat(error.message()).contains(why);
            });
        });
    }

    private static String changing(String path) {
        return "--- a/" + path + "\n+++ b/" + path + "\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n";
    }

    @Test
    void appliesADiffToTheBytesOnDisk() throws Exception {
        assertThat(inspect(diff("a.py", changing("a.py"))))
                .singleElement()
                .satisfies(change -> assertThat(change.newCode()).isEqualTo("one\nthree\n"));
    }

    @Test
    void takesADiffThatCreatesOrDeletes() throws Exception {
        List<Change> inspected = inspect(
                diff("new.py", "--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n"),
                diff("d/b.py", "--- a/d/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"));

        assertThat(inspected.get(0).newCode()).isEqualTo("x\n");
        assertThat(inspected.get(1).deletes()).isTrue();
        assertThat(inspected.get(1).newCode()).isNull();
    }

    @Test
    void refusesADiffThatDoesNotFit() throws Exception {
        tree.file("other.py", "one\ntwo\n");

        refuses("changes[0].diff", "does not apply", diff("d/b.py", changing("d/b.py")));
        refuses("changes[0].diff", "does not apply", diff("a.py", "nonsense"));
        refuses("changes[0].diff", "changes a file that does not exist", diff("none.py", changing("none.py")));
        refuses("changes[0].diff", "another file", diff("a.py", changing("other.py")));
        refuses("changes[0].diff", "does not apply", diff("a.py", "--- /dev/null\n+++ b/a.py\n@@ -0,0 +1 @@\n+x\n"));
    }

    @Test
    void refusesWhatIsNoTextFile() throws Exception {
        tree.fifo("pipe").file("binary", new byte[] {1, 0, 2}, "rw-r--r--");
        tree.file("mixed", new byte[] {(byte) 0xe9, 1}, "rw-r--r--");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            refuses("changes[1].target_file", "is a folder", code("ok"), code("d"));
            refuses("changes[0].target_file", "is a folder", delete("d"));
            refuses("changes[0].target_file", "not a regular file", code("pipe"));
            refuses("changes[0].target_file", "is a binary file", code("binary"));
            refuses("changes[0].target_file", "is a binary file", delete("mixed"));
            refuses("changes[0].target_file", "lies below a file", code("a.py/x"));
            refuses("changes[0].target_file", "lies below a file", code("pipe/x"));
        });
    }

    @Test
    void refusesFilesThatAreTooLongTogether() throws Exception {
        byte[] long22 = "a".repeat(22 * 1024 * 1024).getBytes(ISO_8859_1);
        tree.file("1", long22, "rw-r--r--").file("2", long22, "rw-r--r--").file("3", long22, "rw-r--r--");

        refuses("changes[2].target_file", "too long to be reviewed together", delete("1"), delete("2"), delete("3"));
    }

    @Test
    void takesWhatIsNoUtf8ForLatin1() throws Exception {
        tree.file("latin", "caf\u00e9\ntwo\n".getBytes(ISO_8859_1), "rw-r--r--");
        String diff = "--- a/latin\n+++ b/latin\n@@ -1,2 +1,2 @@\n caf\u00e9\n-two\n+tw\u00f6\n";

        Change changed = inspect(diff("latin", diff)).get(0);

        assertThat(changed.newCode()).isEqualTo("caf\u00e9\ntw\u00f6\n");
        assertThat(changed.content()).isEqualTo("caf\u00e9\ntw\u00f6\n".getBytes(ISO_8859_1));
        assertThat(inspect(code("latin")).get(0).encoding()).isEqualTo(Encoding.LATIN_1);
        assertThat(inspect(delete("latin")).get(0).encoding()).isEqualTo(Encoding.LATIN_1);
        assertThat(inspect(code("new")).get(0).encoding()).isEqualTo(Encoding.UTF_8);
    }

    /** Also of a protected file, or the answer would tell which it is. */
    @ParameterizedTest
    @ValueSource(strings = {"latin", ".git/latin"})
    void refusesWhatLatin1CannotKeep(String path) throws Exception {
        tree.file(path, "caf\u00e9\ntwo\n".getBytes(ISO_8859_1), "rw-r--r--");
        String header = "--- a/" + path + "\n+++ b/" + path + "\n@@ -1,2 +1,2 @@\n";

        refuses("changes[0].new_code", "Latin-1", code(path, "5 \u20ac\n"));
        refuses("changes[0].new_code", "Latin-1", code(path, "\u00c3\u00a9\n"));
        refuses("changes[0].diff", "Latin-1", diff(path, header + " caf\u00e9\n-two\n+5 \u20ac\n"));
        refuses("changes[0].diff", "does not apply", diff(path, header + " caf\ufffd\n-two\n+x\n"));
    }

    @Test
    void refusesToDeleteNothing() {
        refuses("changes[0].target_file", "does not exist", delete("none.py"));
        refuses("changes[0].target_file", "does not exist", delete("none/at/all.py"));
    }

    @Test
    void refusesASetThatContradictsItself() {
        refuses("changes[1].target_file", "contradicts", code("n/x"), code("n/x/y"));
        refuses("changes[2].target_file", "contradicts", code("n/x/y/z"), code("ok"), code("n"));
    }

    @Test
    void answersALinkAsIfNothingWereThere() throws Exception {
        Tree outside = new Tree(temp.resolve("outside")).file("secret", "one\ntwo\n");
        tree.link("out", outside.root.toString()).link("inside", "a.py").link("folder", "d");

        for (String path : List.of("out/secret", "inside", "folder/b.py", "out")) {
            assertThat(inspect(code(path))).as(path).hasSize(1);
            refuses("changes[0].target_file", "does not exist", delete(path));
            refuses("changes[0].diff", "does not exist", diff(path, changing(path)));
        }
    }

    @Test
    void answersForProtectedFilesAsForAnyOther() throws Exception {
        tree.file(".git/config", "one\ntwo\n");

        assertThat(inspect(code(".git/config"), code(".git/new"))).hasSize(2);
        assertThat(inspect(diff(".git/config", changing(".git/config")))).hasSize(1);
        refuses("changes[0].target_file", "does not exist", delete(".git/none"));
    }

    @Test
    void namesTheFieldOfTheSingleFormWithoutAnIndex() {
        var single = new Gating.Inspection("default", List.of(code("d")), true);

        assertThatThrownBy(() -> new Inspector(tree.workspace(), single).inspect())
                .hasMessage("The field 'target_file' is a folder.");
    }
}
