package io.patchgate.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Workspace;
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
    private static final String WITHOUT = "--bounding-set=-dac_override,-dac_read_search";

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

    /** Root is denied nothing, so a process of its own without that privilege has to try. */
    @Test
    void saysThatPermissionWasDeniedAlsoWhereItIsRoot() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Only root can give a folder away");
        Tree tree = new Tree(temp.resolve("ws")).file("a", "one\n").file("d/a", "one\n");
        Files.setAttribute(tree.root.resolve("d"), "unix:uid", 12345);
        run("setpriv", WITHOUT, "true");
        Map<String, String> before = tree.snapshot();

        Process unprivileged = new ProcessBuilder(
                        "setpriv",
                        WITHOUT,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RealFaultsTest.class.getName(),
                        tree.root.toString(),
                        temp.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(unprivileged.getInputStream().readAllBytes(), UTF_8);

        assertThat(unprivileged.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("'d/a' cannot be written: permission was denied. ")
                .containsPattern("(Nothing was written|All files are as they were before)\\.");
        assertThat(tree.snapshot()).isEqualTo(before);
    }

    /** Applies a change of two files and says why it could not. */
    public static void main(String[] folders) throws Exception {
        Workspace workspace = new Workspace("default", Path.of(folders[0]));
        Request request =
                new Request(workspace).write("a", "two\n").write("d/a", "two\n").write("d/new", "two\n");
        try {
            new Application(Path.of(folders[1]))
                    .apply(
                            workspace,
                            ApplicationTest.OPEN,
                            request.id,
                            request.changes,
                            request.files,
                            Optional.empty());
        } catch (NotDone e) {
            System.out.println(e.getMessage());
            return;
        }
        System.exit(1);
    }

    /** A name counts by its bytes; the backup's is seven longer, and temporary ones are short. */
    @Test
    void makesABackupAsLongAsItsNameFits() throws Exception {
        String fits = "\u00e9".repeat(124);
        String tooLong = fits + "x";
        Tree tree = new Tree(temp.resolve("ws"))
                .file(fits, "one\n")
                .file(tooLong, "one\n")
                .file("f".repeat(255) + "/" + "g".repeat(200), "one\n");
        Map<String, String> before = tree.snapshot();
        Request request = new Request(tree.workspace())
                .write(fits, "two\n")
                .write(tooLong, "two\n")
                .delete("f".repeat(255) + "/" + "g".repeat(200))
                .write("\u00e9".repeat(127) + "/" + "h".repeat(240), "new\n");
        Path data = temp.resolve("data");

        new Application(data)
                .apply(
                        tree.workspace(),
                        ApplicationTest.OPEN,
                        request.id,
                        request.changes,
                        request.files,
                        Optional.empty());

        assertThat(tree.root.resolve(fits + ".backup")).hasContent("one\n");
        assertThat(Files.exists(tree.root.resolve(tooLong + ".backup"))).isFalse();
        assertThat(tree.text(tooLong)).isEqualTo("two\n");
        new Rollback(data).undo(tree.workspace(), ApplicationTest.OPEN, request.id, request.files, Optional.empty());
        assertThat(tree.snapshot()).isEqualTo(before);
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
