package io.patchgate.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was approved waits for a workspace that is an empty folder meanwhile, as where it is not mounted. */
class EmptiedWorkspaceTest {
    private static final Guard OPEN = resolution -> Optional.empty();

    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/a.py", "old\n").file("src/b.py", "old\n");
    }

    private void apply(Request request) throws Exception {
        new Application(temp.resolve("data"))
                .apply(tree.workspace(), OPEN, request.id, request.changes, request.files, java.util.Optional.empty());
    }

    @Test
    void takesNoDeletionForDone() throws Exception {
        Request request = new Request(tree.workspace()).delete("src/a.py");
        Files.move(tree.root, temp.resolve("away"));
        Files.createDirectory(tree.root);

        assertThatThrownBy(() -> apply(request)).isInstanceOf(WorkspaceUnavailable.class);
        assertThat(tree.root).isEmptyDirectory();

        Files.delete(tree.root);
        Files.move(temp.resolve("away"), tree.root);
        apply(request);
        assertThat(tree.has("src/a.py")).isFalse();
        assertThat(tree.text("src/a.py.backup")).isEqualTo("old\n");
    }

    @Test
    void callsNoFileChangedThatIsOnlyAway() throws Exception {
        Request request = new Request(tree.workspace()).write("src/b.py", "new\n");
        Files.move(tree.root, temp.resolve("away"));
        Files.createDirectory(tree.root);

        assertThatThrownBy(() -> apply(request)).isInstanceOf(WorkspaceUnavailable.class);

        Files.delete(tree.root);
        Files.move(temp.resolve("away"), tree.root);
        apply(request);
        assertThat(tree.text("src/b.py")).isEqualTo("new\n");
    }
}
