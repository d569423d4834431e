package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.Demand;
import io.patchgate.patch.PolicyEntry;
import io.patchgate.workspace.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelDependenciesTest {
    private static final String KERNEL = "src/pal/gates/gate.py";

    @TempDir
    Path temp;

    Tree tree;
    List<String> policy = List.of(KERNEL);
    Sources.Bounds bounds = new Sources.Bounds(5_000, 64L << 20, 500_000, Duration.ofMinutes(1));
    KernelDependencies dependencies;

    @BeforeEach
    void plant() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        for (String folder : List.of("pal", "pal/gates", "pal/core", "pal/text")) {
            tree.file("src/" + folder + "/__init__.py", "");
        }
    }

    private KernelDependenciesTest kernel(String... lines) throws Exception {
        tree.file(KERNEL, String.join("\n", lines) + "\n");
        return this;
    }

    private Optional<Closure.Relation> relation(String path) throws Exception {
        if (dependencies == null) {
            ProtectedPaths paths = ProtectedPaths.of(policy, List.of());
            dependencies = new KernelDependencies(tree.workspace(), () -> paths, bounds);
        }
        return dependencies.now().relation(path);
    }

    private List<String> chain(String path) throws Exception {
        return relation(path)
                .map(found -> ((Closure.Relation.Dependency) found)
                        .chain().stream().map(KernelDependenciesTest::text).toList())
                .orElse(null);
    }

    private static String text(Demand.Import step) {
        return step.file() + ":" + step.line() + " " + step.module();
    }

    @Test
    void followsImportsThroughFilesByAShortestChain() throws Exception {
        kernel("import os", "from pal.core import config", "from pal.text import lines");
        tree.file("src/pal/core/config.py", "from pal.core import paths\n");
        tree.file("src/pal/core/paths.py", "import pal.text.lines\n");
        tree.file("src/pal/text/lines.py", "\n");
        tree.file("src/pal/text/other.py", "import pal.gates.gate\n");

        assertThat(chain("src/pal/core/config.py")).containsExactly(KERNEL + ":2 pal.core.config");
        assertThat(chain("src/pal/core/paths.py"))
                .containsExactly(KERNEL + ":2 pal.core.config", "src/pal/core/config.py:1 pal.core.paths");
        assertThat(chain("src/pal/text/lines.py")).containsExactly(KERNEL + ":3 pal.text.lines");
        assertThat(relation("src/pal/text/other.py")).isEmpty();
        assertThat(relation("README.md")).isEmpty();
    }

    @Test
    void followsRelativeImportsFromFilesAndFromPackages() throws Exception {
        kernel("from . import near", "from ..core import config", "from .... import beyond");
        tree.file("src/pal/gates/near/__init__.py", "from .inner import x\n");
        tree.file("src/pal/gates/near/inner.py", "");
        tree.file("src/pal/core/config.py", "");

        assertThat(chain("src/pal/gates/near/__init__.py")).containsExactly(KERNEL + ":1 .near");
        assertThat(chain("src/pal/gates/near/inner.py"))
                .containsExactly(KERNEL + ":1 .near", "src/pal/gates/near/__init__.py:1 .inner");
        assertThat(chain("src/pal/core/config.py")).containsExactly(KERNEL + ":2 ..core.config");
    }

    @Test
    void countsThePackagesOnTheWayOfProtectedAndOfImportedFiles() throws Exception {
        kernel("import pal.core.config");
        tree.file("src/pal/__init__.py", "import pal.boot\n");
        tree.file("src/pal/boot.py", "");
        tree.file("src/pal/core/config.py", "");

        assertThat(chain("src/pal/gates/__init__.py")).containsExactly(KERNEL + ":0 src/pal/gates/__init__");
        assertThat(chain("src/pal/core/__init__.py")).containsExactly(KERNEL + ":1 pal.core.config");
        assertThat(chain("src/pal/boot.py"))
                .containsExactly(KERNEL + ":0 src/pal/__init__", "src/pal/__init__.py:1 pal.boot");
    }

    @Test
    void countsAFileThatWouldBeLoadedAsSoonAsThereIsOne() throws Exception {
        kernel("import json", "from pal.core import missing", "try: import pal.fast.lines", "except ImportError: pass");
        for (String path : List.of(
                "src/pal/core/missing.py",
                "src/pal/core/missing/__init__.py",
                "src/pal/core/missing.cpython-311-x86_64-linux-gnu.so",
                "src/pal/core/__pycache__/missing.cpython-311.pyc",
                "src/pal/fast/__init__.py",
                "src/pal/fast/lines.py",
                "src/json.py",
                "json.py",
                "src/JSON.py",
                "json/__init__.py")) {
            assertThat(relation(path)).as(path).isPresent();
        }
        for (String path : List.of("src/pal/json.py", "src/pal/core/lost.py", "src/pal/core/missing.txt", "json")) {
            assertThat(relation(path)).as(path).isEmpty();
        }
    }

    @Test
    void takesTheFoldersAboveAProtectedFileForRootsWhereTheyAreNoPackages() throws Exception {
        policy = List.of("lib/python/kernel/main.py", "tools/guard.py");
        tree.file("lib/python/kernel/__init__.py", "").file("lib/python/kernel/main.py", "import kernel.a, helper\n");
        tree.file("tools/guard.py", "import beside\n");
        for (String path : List.of(
                "lib/python/kernel/a.py", "lib/python/helper.py", "tools/beside.py", "src/beside.py", "beside.py")) {
            assertThat(relation(path)).as(path).isPresent();
        }
        assertThat(relation("lib/python/kernel/helper.py")).isEmpty();
    }

    @Test
    void findsTheProtectedFilesOfPatternsAndFolders() throws Exception {
        policy = List.of("src/pal/core/", "src/pal/g*/**", "!src/pal/gates/free.py", "guard.py");
        tree.file("src/pal/core/deep/x.py", "import from_folder\n");
        tree.file("src/pal/gates/y.py", "import from_pattern\n");
        tree.file("src/pal/gates/free.py", "import from_free\n");
        tree.file("anywhere/at/all/guard.py", "import from_name\n");
        tree.file("src/pal/text/z.py", "import from_elsewhere\n");
        assertThat(Stream.of("folder", "pattern", "free", "name", "elsewhere")
                        .filter(name -> related("src/from_" + name + ".py")))
                .containsExactly("folder", "pattern", "name");
    }

    @Test
    void findsTheProtectedFilesOfOnePattern() throws Exception {
        policy = List.of("/src/pal/g*/**");
        kernel("import from_pattern");
        assertThat(relation("src/from_pattern.py")).isPresent();
    }

    @Test
    void aManifestThatImportsIsNoKernel() throws Exception {
        tree.file("setup.py", "import from_manifest\n").file("a_kernel.py", "import from_kernel\n");
        ProtectedPaths paths = ProtectedPaths.ofEntries(
                List.of(
                        PolicyEntry.policy("setup.py", "dependency_manifests"),
                        PolicyEntry.policy("*_kernel.py", null)),
                List.of());
        dependencies = new KernelDependencies(tree.workspace(), () -> paths, bounds);
        assertThat(relation("from_manifest.py")).isEmpty();
        assertThat(relation("from_kernel.py")).isPresent();
    }

    private boolean related(String path) {
        try {
            return relation(path).isPresent();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void followsLinksToWhatTheyLeadTo() throws Exception {
        kernel("import linked.deep", "import alias");
        tree.file("real/deep.py", "import behind\n").file("real/behind.py", "");
        tree.file("elsewhere/target.py", "");
        tree.link("src/linked", "../real").link("src/alias.py", "../elsewhere/target.py");
        tree.file("src/behind.py", "");
        for (String path : List.of("real/deep.py", "real/__init__.py", "elsewhere/target.py", "src/behind.py")) {
            assertThat(relation(path)).as(path).isPresent();
        }
        assertThat(relation("real/behind.py")).isEmpty();
    }

    @Test
    void readsNothingOutsideOfTheWorkspaceAndWaitsForNoFifo() throws Exception {
        Files.createDirectories(temp.resolve("out"));
        Files.writeString(temp.resolve("out/leak.py"), "import leaked\n");
        kernel("import out.leak", "import pipe", "import loop");
        tree.link("src/out", "../../out").link("src/loop", "loop").fifo("src/pipe.py");
        assertThat(relation("src/leaked.py")).isEmpty();
        assertThat(relation("src/pipe.py")).isPresent();
    }

    @Test
    void seesAChangeOfAFileAndOfAFolder() throws Exception {
        kernel("import pal.core.config");
        tree.file("src/pal/core/config.py", "import one\n");
        assertThat(relation("src/one.py")).isPresent();
        assertThat(relation("src/two.py")).isEmpty();

        tree.file("src/pal/core/config.py", "import two\n");
        assertThat(relation("src/one.py")).isEmpty();
        assertThat(relation("src/two.py")).isPresent();

        tree.file("src/two.py", "import three\n");
        assertThat(relation("src/three.py")).isPresent();
        Files.delete(tree.root.resolve("src/two.py"));
        assertThat(relation("src/three.py")).isEmpty();
        assertThat(relation("src/two.py")).isPresent();
    }

    @Test
    void followsWhatIsProtectedFromNowOn() throws Exception {
        tree.file("src/later.py", "import one\n");
        age();
        AtomicReference<ProtectedPaths> protection = new AtomicReference<>(ProtectedPaths.of(policy, List.of()));
        dependencies = new KernelDependencies(tree.workspace(), protection::get, bounds);
        assertThat(relation("src/one.py")).isEmpty();

        protection.set(ProtectedPaths.of(List.of("src/later.py"), List.of()));

        assertThat(relation("src/one.py")).isPresent();
    }

    @Test
    void answersWithoutASearchWhileNothingChanged() throws Exception {
        kernel("import pal.core.config");
        age();
        relation("x.py");
        Closure first = dependencies.now();
        assertThat(dependencies.now()).isSameAs(first);
        tree.file("unrelated/file.py", "");
        Files.setLastModifiedTime(tree.root.resolve("README"), FileTime.from(Instant.now()));
        kernel("import pal.core.other");
        assertThat(dependencies.now()).isNotSameAs(first);
    }

    private void age() throws Exception {
        tree.file("README", "");
        FileTime old = FileTime.from(Instant.now().minusSeconds(60));
        try (Stream<Path> all = Files.walk(tree.root)) {
            for (Path path : all.toList()) {
                Files.setLastModifiedTime(path, old);
            }
        }
    }

    @Test
    void whatItCouldNotSeeMayBeAnything() throws Exception {
        kernel("import pal.core.config");
        tree.file(
                "src/pal/core/config.py", "# coding: utf-7\nimport x\n".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        assertThat(relation("src/unseen.py"))
                .get()
                .isInstanceOfSatisfying(
                        Closure.Relation.Unknown.class,
                        unknown -> assertThat(unknown.why())
                                .isEqualTo(
                                        "The file 'src/pal/core/config.py', which the kernel loads, is in the encoding 'utf-7'."));
        assertThat(relation("src/pal/core/config.py")).get().isInstanceOf(Closure.Relation.Dependency.class);
        assertThat(relation("README.md")).isEmpty();
    }

    @Test
    void stopsAtEachOfItsBoundsAndSaysWhich() throws Exception {
        kernel("import a, b, c");
        for (String name : List.of("a", "b", "c")) {
            tree.file("src/" + name + ".py", "import deep_" + name + "\n" + "#".repeat(1 << 20));
        }
        assertThat(unknown(new Sources.Bounds(2, 64L << 20, 500, Duration.ofMinutes(1))))
                .isEqualTo("There are more than 2 files to look at.");
        assertThat(unknown(new Sources.Bounds(50, 2L << 20, 500, Duration.ofMinutes(1))))
                .isEqualTo("The files to look at have more than 2 MiB.");
        assertThat(unknown(new Sources.Bounds(50, 64L << 20, 3, Duration.ofMinutes(1))))
                .isEqualTo("The folders to look through have more than 3 entries.");
        assertThat(unknown(new Sources.Bounds(50, 64L << 20, 500, Duration.ZERO.minusMillis(1))))
                .startsWith("It takes longer than");
    }

    private String unknown(Sources.Bounds small) throws Exception {
        bounds = small;
        dependencies = null;
        return relation("src/never.py")
                .map(found -> ((Closure.Relation.Unknown) found).why())
                .orElse("known");
    }

    @Test
    void aWorkspaceWithoutItsKernelHasNoDependencies() throws Exception {
        assertThat(relation("src/pal/core/config.py")).isEmpty();
    }

    @Test
    void endsWhereImportsGoInACircle() throws Exception {
        kernel("import pal.core.a");
        tree.file("src/pal/core/a.py", "import pal.core.b\n").file("src/pal/core/b.py", "import pal.core.a\n");
        assertThat(chain("src/pal/core/b.py")).hasSize(2);
    }
}
