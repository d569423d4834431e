package io.patchgate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWorkspaceTest {
    private static final Path RESOURCES = Path.of("src/main/resources", SampleFile.FOLDER);

    @TempDir
    Path temporary;

    @Test
    void makesItOnceAndThenLeavesItAlone() throws Exception {
        Path root = temporary.resolve("data/workspace");
        assertThat(SampleWorkspace.create(root)).isTrue();
        Files.writeString(root.resolve("README.md"), "changed since");
        Files.delete(root.resolve("tools/check"));

        assertThat(SampleWorkspace.create(root)).isFalse();
        assertThat(root.resolve("README.md")).hasContent("changed since");
        assertThat(root.resolve("tools/check")).doesNotExist();
        assertThat(entries(root.getParent())).containsExactly("workspace");
    }

    @Test
    void fillsAnEmptyFolderAlsoThroughALink() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        assertThat(SampleWorkspace.create(link)).isTrue();
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("pyproject.toml")).exists();
        assertThat(SampleWorkspace.create(folder)).isFalse();
    }

    @Test
    void refusesAFolderThatHoldsSomethingElse() throws Exception {
        Files.writeString(temporary.resolve("pyproject.toml"), "[project]\nname = \"something-else\"\n");
        Files.createDirectory(temporary.resolve(".git"));
        assertThatThrownBy(() -> SampleWorkspace.create(temporary))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither empty nor the sample workspace")
                .hasMessageContaining("PATCHGATE_WORKSPACE");
        assertThat(entries(temporary)).containsExactlyInAnyOrder(".git", "pyproject.toml");
    }

    @Test
    void refusesAFileInItsPlace() throws Exception {
        Path file = Files.writeString(temporary.resolve("workspace"), "a file");
        assertThatThrownBy(() -> SampleWorkspace.create(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a folder");
        assertThat(file).hasContent("a file");
    }

    @Test
    void saysInASentenceThatAFolderCannotBeMade() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> SampleWorkspace.create(file.resolve("below/workspace")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The sample workspace cannot be made in ");
    }

    @Test
    void beginsWithOneCommitAndACleanWorkTree() throws Exception {
        Path root = temporary.resolve("workspace");
        SampleWorkspace.create(root);
        try (Git git = Git.open(root.toFile())) {
            assertThat(git.getRepository().getFullBranch()).isEqualTo("refs/heads/main");
            var commits = new ArrayList<RevCommit>();
            git.log().call().forEach(commits::add);
            assertThat(commits).singleElement().satisfies(commit -> {
                assertThat(commit.getAuthorIdent().toExternalString())
                        .startsWith("Patchgate sample <sample@localhost> ");
                assertThat(commit.getCommitterIdent().getEmailAddress()).isEqualTo("sample@localhost");
            });
            assertThat(git.status().call().isClean()).isTrue();
            assertThat(paths(git))
                    .containsExactlyInAnyOrderElementsOf(
                            SampleFile.all().stream().map(SampleFile::path).toList());
        }
    }

    @Test
    void keepsBackupsOutOfTheRepository() throws Exception {
        Path root = temporary.resolve("workspace");
        SampleWorkspace.create(root);
        Files.writeString(root.resolve("src/ai_pal/modules/learning.py.backup"), "as it was");
        try (Git git = Git.open(root.toFile())) {
            assertThat(git.status().call().isClean()).isTrue();
        }
    }

    @Test
    void everyModeIsOneThatGitKnowsWhateverTheUmask() throws Exception {
        Assumptions.assumeTrue(
                temporary.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path root = temporary.resolve("workspace");
        SampleWorkspace.create(root);
        for (SampleFile file : SampleFile.all()) {
            Path path = root.resolve(file.path());
            assertThat(mode(path)).as(file.path()).isEqualTo(file.executable() ? "rwxr-xr-x" : "rw-r--r--");
            assertThat(mode(path.getParent())).isEqualTo("rwxr-xr-x");
        }
        assertThat(root.resolve("tools/check")).isExecutable();
    }

    @Test
    void theIndexNamesEveryFileOfTheFolderAndNoOther() throws Exception {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> RESOURCES.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> !file.equals(SampleFile.INDEX)))
                    .containsExactlyInAnyOrderElementsOf(SampleFile.all().stream()
                            .map(file -> file.content().path().substring(SampleFile.FOLDER.length()))
                            .toList());
        }
    }

    @Test
    void whatIsMadeHasTheBytesOfTheFolder() throws Exception {
        Path root = temporary.resolve("workspace");
        SampleWorkspace.create(root);
        for (SampleFile file : SampleFile.all()) {
            Path source = RESOURCES.resolve(file.content().path().substring(SampleFile.FOLDER.length()));
            assertThat(root.resolve(file.path())).hasSameBinaryContentAs(source);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Iterable<String> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    /** The paths of the first commit, each with the mode that the index says. */
    private static Iterable<String> paths(Git git) throws Exception {
        var executables = SampleFile.all().stream()
                .filter(SampleFile::executable)
                .map(SampleFile::path)
                .toList();
        var paths = new ArrayList<String>();
        RevCommit commit = git.log().call().iterator().next();
        try (TreeWalk walk = new TreeWalk(git.getRepository())) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                boolean executable = walk.getFileMode() == FileMode.EXECUTABLE_FILE;
                assertThat(executable).as(walk.getPathString()).isEqualTo(executables.contains(walk.getPathString()));
                paths.add(walk.getPathString());
            }
        }
        return paths;
    }
}
