package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Gating;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainerTest {
    private static final String ETHICS = "src/ai_pal/modules/ethics.py";

    @TempDir
    Path temp;

    Tree tree;
    Gate gate;

    @BeforeEach
    void makeTreeAsInTheSeed() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        for (String path : PolicyFile.KERNEL) {
            tree.file(path, "# kernel\n");
        }
        tree.file("a.py", "").file("late/x.py", "").fifo("pipe").hardLink("other.py", ETHICS);
        tree.link("in", "src").link("out", "/etc/passwd").link("up", "../elsewhere");
        gate = new Gate(tree.workspace(), ProtectedPaths.ofEntries(PolicyFile.kernel(), List.of()));
        gate.protect(List.of(PolicyEntry.added(PolicyEntry.Kind.PATTERN, "late/*", "ada", Instant.EPOCH)));
        gate.ready();
    }

    private Gating.Explanation explain(String path) throws Exception {
        return Explainer.explain(gate, path);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "src/ai_pal/modules/ethics.py,          file,       path,      src/ai_pal/modules/ethics.py, policy, kernel",
                "SRC/ai_pal/modules/ethics.py,          missing,    path,      src/ai_pal/modules/ethics.py, policy, kernel",
                "src/ai_pal/modules/ethics/__init__.py, missing,    shadow,    src/ai_pal/modules/ethics.py, policy, kernel",
                "src/ai_pal/modules,                    folder,     parent,    src/ai_pal/modules/ethics.py, policy, kernel",
                "other.py,                              file,       hard link, src/ai_pal/modules/ethics.py, policy, kernel",
                "in/ai_pal/x.py,                        link,       link,      -,                            -,      -",
                "out,                                   outside,    link,      -,                            -,      -",
                "up/x,                                  outside,    link,      -,                            -,      -",
                "late/x.py,                             file,       path,      late/*,                       added,  -",
                ".github/workflows/ci.yml,              missing,    path,      /.github/workflows/,          always, ci",
                "a.py,                                  file,       -,         -,                            -,      -",
                "new/b.py,                              missing,    -,         -,                            -,      -",
                "pipe,                                  special,    -,         -,                            -,      -",
                "a.py/b,                                obstructed, -,         -,                            -,      -"
            })
    void saysWhatAPathIsAndWhichRuleDecides(
            String path, String resolvesTo, String kind, String entry, String source, String group) throws Exception {
        Gating.Explanation said = explain(path);

        assertThat(said.formFault()).isNull();
        assertThat(said.resolvesTo()).isEqualTo(resolvesTo);
        if (kind == null) {
            assertThat(said.rule()).isNull();
            assertThat(said.sentences()).contains("No entry speaks against it.");
            return;
        }
        assertThat(said.rule().kind()).isEqualTo(kind);
        PolicyEntry decides = said.rule().entry();
        assertThat(decides == null ? null : decides.text()).isEqualTo(entry);
        assertThat(decides == null ? null : decides.source().id()).isEqualTo(source);
        assertThat(decides == null ? null : decides.group()).isEqualTo(group);
        assertThat(said.sentences()).last().asString().contains("denied in silence (rule: " + kind + ")");
    }

    @ParameterizedTest
    @CsvSource({"../x, '..'", "/etc/passwd, relative", "a//b, empty", "a\\b, backslash"})
    void saysWhyAFormIsRefused(String path, String why) throws Exception {
        Gating.Explanation said = explain(path);

        assertThat(said.formFault()).contains(why);
        assertThat(said.resolvesTo()).isNull();
        assertThat(said.rule()).isNull();
        assertThat(said.sentences()).anyMatch(sentence -> sentence.contains(why));
    }

    @Test
    void saysWhatALinkSaysAndFollowsNothing() throws Exception {
        assertThat(explain("out").sentences())
                .contains(
                        "On disk it is 'out' is a symbolic link.",
                        "The link says '/etc/passwd', which nothing follows.");
    }

    @Test
    void saysWhatAVerdictWouldSay() throws Exception {
        for (String path : List.of(ETHICS, "other.py", "in/x", "late/x.py", "a.py", "src")) {
            Verdict verdict = gate.judge(List.of(Tree.at(path)));
            Gating.DecidingRule rule = explain(path).rule();

            assertThat(rule == null).as(path).isEqualTo(verdict instanceof Verdict.Allowed);
            if (verdict instanceof Verdict.Denied denied) {
                assertThat(denied.rule()).startsWith(rule.kind() + ": ");
            }
        }
    }

    @Test
    void cannotExplainWhatItCouldNotJudge() throws Exception {
        Files.move(tree.root, temp.resolve("away"));

        assertThatThrownBy(() -> explain("a.py")).isInstanceOf(WorkspaceUnavailable.class);
    }
}
