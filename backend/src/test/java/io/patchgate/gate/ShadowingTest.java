package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that nobody names in the policy, but that would be loaded instead of one that is named. */
class ShadowingTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makePackage() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        tree.file("src/pkg/__init__.py", "").file("src/pkg/mod/__init__.py", "").file("src/pkg/mod/kernel.py", "");
    }

    private String ruleFor(List<String> policy, String path) throws Exception {
        Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(policy, List.of()), Duration.ZERO);
        gate.ready();
        return ruleFor(gate, path);
    }

    private static String ruleFor(Gate gate, String path) throws WorkspaceUnavailable {
        return gate.judge(List.of(Tree.at(path))) instanceof Verdict.Denied denied ? denied.rule() : "allowed";
    }

    private static final List<String> KERNEL = List.of("src/pkg/mod/kernel.py");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/pkg/mod/kernel/__init__.py",
                "src/pkg/mod/kernel/data.txt",
                "src/pkg/mod/kernel.cpython-312-x86_64-linux-gnu.so",
                "src/pkg/mod/kernel.\uff53o",
                "src/pkg/mod/kernel.pyd",
                "src/pkg/mod/kernel.pyc",
                "src/pkg/mod/kernel.pyw",
                "src/pkg/mod/__pycache__/kernel.cpython-312.pyc",
                "src/pkg/mod/__pycache__/kernel.cpython-34.pyo",
                "src/pkg/mod/__PYCACHE__/KERNEL.cpython-312.PYC",
                // What runs before the kernel, since it is a package that the kernel is in.
                "src/pkg/mod/__init__.py",
                "src/pkg/__init__.py",
                "src/__init__.py",
                "SRC/PKG/__INIT__.PY",
                "src/pkg/__init__.so",
                "src/pkg/__init__/x.py",
                "src/pkg/__pycache__/__init__.cpython-312.pyc",
                // What a test runner loads on the way.
                "conftest.py",
                "src/conftest.py",
                "src/pkg/mod/conftest.py",
                "conftest/__init__.py",
                "src/pkg/__pycache__/conftest.cpython-312-pytest-8.pyc",
                // What the interpreter loads at every start.
                "sitecustomize.py",
                "tools/sitecustomize.py",
                "usercustomize.py",
                "UserCustomize.py",
                "tools/usercustomize/__init__.py",
                ".venv/lib/python3.12/site-packages/x.pth",
                "x.PTH",
                "python312._pth",
                ".venv/pyvenv.cfg",
                // A module over the folder that the kernel is in.
                "src/pkg.py",
                "src/pkg/mod.py",
                "src/pkg/mod.so",
                "src.py",
                // The same package where the interpreter looks before it looks into src.
                "pkg.py",
                "pkg/__init__.py",
                "pkg/mod/kernel.py",
                "PKG/__init__.py",
                "pkg.so",
            })
    void deniesWhatPythonLoadsInsteadOrBefore(String path) throws Exception {
        assertThat(ruleFor(KERNEL, path)).startsWith("shadow: ").contains("python");
        // A folder's worth of modules is protected as each of them is.
        assertThat(ruleFor(List.of("src/pkg/mod/k*.py"), path)).startsWith("shadow: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/pkg/mod/other.py",
                "src/pkg/mod/kernel_test.py",
                "src/pkg/other/__init__.py",
                "src/pkg/other/conftest.py",
                "tests/conftest.py",
                "tests/pkg/__init__.py",
                "tests/pkg/mod/test_kernel.py",
                "docs/__init__.py",
                "src/pkg/mod/kernel.pyi",
                "src/pkg/mod/kernel.md",
                "src/pkg/mod/__pycache__/other.cpython-312.pyc",
                "kernel.py",
                "mod/kernel.py",
                "pkgs.py",
                "package.json",
                "src/pkg/package.json",
            })
    void leavesALegitimatePatchPossible(String path) throws Exception {
        assertThat(ruleFor(KERNEL, path)).isEqualTo("allowed");
    }

    @Test
    void knowsTheModulesThatAPatternProtectsByWhatIsThere() throws Exception {
        List<String> policy = List.of("*_gate.py");
        assertThat(ruleFor(policy, "conftest.py")).isEqualTo("allowed");
        assertThat(ruleFor(policy, "src/pkg/__init__.py")).isEqualTo("allowed");

        tree.file("src/pkg/deep/a_gate.py", "");

        assertThat(ruleFor(policy, "conftest.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/__init__.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/deep/__init__.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/mod/__init__.py")).isEqualTo("allowed");
    }

    @Test
    void knowsTheModulesOfAProtectedFolder() throws Exception {
        for (String folder : List.of("src/pkg/mod/", "/src/*/mod", "mod")) {
            assertThat(ruleFor(List.of(folder), "conftest.py")).startsWith("shadow: ");
            assertThat(ruleFor(List.of(folder), "src/pkg/__init__.py")).startsWith("shadow: ");
            assertThat(ruleFor(List.of(folder), "src/other/__init__.py")).isEqualTo("allowed");
        }
    }

    @Test
    void knowsTheModulesOfWhatIsAddedAtRunTime() throws Exception {
        for (String added : List.of("src/pkg/mod", "src/pkg/mod/k*.py")) {
            Gate gate = new Gate(tree.workspace(), ProtectedPaths.of(List.of(), List.of()), Duration.ZERO);
            gate.ready();
            assertThat(ruleFor(gate, "conftest.py")).isEqualTo("allowed");

            gate.protect(List.of(PolicyEntry.added(PolicyEntry.Kind.PATTERN, added, "ada", Instant.EPOCH)));

            assertThat(ruleFor(gate, "conftest.py")).startsWith("shadow: ");
        }
    }

    @Test
    void knowsAModuleThatIsNotThereYetByItsEntry() throws Exception {
        List<String> policy = List.of("src/pkg/later/kernel.py");

        assertThat(ruleFor(policy, "src/pkg/later/__init__.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/later.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/mod/__init__.py")).isEqualTo("allowed");
    }

    @Test
    void deniesWhatWouldBeLoadedInsteadOfAModuleThatIsNotThereYet() throws Exception {
        List<String> policy = List.of("src/pkg/later.py", "web/later.ts");

        assertThat(ruleFor(policy, "src/pkg/later/__init__.py")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "src/pkg/later.so")).startsWith("shadow: ");
        assertThat(ruleFor(policy, "web/later.js")).startsWith("shadow: ");
    }

    @Test
    void asksForNoPythonFilesWhereNoPythonIsProtected() throws Exception {
        List<String> policy = List.of("config/prod.yaml", "src/pkg/data/**");

        assertThat(ruleFor(policy, "config/__init__.py")).isEqualTo("allowed");
        assertThat(ruleFor(policy, "config.py")).isEqualTo("allowed");
        assertThat(ruleFor(policy, "conftest.py")).isEqualTo("allowed");
        assertThat(ruleFor(policy, "sitecustomize.py")).isEqualTo("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "web/ethics.js,        web/ethics",
        "web/ethics.js,        web/ethics.mjs",
        "web/ethics.js,        web/ethics.ts",
        "web/ethics.ts,        web/ethics.js",
        "web/ethics.ts,        web/ethics.json",
        "web/ethics.ts,        WEB/Ethics.TSX",
        "web/ethics.json,      web/ethics.js",
        "web/ethics.node,      web/ethics.cjs",
        "web/ethics.js,        web/ethics.jsx",
        "web/ethics.js,        web/ethics.mts",
        "web/ethics.js,        web/ethics.cts",
        "web/ethics.js,        web/ethics.node",
        "web/ethics.ts,        web/ethics/index.ts",
        "web/ethics.js,        web/ethics/index.mjs",
        "web/ethics.js,        web/ethics/package.json",
        "web/ethics/index.ts,  web/ethics.js",
        "web/ethics/index.ts,  web/ethics/index.js",
        "web/ethics/index.js,  web/ethics/package.json",
        "web/ethics.ts,        web/package.json",
        "web/src/ethics.ts,    web/package.json",
    })
    void deniesWhatJavaScriptLoadsInstead(String kernel, String path) throws Exception {
        tree.file(kernel, "");

        assertThat(ruleFor(List.of(kernel), path)).startsWith("shadow: ").contains("javascript");
    }

    @Test
    void namesTheModuleThatAFoldersManifestWouldSendTheLoaderPast() throws Exception {
        assertThat(ruleFor(List.of("web/ethics/index.js"), "web/ethics/package.json"))
                .contains("would take it for 'web/ethics/index.js'");
    }

    @ParameterizedTest
    @CsvSource({
        "web/ethics.ts,        web/ethics.test.ts",
        "web/ethics.ts,        web/ethics.d.ts",
        "web/ethics.ts,        web/ethics.css",
        "web/ethics.ts,        web/ethics/rules.ts",
        "web/ethics.ts,        web/index.ts",
        "web/ethics.ts,        package.json",
        "web/ethics.ts,        other/package.json",
        "web/ethics.ts,        web/ethics2.ts",
        "index.js,             package.json",
    })
    void leavesJavaScriptAroundItAlone(String kernel, String path) throws Exception {
        tree.file(kernel, "");

        assertThat(ruleFor(List.of(kernel), path)).isEqualTo("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "src/main/java/a/Kernel.java,     src/main/java/a/Kernel.class,        java",
        "src/main/java/a/Kernel.java,     src/main/java/a/Kernel$Inner.class,  java",
        "src/main/java/a/Kernel.java,     src/test/java/a/Kernel.java,         java",
        "src/main/java/a/Kernel.java,     src/test/kotlin/a/Kernel.kt,         java",
        "src/main/java/a/Kernel.java,     src/test/groovy/a/Kernel.groovy,     java",
        "src/main/java/a/Kernel.java,     src/test/scala/a/Kernel.scala,       java",
        "m/src/main/java/a/Kernel.java,   m/src/it/java/a/Kernel.java,         java",
        "m/src/main/java/a/Kernel.java,   m/src/main/resources/a/Kernel.class, java",
        "lib/Kernel.pm,                   lib/Kernel.pmc,                      perl",
        "lib/kernel.so,                   lib/kernel.rb,                       ruby",
        "lib/kernel.bundle,               lib/kernel.rb,                       ruby",
        "lib/kernel/init.lua,             lib/kernel.lua,                      lua",
        "Makefile,                        GNUmakefile,                         make",
        "a/Makefile,                      a/gnumakefile,                       make",
        "package-lock.json,               npm-shrinkwrap.json,                 npm",
        "pyproject.toml,                  pytest.ini,                          pytest",
        "setup.cfg,                       .pytest.ini,                         pytest",
    })
    void deniesWhatOtherLoadersTakeInstead(String kernel, String path, String language) throws Exception {
        tree.file(kernel, "");

        assertThat(ruleFor(List.of(kernel), path)).startsWith("shadow: ").contains(language);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"src/main/java/a/Ker*.java", "src/main/java/a/*", "src/main/", "/src/main/java/**/Kernel.java"})
    void deniesWhatGoesBeforeAModuleThatLiesElsewhereAlsoWhereAPatternOrAFolderProtectsIt(String entry)
            throws Exception {
        tree.file("src/main/java/a/Kernel.java", "");

        assertThat(ruleFor(List.of(entry), "src/test/java/a/Kernel.java")).startsWith("shadow: ");
        assertThat(ruleFor(List.of(entry), "src/test/java/a/Other.java")).isEqualTo("allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "src/main/java/a/Kernel.java,     src/test/java/a/KernelTest.java",
        "src/main/java/a/Kernel.java,     src/test/java/b/Kernel.java",
        "m/src/main/java/a/Kernel.java,   src/test/java/a/Kernel.java",
        "src/main/java/a/Kernel.java,     src/main/java/a/KernelInner.java",
        "a/Makefile,                      GNUmakefile",
        "cmd/kernel.go,                   cmd/kernel_linux.go",
    })
    void leavesOtherLanguagesAroundItAlone(String kernel, String path) throws Exception {
        tree.file(kernel, "");

        assertThat(ruleFor(List.of(kernel), path)).isEqualTo("allowed");
    }
}
