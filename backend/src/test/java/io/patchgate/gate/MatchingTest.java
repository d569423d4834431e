package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Gating;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Tree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchingTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/a.py", "")
                .file("src/deep/b.py", "")
                .file("src/deep/c.txt", "")
                .file("docs/a.py", "");
        tree.file(".git/objects/a.py", "").link("src/outside", "/etc");
    }

    private Gating.Matches matches(PolicyEntry.Kind kind, String text) throws Exception {
        PolicyEntry entry = PolicyEntry.added(kind, text, "ada", Instant.EPOCH);
        return Matching.of(Rule.of(entry), tree.workspace());
    }

    private Gating.Matches pattern(String text) throws Exception {
        return matches(PolicyEntry.Kind.PATTERN, text);
    }

    @Test
    void findsWhatAPatternMatchesAndAllBelowIt() throws Exception {
        assertThat(pattern("*.py"))
                .isEqualTo(new Gating.Matches(List.of("docs/a.py", "src/a.py", "src/deep/b.py"), 3, true));
        assertThat(pattern("/src/*.py").files()).containsExactly("src/a.py");
        assertThat(pattern("deep/").files()).containsExactly("src/deep/b.py", "src/deep/c.txt");
        assertThat(pattern("SRC/DEEP").files()).containsExactly("src/deep/b.py", "src/deep/c.txt");
        assertThat(pattern("nothing/**")).isEqualTo(new Gating.Matches(List.of(), 0, true));
    }

    @Test
    void takesAPathLiterally() throws Exception {
        tree.file("src/*.py", "");

        assertThat(matches(PolicyEntry.Kind.PATH, "src/*.py").files()).containsExactly("src/*.py");
        assertThat(matches(PolicyEntry.Kind.PATH, "src/deep").total()).isEqualTo(2);
    }

    @Test
    void countsALinkAsItselfAndNeverEntersIt() throws Exception {
        assertThat(pattern("src/outside/**")).isEqualTo(new Gating.Matches(List.of(), 0, true));
        assertThat(pattern("src/outside").files()).containsExactly("src/outside");
    }

    @Test
    void showsTheFirstHundredAndCountsAll() throws Exception {
        for (int i = 0; i < 130; i++) {
            tree.file("many/" + i, "");
        }

        Gating.Matches matches = pattern("many/");

        assertThat(matches.files()).hasSize(Matching.SHOWN);
        assertThat(matches.total()).isEqualTo(130);
        assertThat(matches.complete()).isTrue();
    }

    @Test
    void saysWhenItDidNotLookAtAll() throws Exception {
        Rule rule = Rule.of(PolicyEntry.added(PolicyEntry.Kind.PATTERN, "*.py", "ada", Instant.EPOCH));

        assertThat(Matching.of(rule, tree.workspace(), 3).complete()).isFalse();
    }
}
