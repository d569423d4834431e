package io.patchgate.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that the system itself makes, on a small filesystem of its own where the machine permits one. */
class RealFaultsTest {
    @TempDir
    Path temp;

    private boolean mounted;

    private Tree small() throws Exception {
        Tree tree = new Tree(temp.resolve("ws"));
        run("mount", "-t", "tmpfs", "-o", "size=256k,mode=755", "none", tree.root.toString());
        mounted = true;
        return tree;
    }

    private static void run(String... command) throws Exception {
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Assumptions.assumeTrue(exit == 0, "This machine does not permit: " + String.join(" ", command));
        } catch (IOException e) {
            Assumptions.abort("This machine lacks " + command[0]);
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", "-l", temp.resolve("ws").toString());
        }
    }

    private void refuses(Tree tree, Request request, String message) throws Exception {
        Map<String, String> before = tree.snapshot();
        assertThatThrownBy(() -> new Application(temp.resolve("data"))
                        .apply(
                                tree.workspace(),
                                ApplicationTest.OPEN,
                                request.id,
                                request.changes,
                                request.files,
                                Optional.empty()))
                .isInstanceOf(NotDone.class)
                .hasMessageMatching(message);
        assertThat(tree.snapshot()).isEqualTo(before);
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        Tree tree = small().file("a", "one\n").file("b", "one\n");
        Request request = new Request(tree.workspace());
        request.write("a", "two\n").write("n/new", "x".repeat(300 * 1024)).write("b", "two\n");

        refuses(tree, request, "'n/new' cannot be written: the disk is full\\. Nothing was written\\.");
    }

    @Test
    void saysThatTheFilesystemIsReadOnly() throws Exception {
        Tree tree = small().file("a", "one\n");
        Request request = new Request(tree.workspace()).write("a", "two\n");
        run("mount", "-o", "remount,ro", tree.root.toString());

        refuses(tree, request, "'a' cannot be written: the filesystem is read-only\\. Nothing was written\\.");
    }

    @Test
    void saysThatPermissionWasDenied() throws Exception {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "Nothing is denied to root");
        Tree tree = new Tree(temp.resolve("ws")).file("d/a", "one\n");
        Request request = new Request(tree.workspace()).write("d/a", "two\n");
        Path folder = tree.root.resolve("d");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

        refuses(tree, request, "'d/a' cannot be written: permission was denied\\. Nothing was written\\.");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void writesTheLongestNameThereIsAndLeavesItsBackupOut() throws Exception {
        Tree tree = new Tree(temp.resolve("ws")).file("n".repeat(255), "one\n");
        Request request =
                new Request(tree.workspace()).write("n".repeat(255), "two\n").write("m".repeat(255), "x\n");

        new Application(temp.resolve("data"))
                .apply(
                        tree.workspace(),
                        ApplicationTest.OPEN,
                        request.id,
                        request.changes,
                        request.files,
                        Optional.empty());

        assertThat(tree.names()).containsExactlyInAnyOrder("n".repeat(255), "m".repeat(255));
    }
}
