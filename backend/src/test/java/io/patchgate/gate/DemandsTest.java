package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.gate.ReviewRules.CodeOwners;
import io.patchgate.gate.ReviewRules.Critical;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Demand;
import io.patchgate.workspace.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandsTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void plant() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/kernel.py", "import helper\n").file("src/helper.py", "");
    }

    private Demand demand(ReviewRules rules, String... targets) throws Exception {
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of("src/kernel.py"), List.of()), rules);
        return gate.demands().of(Stream.of(targets).map(this::file).toList());
    }

    private BaseFile file(String target) {
        boolean there = tree.has(target);
        return new BaseFile(Tree.at(target), there ? "a".repeat(64) : null, there ? 1 : -1, 0644, "b".repeat(64), 1);
    }

    @Test
    void oneIsEnoughForAnOrdinaryFile() throws Exception {
        assertThat(demand(ReviewRules.STANDARD, "README.md")).isEqualTo(Demand.ONE);
    }

    @Test
    void theHighestOfAllThatMatchAnyFileCounts() throws Exception {
        ReviewRules rules = ReviewRules.of(
                2,
                List.of(
                        new Critical(List.of("api/**", "!api/docs/", "!api/docs/**"), 3),
                        new Critical(List.of("/deploy", "*.sql"), 4),
                        new Critical(List.of("easy/"), 1)),
                2);
        assertThat(demand(rules, "README.md").approvals()).isEqualTo(2);
        assertThat(demand(rules, "easy/x.txt").approvals()).isEqualTo(2);
        assertThat(demand(rules, "api/x.txt").approvals()).isEqualTo(3);
        assertThat(demand(rules, "API/X.txt").approvals()).isEqualTo(3);
        assertThat(demand(rules, "api/docs/x.txt").approvals()).isEqualTo(2);
        assertThat(demand(rules, "deploy/deep/x").approvals()).isEqualTo(4);
        Demand both = demand(rules, "README.md", "api/y.txt", "db/z.sql");
        assertThat(both.approvals()).isEqualTo(4);
        assertThat(both.reasons())
                .extracting(Demand.Reason::kind, Demand.Reason::approvals, Demand.Reason::pattern)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.WORKSPACE, 2, null),
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.CRITICAL_PATH, 3, "api/**"),
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.CRITICAL_PATH, 4, "*.sql"));
    }

    @Test
    void whoAnswersForAPathIsAskedAndNamedForEachFileOfIt() throws Exception {
        ReviewRules rules = ReviewRules.of(
                1,
                List.of(),
                List.of(
                        new CodeOwners(List.of("db/", "*.sql"), List.of("olga", "otto"), 2),
                        new CodeOwners(List.of("docs/**", "!docs/draft/", "!docs/draft/**"), List.of("dora"), 1)),
                2);
        assertThat(demand(rules, "README.md")).isEqualTo(Demand.ONE);
        assertThat(demand(rules, "docs/draft/x.md")).isEqualTo(Demand.ONE);
        Demand both = demand(rules, "DB/x.txt", "y.sql", "docs/z.md");
        assertThat(both.approvals()).isEqualTo(2);
        assertThat(both.owners())
                .containsExactly(new Demand.Owners(List.of("olga", "otto"), 2), new Demand.Owners(List.of("dora"), 1));
        assertThat(both.reasons())
                .extracting(Demand.Reason::kind, Demand.Reason::pattern, Demand.Reason::reviewers)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.CODE_OWNER, "db/", List.of("olga", "otto")),
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.CODE_OWNER, "*.sql", List.of("olga", "otto")),
                        org.assertj.core.groups.Tuple.tuple(Demand.Kind.CODE_OWNER, "docs/**", List.of("dora")));
    }

    @Test
    void whatTheKernelLoadsNeedsTwoUnlessToldOtherwise() throws Exception {
        Demand demand = demand(ReviewRules.STANDARD, "src/helper.py");
        assertThat(demand.approvals()).isEqualTo(2);
        assertThat(demand.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.kind()).isEqualTo(Demand.Kind.KERNEL_DEPENDENCY);
            assertThat(reason.chain()).containsExactly(new Demand.Import("src/kernel.py", 1, "helper"));
            assertThat(reason.note()).isNull();
        });
        assertThat(demand(ReviewRules.of(1, List.of(), 3), "src/helper.py").approvals())
                .isEqualTo(3);
        Demand told = demand(ReviewRules.of(1, List.of(), 1), "src/helper.py");
        assertThat(told.approvals()).isEqualTo(1);
        assertThat(told.reasons()).hasSize(1);
        assertThat(demand(ReviewRules.STANDARD, "src/helper/__init__.py")
                        .reasons()
                        .get(0)
                        .note())
                .contains("no such file yet");
    }

    @Test
    void whatTheKernelMayLoadForAllThatIsKnownNeedsAsMany() throws Exception {
        tree.file("src/helper.py", "# coding: utf-7\n");

        Demand demand = demand(ReviewRules.STANDARD, "README.md", "src/any.py");

        assertThat(demand.approvals()).isEqualTo(2);
        assertThat(demand.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.target()).isEqualTo(Tree.at("src/any.py"));
            assertThat(reason.note()).startsWith("Whether the kernel loads it is not known. The file 'src/helper.py'");
        });
    }

    @Test
    void keepsABoundedNumberOfReasonsAndHeedsThemAll() throws Exception {
        ReviewRules rules =
                ReviewRules.of(1, List.of(new Critical(List.of("many/"), 2), new Critical(List.of("/many/299"), 5)), 2);
        String[] targets = IntStream.range(0, 300).mapToObj(i -> "many/" + i).toArray(String[]::new);
        Demand demand = demand(rules, targets);
        assertThat(demand.approvals()).isEqualTo(5);
        assertThat(demand.reasons()).hasSize(50);
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> ReviewRules.of(1, List.of(new Critical(List.of("a//b"), 2)), 2))
                .isInstanceOf(InvalidPolicy.class)
                .hasMessageStartingWith("has the entry 'a//b', which ");
    }
}
