package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Gating;
import io.patchgate.bus.Gating.Reach;
import io.patchgate.patch.Change;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A workspace that is not what it was: nothing is concluded from that about any file. */
class WorkspaceTroubleTest {
    @TempDir
    Path temp;

    Tree tree;
    Gate gate;

    /** What can befall a workspace while it is served. */
    enum Trouble {
        EMPTY(Reach.EMPTY),
        GONE(Reach.UNREADABLE),
        A_FILE_IN_ITS_PLACE(Reach.UNREADABLE),
        A_LINK_TO_NOTHING(Reach.UNREADABLE);

        final Reach reach;

        Trouble(Reach reach) {
            this.reach = reach;
        }

        void befall(Path root, Path away) throws IOException {
            Files.move(root, away);
            switch (this) {
                case EMPTY -> Files.createDirectory(root);
                case GONE -> {}
                case A_FILE_IN_ITS_PLACE -> Files.createFile(root);
                case A_LINK_TO_NOTHING -> Files.createSymbolicLink(root, Path.of("nothing"));
            }
        }

        static void end(Path root, Path away) throws IOException {
            Files.deleteIfExists(root);
            Files.move(away, root);
        }
    }

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/a.py", "one\n").file("src/k.py", "kernel\n");
        gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of("src/k.py"), List.of()));
        gate.ready();
    }

    private List<Change> inspect(Change change) throws Exception {
        return new Inspector(tree.workspace(), new Gating.Inspection("default", List.of(change), true)).inspect();
    }

    @ParameterizedTest
    @EnumSource
    void isJudgedAgainWhenItIsBack(Trouble trouble) throws Exception {
        trouble.befall(tree.root, temp.resolve("away"));

        assertThat(WorkspaceWatch.reach(tree.workspace())).isEqualTo(trouble.reach);
        assertThatThrownBy(() -> gate.judge(List.of(at("src/a.py")))).isInstanceOf(WorkspaceUnavailable.class);
        assertThatThrownBy(() -> gate.judge(List.of(at("new.py")))).isInstanceOf(WorkspaceUnavailable.class);

        Trouble.end(tree.root, temp.resolve("away"));

        assertThat(WorkspaceWatch.reach(tree.workspace())).isEqualTo(Reach.READABLE);
        assertThat(gate.judge(List.of(at("src/a.py"), at("new.py")))).isEqualTo(new Verdict.Allowed());
        assertThat(gate.judge(List.of(at("src/k.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @ParameterizedTest
    @EnumSource
    void answersEveryPathAlikeMeanwhile(Trouble trouble) throws Exception {
        trouble.befall(tree.root, temp.resolve("away"));

        String said = null;
        for (String path : List.of("src/a.py", "src/k.py", "none.py", ".git/config")) {
            for (Change change : List.of(
                    InspectorTest.code(path),
                    InspectorTest.delete(path),
                    InspectorTest.diff(path, "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n+two\n"))) {
                try {
                    inspect(change);
                    said = "accepted " + path;
                } catch (WorkspaceUnavailable e) {
                    assertThat(e.getMessage()).isEqualTo(said == null ? e.getMessage() : said);
                    said = e.getMessage();
                }
            }
        }

        assertThat(said).startsWith("The workspace 'default' ").doesNotContain(temp.toString());
    }

    @Test
    void deniesWhatItsNameProtectsAlsoInAnEmptyWorkspace() throws Exception {
        Trouble.EMPTY.befall(tree.root, temp.resolve("away"));

        assertThat(gate.judge(List.of(at("src/k.py")))).isInstanceOf(Verdict.Denied.class);
        assertThat(gate.judge(List.of(at("new.py"), at("src/k.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void doesNotTakeAnEmptyFolderWithinForTrouble() throws Exception {
        Files.createDirectory(tree.root.resolve("empty"));

        assertThat(gate.judge(List.of(at("empty/new.py")))).isEqualTo(new Verdict.Allowed());
        assertThat(inspect(InspectorTest.code("empty/new.py"))).hasSize(1);
    }
}
