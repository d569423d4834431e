package io.patchgate.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.patch.Change;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change meets when it is judged and decided, which may be another thing than when it was sent. */
class BaseTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("a.py", "one\n").file("d/x", "");
    }

    private List<Base> bases(Change... changes) throws WorkspaceUnavailable {
        return Base.readAll(tree.workspace(), List.of(changes));
    }

    private String obstacle(Change change) throws WorkspaceUnavailable {
        return bases(change).get(0).obstacle();
    }

    @Test
    void saysWhyAChangeCannotBeMadeAnyMore() throws Exception {
        tree.file("binary", new byte[] {1, 0, 2}, "rw-r--r--");
        tree.file("latin", "caf\u00e9\n".getBytes(ISO_8859_1), "rw-r--r--");

        assertThat(obstacle(InspectorTest.code("a.py"))).isNull();
        assertThat(obstacle(InspectorTest.code("none.py"))).isNull();
        assertThat(obstacle(InspectorTest.delete("none.py"))).isEqualTo("'none.py' does not exist any more.");
        assertThat(obstacle(InspectorTest.code("d"))).isEqualTo("'d' is not a file any more: a folder.");
        assertThat(obstacle(InspectorTest.code("binary"))).isEqualTo("'binary' is not text any more.");
        assertThat(obstacle(InspectorTest.code("latin")))
                .isEqualTo("'latin' has another encoding than when the request was received.");
    }

    @Test
    void readsNoMoreThanCanBeComparedAtOnce() throws Exception {
        for (String name : List.of("1", "2", "3")) {
            try (RandomAccessFile file =
                    new RandomAccessFile(tree.root.resolve(name).toFile(), "rw")) {
                file.setLength(22 * 1024 * 1024);
            }
        }
        Change[] three = Stream.of("1", "2", "3").map(InspectorTest::code).toArray(Change[]::new);

        assertThat(bases(three[0], three[1])).hasSize(2);
        assertThatThrownBy(() -> bases(three))
                .isInstanceOf(WorkspaceUnavailable.class)
                .hasMessage("The files of the change set are too long to be read together.");
    }
}
