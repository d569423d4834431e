package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is asked of the disk is the same for what is denied and for what is allowed, since an agent's next call would
 * tell how long it took; and what the disk does not answer is never taken for an answer.
 */
class SameLookTest {
    @TempDir
    Path temp;

    Tree tree;
    WatchedWorkspace watched;
    Gate gate;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/a.py", "").file("src/b.py", "").file("src/c.py", "").file("src/k.py", "");
        watched = new WatchedWorkspace(tree.root);
        gate = gate("src/k.py", "kernel.py");
    }

    private Gate gate(String... policy) throws Exception {
        ProtectedPaths paths = ProtectedPaths.of(List.of(policy), List.of());
        Gate gate = new Gate(watched.workspace(), paths, Duration.ofDays(1));
        gate.ready();
        // So that the survey is made before anything is counted.
        gate.judge(List.of(at("src/a.py")));
        return gate;
    }

    private String ruleFor(String... paths) throws Exception {
        return gate.judge(Stream.of(paths).map(Tree::at).toList()) instanceof Verdict.Denied denied
                ? denied.rule()
                : "allowed";
    }

    private int looksFor(String expected, String... paths) throws Exception {
        watched.looks();
        assertThat(ruleFor(paths)).startsWith(expected);
        return watched.looks();
    }

    @Test
    void looksAtADeniedNameAsAtAnAllowedOne() throws Exception {
        assertThat(looksFor("path: ", "src/k.py"))
                .isEqualTo(looksFor("allowed", "src/a.py"))
                .isPositive();
    }

    @Test
    void looksAtEveryMemberWhereverTheDeniedOneStands() throws Exception {
        int looks = looksFor("allowed", "src/a.py", "src/b.py", "src/c.py");

        assertThat(looksFor("path: ", "src/k.py", "src/b.py", "src/c.py")).isEqualTo(looks);
        assertThat(looksFor("path: ", "src/a.py", "src/b.py", "src/k.py")).isEqualTo(looks);
    }

    @Test
    void looksThroughAllOfTheWorkspaceForOtherNamesWhateverItFinds() throws Exception {
        tree.file("one.py", "").file("two.py", "");
        for (int i = 0; i < 5; i++) {
            tree.hardLink("d" + i + "/kernel.py", "one.py").hardLink("d" + i + "/other.py", "two.py");
        }

        assertThat(looksFor("hard link: ", "one.py")).isEqualTo(looksFor("allowed", "two.py"));
    }

    @Test
    void takesANameInAFolderThatMayNotBeReadForAProtectedOne() throws Exception {
        tree.file("closed/x.py", "").hardLink("one.py", "closed/x.py").file("open/y.py", "");
        tree.hardLink("two.py", "open/y.py");
        assertThat(ruleFor("one.py", "two.py")).isEqualTo("allowed");

        watched.close("closed", new AccessDeniedException("closed"));

        assertThat(ruleFor("one.py"))
                .isEqualTo("hard link: The same file has another name, in a folder that cannot be" + " read.");
        assertThat(ruleFor("src/a.py")).isEqualTo("allowed");
    }

    @Test
    void doesNotTakeASearchThatFailedForOneThatFoundNothing() throws Exception {
        tree.file("closed/x.py", "").hardLink("one.py", "closed/x.py");
        tree.file("before/kernel.py", "").hardLink("two.py", "before/kernel.py");
        watched.close("closed", new IOException("cannot be read"));

        assertThatThrownBy(() -> ruleFor("one.py")).isInstanceOf(WorkspaceUnavailable.class);
        assertThat(ruleFor("two.py")).startsWith("hard link: ");
    }

    @Test
    void allowsNothingThatCannotBeReadAndDeniesWhatItsNameProtects() throws Exception {
        tree.file("closed/x.py", "").file("closed/kernel.py", "");
        watched.close("closed", new IOException("cannot be read"));

        assertThatThrownBy(() -> ruleFor("closed/x.py")).isInstanceOf(WorkspaceUnavailable.class);
        assertThatThrownBy(() -> ruleFor("src/a.py", "closed/x.py", "src/b.py"))
                .isInstanceOf(WorkspaceUnavailable.class);
        assertThat(ruleFor("closed/kernel.py")).startsWith("path: ");
        assertThat(ruleFor("closed/x.py", "src/k.py")).startsWith("path: ");
        assertThat(ruleFor("src/k.py", "closed/x.py")).startsWith("path: ");
    }

    @Test
    void refusesATargetThatCannotBeRead() throws Exception {
        tree.file("closed/x.py", "");
        watched.close("closed", new IOException("cannot be read"));
        var inspection = new Gating.Inspection("default", List.of(InspectorTest.code("closed/x.py")), true);

        assertThatThrownBy(() -> new Inspector(watched.workspace(), inspection).inspect())
                .isInstanceOf(Failure.class)
                .hasMessage("The field 'target_file' cannot be read.");
    }
}
