package io.patchgate.workspace;

import static io.patchgate.workspace.Tree.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path temp;

    Tree tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = new Tree(temp.resolve("ws"));
    }

    private Resolution resolve(String path) throws WorkspaceUnavailable {
        return tree.workspace().resolve(at(path));
    }

    @Test
    void readsAFileThroughItsFolder() throws Exception {
        tree.file("a/b/c.py", "x = 1\r\n".getBytes(UTF_8), "rwxr-x--x");

        try (Resolution found = resolve("a/b/c.py")) {
            assertThat(found).isInstanceOfSatisfying(Resolution.RegularFile.class, file -> {
                assertThat(file.entry().mode()).isEqualTo(0751);
                assertThat(file.entry().size()).isEqualTo(7);
            });
            assertThat(((Resolution.RegularFile) found).read()).isEqualTo("x = 1\r\n".getBytes(UTF_8));
        }
    }

    @Test
    void tellsHowMuchOfAMissingPathExists() throws Exception {
        tree.file("a/b/c.py", "");

        for (String[] expected : new String[][] {{"x", "0"}, {"a/x", "1"}, {"a/b/x", "2"}, {"a/x/y/z", "1"}}) {
            try (Resolution found = resolve(expected[0])) {
                assertThat(found)
                        .isInstanceOfSatisfying(
                                Resolution.Missing.class,
                                missing -> assertThat(missing.existing()).isEqualTo(Integer.parseInt(expected[1])));
            }
        }
    }

    @Test
    void neverFollowsALink() throws Exception {
        tree.file("real/f", "x").link("folder", "real").link("file", "real/f").link("loop", "loop");
        tree.link("out", "/etc").link("real/dangling", "nowhere");

        assertThat(resolve("folder/f")).isEqualTo(new Resolution.Link(at("folder/f"), 0));
        assertThat(resolve("file")).isEqualTo(new Resolution.Link(at("file"), 0));
        assertThat(resolve("loop/x")).isEqualTo(new Resolution.Link(at("loop/x"), 0));
        assertThat(resolve("out/passwd")).isEqualTo(new Resolution.Link(at("out/passwd"), 0));
        assertThat(resolve("real/dangling")).isEqualTo(new Resolution.Link(at("real/dangling"), 1));
    }

    @Test
    void entersNoLinkThatTookTheFoldersPlaceSinceItWasLookedAt() throws Exception {
        tree.file("real/f", "x").link("folder", "real");

        try (Folder root = tree.workspace().open()) {
            assertThatThrownBy(() -> root.open("folder")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void neverWaitsForAFifo() throws Exception {
        tree.fifo("pipe");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(resolve("pipe")).isInstanceOf(Resolution.Special.class);
            assertThat(resolve("pipe/x")).isEqualTo(new Resolution.Obstructed(at("pipe/x"), 0));
        });
    }

    @Test
    void tellsFoldersAndFilesOnTheWayApart() throws Exception {
        tree.file("a/f", "x");

        assertThat(resolve("a")).isInstanceOf(Resolution.AFolder.class);
        assertThat(resolve("a/f/g/h")).isEqualTo(new Resolution.Obstructed(at("a/f/g/h"), 1));
    }

    @Test
    void refusesToReadAnotherFileThanItLookedAt() throws Exception {
        tree.file("a", "old").file("b", "new");

        try (Resolution found = resolve("a")) {
            Files.move(tree.root.resolve("b"), tree.root.resolve("a"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            assertThatThrownBy(((Resolution.RegularFile) found)::read).isInstanceOf(FileMoved.class);
        }
    }

    @Test
    void readsNoMoreThanTheLimit() throws Exception {
        tree.file("a", "12345");

        try (Folder root = tree.workspace().open()) {
            Entry entry = root.look("a").orElseThrow();
            assertThatThrownBy(() -> root.read("a", entry, 4)).isInstanceOf(FileTooLarge.class);
            tree.file("a", "1234567890123456789012345678901234567890");
            // The file grew after it was looked at.
            assertThatThrownBy(() -> root.read("a", entry, 10)).isInstanceOf(FileTooLarge.class);
            assertThat(root.read("a", entry, 40)).hasSize(40);
        }
    }

    @Test
    void createsAFileOnlyWhereNothingIs() throws Exception {
        tree.link("a", "/tmp/elsewhere-that-must-not-appear");

        try (Folder root = tree.workspace().open()) {
            assertThatThrownBy(() -> root.create("a", new byte[0], 0644, null))
                    .isInstanceOf(FileAlreadyExistsException.class);
            root.create("b", "x".getBytes(UTF_8), 0751, null);
        }
        assertThat(tree.mode("b")).isEqualTo("rwxr-x--x");
    }

    @Test
    void countsTheNamesOfAFile() throws Exception {
        tree.file("a", "x").hardLink("d/b", "a").file("c", "x");

        try (Resolution a = resolve("a");
                Resolution c = resolve("c")) {
            Workspace workspace = tree.workspace();
            assertThat(workspace.links(at("a"), ((Resolution.RegularFile) a).entry()))
                    .hasValue(2);
            assertThat(workspace.links(at("c"), ((Resolution.RegularFile) c).entry()))
                    .hasValue(1);
            assertThat(workspace.links(at("c"), ((Resolution.RegularFile) a).entry()))
                    .isEmpty();
        }
    }

    @Test
    void saysSoWhenTheWorkspaceIsGone() {
        assertThatThrownBy(() -> new Workspace("default", temp.resolve("gone")).open())
                .isInstanceOf(WorkspaceUnavailable.class)
                .hasMessage("The workspace 'default' cannot be read.");
    }

    @Test
    void knowsWhichFilesOfTheMachineLieInIt() throws Exception {
        tree.file("ops/policy.yaml", "").link("policy", "ops/policy.yaml");
        Files.writeString(temp.resolve("outside.yaml"), "");
        Files.createSymbolicLink(temp.resolve("into"), tree.root.resolve("ops"));

        Workspace workspace = tree.workspace();
        assertThat(workspace.pathsOf(tree.root.resolve("ops/policy.yaml"))).containsExactly(at("ops/policy.yaml"));
        assertThat(workspace.pathsOf(tree.root.resolve("policy")))
                .containsExactlyInAnyOrder(at("policy"), at("ops/policy.yaml"));
        assertThat(workspace.pathsOf(temp.resolve("into/policy.yaml"))).containsExactly(at("ops/policy.yaml"));
        assertThat(workspace.pathsOf(temp.resolve("outside.yaml"))).isEmpty();
    }

    @Test
    void keepsNoFolderOpen() throws Exception {
        tree.file("a/b/c", "x").link("a/l", "b");
        Path descriptors = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(descriptors));
        for (String path : new String[] {"a/b/c", "a/b", "a/l/x", "a/b/c/d", "a/x/y", "z"}) {
            resolve(path).close();
        }
        long before = openFiles(descriptors);
        for (int i = 0; i < 50; i++) {
            for (String path : new String[] {"a/b/c", "a/b", "a/l/x", "a/b/c/d", "a/x/y", "z"}) {
                resolve(path).close();
            }
        }
        assertThat(openFiles(descriptors)).isLessThan(before + 50);
    }

    private static long openFiles(Path descriptors) throws IOException {
        try (var open = Files.list(descriptors)) {
            return open.count();
        }
    }
}
