package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.application.Application;
import io.patchgate.gate.WholePath.End;
import io.patchgate.patch.Change;
import io.patchgate.patch.CheckPlan;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of the three checks, with a trick that was not there at the one before. */
class BetweenTheChecksTest {
    private static final String TARGET = "d/target.py";

    @TempDir
    Path temp;

    Tree tree;
    Gate gate;

    /** Each turns a harmless target, {@code d/target.py}, into a way to the kernel. */
    enum Trick {
        LINK(tree -> {
            delete(tree, TARGET);
            tree.link(TARGET, "../kernel/k.py");
        }),
        FOLDER_LINK(tree -> {
            delete(tree, TARGET);
            delete(tree, "d");
            tree.link("d", "kernel");
        }),
        HARD_LINK(tree -> {
            delete(tree, TARGET);
            tree.hardLink(TARGET, "kernel/k.py");
        }),
        LINK_OUT(tree -> {
            delete(tree, TARGET);
            tree.link(TARGET, "/etc/hostname");
        }),
        PROTECTED_LINK_TO_IT(tree -> tree.link("late.py", TARGET));

        private interface Making {
            void on(Tree tree) throws IOException;
        }

        private final Making making;

        Trick(Making making) {
            this.making = making;
        }

        void play(Tree tree) throws IOException {
            making.on(tree);
        }

        private static void delete(Tree tree, String path) throws IOException {
            Files.delete(tree.root.resolve(path));
        }
    }

    @BeforeEach
    void makeTree() throws Exception {
        tree = new Tree(temp.resolve("ws")).file("kernel/k.py", "same\n").file(TARGET, "same\n");
        tree.file("kernel/target.py", "same\n");
        Files.createDirectories(temp.resolve("data"));
        gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of("kernel/", "late.py"), List.of()), Duration.ZERO);
        gate.ready();
    }

    private static List<Change> change() {
        return List.of(new Change(Tree.at(TARGET), Change.Form.NEW_CODE, "new\n", null, null));
    }

    private End run(Trick afterAdmission, Trick afterDecision) throws Exception {
        return new WholePath(gate, temp.resolve("data")).run(change(), new WholePath.Between() {
            @Override
            public void admitted() throws IOException {
                if (afterAdmission != null) {
                    afterAdmission.play(tree);
                }
            }

            @Override
            public void decided() throws IOException {
                if (afterDecision != null) {
                    afterDecision.play(tree);
                }
            }
        });
    }

    private void assertKernelIsWhole() throws IOException {
        assertThat(tree.text("kernel/k.py")).isEqualTo("same\n");
        assertThat(tree.text("kernel/target.py")).isEqualTo("same\n");
        assertThat(Files.list(tree.root.resolve("kernel"))).hasSize(2);
    }

    @Test
    void appliesWhatNoTrickDisturbs() throws Exception {
        assertThat(run(null, null)).isEqualTo(End.APPLIED);
        assertThat(tree.text(TARGET)).isEqualTo("new\n");
    }

    @ParameterizedTest
    @EnumSource
    void theVerdictSeesATrickPlayedAfterTheValidation(Trick trick) throws Exception {
        trick.play(tree);

        assertThat(gate.judge(List.of(Tree.at(TARGET)))).isInstanceOf(Verdict.Denied.class);
    }

    @ParameterizedTest
    @EnumSource
    void theDecisionSeesATrickPlayedAfterTheVerdict(Trick trick) throws Exception {
        assertThat(run(trick, null)).isEqualTo(End.NOT_DECIDED);
        assertKernelIsWhole();
    }

    @ParameterizedTest
    @EnumSource
    void theWriteSeesATrickPlayedAfterTheDecision(Trick trick) throws Exception {
        assertThat(run(null, trick)).isEqualTo(End.NOT_APPLIED);
        assertKernelIsWhole();
    }

    /** The content of the kernel equals that of the target, so that no comparison of bytes helps. */
    @ParameterizedTest
    @EnumSource
    void theRenameSeesATrickPlayedAfterThePreparation(Trick trick) throws Exception {
        // Asked when the content is prepared, before the backup, and immediately before the rename.
        assertThat(apply(2, trick::play)).isEqualTo("refused");
        assertKernelIsWhole();
    }

    @Test
    void theWriteGoesThroughTheFolderThatWasJudged() throws Exception {
        assertThat(apply(4, ws -> {
                    Files.move(ws.root.resolve("d"), ws.root.resolve("e"));
                    ws.link("d", "kernel");
                }))
                .isEqualTo("applied");

        assertKernelIsWhole();
        assertThat(tree.text("e/target.py")).isEqualTo("new\n");
    }

    private interface Disturbance {
        void play(Tree tree) throws IOException;
    }

    /** Applies, and disturbs the tree when the guard is asked for this time: before it, or for the last time after it. */
    private String apply(int time, Disturbance disturbance) throws Exception {
        int[] asked = {0};
        Consumer<Boolean> disturb = now -> {
            if (now) {
                try {
                    disturbance.play(tree);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        Guard guard = resolution -> {
            asked[0]++;
            var refusal = gate.refusal(resolution);
            disturb.accept(asked[0] == time - 1);
            return refusal;
        };
        Judgement.Admit admit =
                (Judgement.Admit) Judgement.of(gate, CheckPlan.NONE, GateVerticleTest.submission("default", change()));
        try {
            new Application(temp.resolve("data"))
                    .apply(
                            tree.workspace(),
                            guard,
                            UUID.randomUUID(),
                            change(),
                            admit.admission().files(),
                            java.util.Optional.empty());
            assertThat(asked[0]).isGreaterThanOrEqualTo(time - 1);
            return "applied";
        } catch (io.patchgate.application.NotDone e) {
            return "refused";
        }
    }

    @Test
    void aFolderResolvedBeforeATrickIsStillTheOneThatWasWalked() throws Exception {
        try (Resolution found = tree.workspace().resolve(Tree.at(TARGET))) {
            Files.move(tree.root.resolve("d"), tree.root.resolve("e"));
            tree.link("d", "kernel");

            assertThat(((Resolution.RegularFile) found).read()).isEqualTo("same\n".getBytes());
            assertThat(gate.judge(List.of(Tree.at(TARGET)))).isInstanceOf(Verdict.Denied.class);
        }
    }
}
