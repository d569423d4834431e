package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protected name that is itself a link, so that the bytes behind it have an unprotected name. */
class LinkedNamesTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("lib/real.py", "x\n").file("lib/other.py", "x\n");
    }

    private String ruleFor(List<String> policy, String path) throws Exception {
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(policy, List.of()), Duration.ZERO);
        gate.ready();
        return gate.judge(List.of(Tree.at(path))) instanceof Verdict.Denied denied ? denied.rule() : "allowed";
    }

    @Test
    void deniesTheFileThatAProtectedLinkLeadsTo() throws Exception {
        tree.link("src/kernel.py", "../lib/real.py");

        for (List<String> policy : List.of(List.of("src/kernel.py"), List.of("src/*.py"), List.of("kernel.py"))) {
            assertThat(ruleFor(policy, "lib/real.py")).startsWith("linked: ").contains("src/kernel.py");
            assertThat(ruleFor(policy, "LIB/Real.py")).startsWith("linked: ");
            assertThat(ruleFor(policy, "lib/other.py")).isEqualTo("allowed");
        }
    }

    @Test
    void followsChainsOfLinks() throws Exception {
        tree.link("src/kernel.py", "../one").link("one", "two").link("two", tree.root + "/lib/real.py");

        assertThat(ruleFor(List.of("src/kernel.py"), "lib/real.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/k*.py"), "lib/real.py")).startsWith("linked: ");
    }

    @Test
    void deniesWhatAProtectedLinkWouldLeadTo() throws Exception {
        tree.link("src/kernel.py", "../one").link("one", "lib/new/../made.py");

        assertThat(ruleFor(List.of("src/kernel.py"), "lib/made.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/k*.py"), "lib/made.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/kernel.py"), "lib/unmade.py")).isEqualTo("allowed");
    }

    @Test
    void deniesWhatLiesBehindALinkedFolder() throws Exception {
        tree.link("src", "lib");

        assertThat(ruleFor(List.of("src/real.py"), "lib/real.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/r*.py"), "lib/real.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/r*.py"), "lib/other.py")).isEqualTo("allowed");
        // And what would be loaded instead of it.
        assertThat(ruleFor(List.of("src/real.py"), "lib/real/__init__.py")).startsWith("linked: ");
    }

    @Test
    void followsALinkBelowALink() throws Exception {
        tree.link("src", "app").file("app/x.py", "").link("app/kernel", "../lib");

        assertThat(ruleFor(List.of("src/kernel/real.py"), "lib/real.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/kernel/r*.py"), "lib/real.py")).startsWith("linked: ");
        assertThat(ruleFor(List.of("src/kernel/r*.py"), "lib/other.py")).isEqualTo("allowed");
    }

    @Test
    void endsInLoopsAndLeavesWhatLeadsElsewhere() throws Exception {
        tree.link("loop", "loop")
                .link("ping", "pong")
                .link("pong", "ping")
                .link("self", ".")
                .link("lib/up", "..");
        tree.link("src/kernel.py", "/etc/passwd")
                .link("proc", "/proc/self/root")
                .link("nowhere", "/no/such/x");
        Files.createSymbolicLink(tree.root.resolve("kernel2.py"), Path.of("loop/x"));

        List<String> policy = List.of("src/kernel.py", "kernel2.py", "secret/**");
        assertThat(ruleFor(policy, "lib/real.py")).isEqualTo("allowed");
        assertThat(ruleFor(policy, "etc/passwd")).isEqualTo("allowed");
        assertThat(ruleFor(List.of("self/lib/real.py"), "lib/real.py")).startsWith("linked: ");
    }

    @Test
    void followsLinksToTheWorkspaceItself() throws Exception {
        tree.link("self", ".");

        for (String entry : List.of("self/lib/real.py", "self/l*/real.py", "self/self/lib/real.py")) {
            assertThat(ruleFor(List.of(entry), "lib/real.py")).startsWith("linked: ");
            assertThat(ruleFor(List.of(entry), "lib/other.py")).isEqualTo("allowed");
        }
    }

    @Test
    void seesALinkThatAPersonMakesLater() throws Exception {
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of("src/kernel.py"), List.of()), Duration.ZERO);
        gate.ready();
        assertThat(gate.judge(List.of(Tree.at("lib/real.py")))).isInstanceOf(Verdict.Allowed.class);

        tree.link("src/kernel.py", "../lib/real.py");

        assertThat(gate.judge(List.of(Tree.at("lib/real.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void seesTheLinksOfWhatIsProtectedFromNowOn() throws Exception {
        tree.link("src/kernel.py", "../lib/real.py");
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of(), List.of()), Duration.ofDays(1));
        gate.ready();
        assertThat(gate.judge(List.of(Tree.at("lib/real.py")))).isInstanceOf(Verdict.Allowed.class);

        gate.protect(List.of(PolicyEntry.added(PolicyEntry.Kind.PATH, "src/kernel.py", "ada", Instant.EPOCH)));

        assertThat(gate.judge(List.of(Tree.at("lib/real.py")))).isInstanceOf(Verdict.Denied.class);
    }

    @Test
    void followsAnAdditionThroughLinksBelowLinks() throws Exception {
        tree.link("src", "app").file("app/x.py", "").link("app/kernel", "../lib");
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of(), List.of()), Duration.ofDays(1));
        gate.protect(List.of(PolicyEntry.added(PolicyEntry.Kind.PATH, "src/kernel/real.py", "ada", Instant.EPOCH)));
        gate.ready();

        assertThat(gate.judge(List.of(Tree.at("lib/real.py")))).isInstanceOf(Verdict.Denied.class);
        assertThat(gate.judge(List.of(Tree.at("lib/other.py")))).isInstanceOf(Verdict.Allowed.class);
    }
}
