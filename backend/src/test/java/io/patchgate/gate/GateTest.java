package io.patchgate.gate;

import static io.patchgate.workspace.Tree.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
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
        tree.file("src/ai_pal/modules/learning.py", "x = 1\n");
        gate = gate(PolicyFile.KERNEL);
    }

    private Gate gate(List<String> policy) throws InvalidPolicy {
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(policy, List.of()));
        gate.ready();
        return gate;
    }

    private String ruleFor(String... paths) throws WorkspaceUnavailable {
        List<WorkspacePath> targets = Stream.of(paths).map(Tree::at).toList();
        return gate.judge(targets) instanceof Verdict.Denied denied ? denied.rule() : "allowed";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/ai_pal/modules/learning.py",
                "src/ai_pal/modules/new.py",
                "src/ai_pal/new/deep/er.py",
                "src/ai_pal/modules/ethics_test.py",
                "src/ai_pal/modules/ethics.pyi",
                "src/ai_pal/modules/ethicsx/a.py",
                "src/ai_pal/modules/__pycache__/learning.cpython-311.pyc",
                "modules/ethics.py",
                "ethics.py",
                "docs/.github/workflows/x.yml",
                "git/config",
                "a.backup.py",
            })
    void allowsWhatIsNotProtected(String path) throws Exception {
        assertThat(ruleFor(path)).isEqualTo("allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/ai_pal/gates/gate_system.py",
                "src/ai_pal/modules/ethics.py",
                "src/ai_pal/improvement/patch_manager.py",
                "src/ai_pal/core/config.py",
                // Other spellings, which name the same file where a filesystem folds.
                "SRC/ai_pal/modules/ethics.py",
                "src/AI_PAL/modules/ETHICS.PY",
                "\uff53rc/ai_pal/modules/ethics.py",
                "src/ai_pal/modules/ethic\u017f.py",
                "src/ai_pal/\u217fodules/ethics.py",
                "src/ai_pal/modules/et\u210bics.py",
                // A kernel file that becomes a folder.
                "src/ai_pal/core/config.py/x",
                ".git/config",
                ".git",
                "vendor/lib/.GIT/hooks/post-commit",
                ".Git/HEAD",
                "git~1/config",
                ".gitattributes",
                "deep/er/.GitAttributes",
                ".gitmodules",
                "src/ai_pal/modules/learning.py.backup",
                "x.BACKUP",
                "x.backup/y",
                ".patchgate-1234",
                ".github/workflows/ci.yml",
                ".GitHub/Workflows/ci.yml",
                ".gitlab-ci.yml",
                ".circleci/config.yml",
                "Jenkinsfile",
                "jobs/Jenkinsfile",
                "jobs/Jenkinsfile.release",
                ".github/actions/a/action.yml",
                ".gitea/workflows/ci.yml",
                ".forgejo/workflows/ci.yml",
                ".gitlab/ci/build.yml",
                ".jenkins/x.groovy",
                "azure-pipelines.yaml",
                ".azure-pipelines/x.yml",
                ".azuredevops/x.yml",
                ".drone.yml",
                ".woodpecker.yml",
                ".woodpecker.yaml",
                ".woodpecker/x.yml",
                ".buildkite/pipeline.yml",
                ".cirrus.yml",
                ".cirrus.star",
                "appveyor.yml",
                ".appveyor.yml",
                ".semaphore/semaphore.yml",
                ".teamcity/settings.kts",
                ".tekton/x.yaml",
                "buildspec.yml",
                "cloudbuild.yaml",
                "cloudbuild.yml",
                ".pre-commit-config.yaml",
                ".husky/pre-commit",
                ".ci/run",
                "azure-pipelines.yml",
                ".travis.yml",
                "bitbucket-pipelines.yml",
            })
    void deniesProtectedNames(String path) throws Exception {
        assertThat(ruleFor(path)).startsWith("path: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src", "src/ai_pal", "src/ai_pal/core", "SRC/Ai_Pal", ".github", ".github/workflows"})
    void deniesAFileInThePlaceOfAProtectedFolder(String path) throws Exception {
        tree = new Tree(temp.resolve("empty"));
        gate = gate(PolicyFile.KERNEL);

        assertThat(ruleFor(path)).matches("(parent|path): .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/ai_pal/modules/ethics/__init__.py",
                "src/ai_pal/modules/ethics/x/y.txt",
                "src/ai_pal/modules/ETHICS/__init__.py",
                "src/ai_pal/modules/ethics.so",
                "src/ai_pal/modules/ethics.cpython-311-x86_64-linux-gnu.so",
                "src/ai_pal/modules/ethics.abi3.so",
                "src/ai_pal/modules/ethics.pyd",
                "src/ai_pal/modules/Ethics.cp311-win_amd64.PYD",
                "src/ai_pal/modules/ethics.pyc",
                "src/ai_pal/modules/ethics.pyo",
                "src/ai_pal/modules/__pycache__/ethics.cpython-311.pyc",
                "src/ai_pal/modules/__pycache__/ethics.cpython-311.opt-1.pyc",
            })
    void deniesWhatPythonWouldLoadInsteadOfTheKernel(String path) throws Exception {
        assertThat(ruleFor(path)).startsWith("shadow: ").contains("python");
    }

    @Test
    void deniesShadowingOfFilesThatAPatternProtects() throws Exception {
        gate = gate(List.of("*_kernel.py", "/top.py"));
        tree.file("a/b/x_kernel.py", "").file("a/x_kernel.py", "");

        assertThat(ruleFor("a/b/x_kernel/__init__.py")).startsWith("shadow: ");
        assertThat(ruleFor("a/__pycache__/x_kernel.cpython-312.pyc")).startsWith("shadow: ");
        assertThat(ruleFor("__pycache__/top.cpython-312.pyc")).startsWith("shadow: ");
        assertThat(ruleFor("top/x")).startsWith("shadow: ");
        assertThat(ruleFor("a/top/x")).isEqualTo("allowed");
        // No such module exists, so a folder of that name takes nothing's place.
        assertThat(ruleFor("a/y_kernel/__init__.py")).isEqualTo("allowed");
    }

    @Test
    void deniesNamesThatDifferInUnicodeFormAlone() throws Exception {
        String composed = "src/caf\u00e9.py";
        gate = gate(List.of(Normalizer.normalize(composed, Normalizer.Form.NFD)));

        assertThat(ruleFor(composed)).startsWith("path: ");
        assertThat(ruleFor("src/CAF\u00c9.py")).startsWith("path: ");
        assertThat(ruleFor("src/cafe.py")).isEqualTo("allowed");
    }

    @Test
    void deniesEveryWayThroughALink() throws Exception {
        tree.link("file.py", "src/ai_pal/modules/ethics.py");
        tree.link("harmless.py", "src/ai_pal/modules/learning.py");
        tree.link("folder", "src/ai_pal/modules");
        tree.link("one", "two").link("two", "three").link("three", "src/ai_pal/core");
        tree.link("loop", "loop").link("out", "/etc").link("up", "..").link("proc", "/proc/self/root");
        tree.link("dangling", "nowhere");

        for (String path : new String[] {
            "file.py",
            "harmless.py",
            "folder/ethics.py",
            "folder/new.py",
            "one/config.py",
            "one",
            "loop",
            "loop/x",
            "out/passwd",
            "up/x",
            "proc/etc/passwd",
            "dangling",
            "dangling/x"
        }) {
            assertThat(ruleFor(path)).as(path).startsWith("link: ");
        }
    }

    @Test
    void deniesAnotherNameOfAProtectedFile() throws Exception {
        tree.hardLink("innocent.py", "src/ai_pal/modules/ethics.py");
        tree.file(".git/config", "[core]\n").hardLink("deep/er/conf.txt", ".git/config");
        tree.file("twice.py", "x\n").hardLink("again.py", "twice.py");

        assertThat(ruleFor("innocent.py")).startsWith("hard link: ").contains("src/ai_pal/modules/ethics.py");
        assertThat(ruleFor("deep/er/conf.txt")).startsWith("hard link: ");
        assertThat(ruleFor("twice.py")).isEqualTo("allowed");
    }

    @Test
    void looksForTheOtherNamesOfAFileThatAnotherOneTookThePlaceOf() throws Exception {
        tree.hardLink("innocent.py", "src/ai_pal/modules/ethics.py");

        try (Resolution looked = tree.workspace().resolve(at("innocent.py"))) {
            Files.delete(tree.root.resolve("innocent.py"));
            tree.file("innocent.py", "another\n");

            assertThat(gate.refusal(looked)).get().extracting(Refusal::rule).isEqualTo("hard link");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/ai_pal/modules/ETHICS~1.PY",
                "SRC~1/x",
                "src/ai_pal/modules/ethics.py::$DATA",
                "src/ai_pal/modules:x/ethics.py",
                "docs/.git::$INDEX_ALLOCATION/config",
            })
    void deniesTheNamesThatFilesystemsOfOtherSystemsGive(String path) throws Exception {
        assertThat(ruleFor(path)).isNotEqualTo("allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e/src/ai_pal/core/config.py",
                "src%2fai_pal%2fcore%2fconfig.py",
                "C:/Windows/win.ini",
                "a:b/c.txt",
                "backup~/x.py",
                "x.py~",
                "~1/x",
                // Letters that look like a separator, or hold one where they are folded.
                "src\uff0fai_pal\uff0fcore\uff0fconfig.py",
                "src/ai_pal/core/\u2100onfig.py",
                // Another letter, which no filesystem takes for the same.
                "src/ai_pal/modules/\u0435thics.py",
                "proc/self/root/etc/passwd",
                "etc/passwd",
            })
    void takesWhatOnlyLooksLikeAnotherPathLiterally(String path) throws Exception {
        assertThat(ruleFor(path)).isEqualTo("allowed");
    }

    /** Whatever a filesystem takes for the same letter in another case or form, so does the gate. */
    @Test
    void foldsEveryLetterWithItsOtherCasesAndForms() {
        // The lower case of a dotted capital I is two characters, and that of no other letter.
        List<String> apart = java.util.stream.IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.isLetter(c) && c != 0x130)
                .mapToObj(Character::toString)
                .filter(letter -> Stream.of(
                                letter.toUpperCase(java.util.Locale.ROOT),
                                letter.toLowerCase(java.util.Locale.ROOT),
                                Normalizer.normalize(letter, Normalizer.Form.NFD))
                        .anyMatch(other -> !Spelling.fold(other).equals(Spelling.fold(letter))))
                .toList();

        assertThat(apart).isEmpty();
    }

    @Test
    void allowsAFileWhoseOtherNameIsOutsideTheWorkspace() throws Exception {
        Tree cache = new Tree(temp.resolve("cache")).file("lib.js", "x\n");
        Files.createLink(tree.root.resolve("lib.js"), cache.root.resolve("lib.js"));

        assertThat(ruleFor("lib.js")).isEqualTo("allowed");
    }

    @Test
    void deniesTheWholeSetForOneMember() throws Exception {
        assertThat(ruleFor("a.py", "src/ai_pal/modules/learning.py", "src/ai_pal/core/config.py", "b.py"))
                .startsWith("path: ");
    }

    @Test
    void deniesASetWhoseEarlierMemberPreparesALaterOne() throws Exception {
        assertThat(ruleFor("src/ai_pal/modules/new/__init__.py", "src/ai_pal/modules/ethics/__init__.py"))
                .startsWith("shadow: ");
    }

    @Test
    void saysWhatADeniedPathIs() throws Exception {
        tree.link("folder", "src/ai_pal/modules");

        assertThat(gate.judge(List.of(at("folder/ethics.py"))))
                .isEqualTo(new Verdict.Denied(
                        "link: The path goes through a symbolic link.",
                        at("folder/ethics.py"),
                        "'folder' is a symbolic link"));
    }

    @Test
    void neverWaitsForAFifo() throws Exception {
        tree.fifo("pipe");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(ruleFor("pipe")).isEqualTo("allowed"));
    }

    @Test
    void heedsAnAdditionAtOnce() throws Exception {
        String before = gate.policy().version();
        assertThat(ruleFor("src/ai_pal/security/auth.py")).isEqualTo("allowed");

        gate.protect(List.of(PolicyEntry.added(PolicyEntry.Kind.PATH, "src/ai_pal/security", "ada", Instant.now())));

        assertThat(ruleFor("src/ai_pal/security/auth.py")).startsWith("path: ");
        assertThat(ruleFor("src/ai_pal/Security")).startsWith("path: ");
        assertThat(gate.policy().version()).isNotEqualTo(before);
        assertThat(gate.policy().paths()).contains("src/ai_pal/security");
    }

    @Test
    void judgesNothingBeforeTheAdditionsAreKnown() throws Exception {
        Gate fresh = new Gate(tree.workspace(), ProtectedPaths.of(PolicyFile.KERNEL, List.of()));

        assertThatThrownBy(() -> fresh.judge(List.of(at("a.py")))).isInstanceOf(WorkspaceUnavailable.class);
    }

    @Test
    void judgesNothingWhenTheWorkspaceIsGone() throws Exception {
        Gate lost =
                new Gate(new Workspace("lost", temp.resolve("lost")), ProtectedPaths.of(PolicyFile.KERNEL, List.of()));
        lost.ready();

        assertThatThrownBy(() -> lost.judge(List.of(at("a.py")))).isInstanceOf(WorkspaceUnavailable.class);
    }

    @Test
    void protectsItsOwnConfiguration() throws Exception {
        gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of(), List.of(at("ops/patchgate.yaml"))));
        gate.ready();

        assertThat(ruleFor("ops/PATCHGATE.yaml")).startsWith("path: ");
        assertThat(ruleFor("ops/other.yaml")).isEqualTo("allowed");
    }
}
