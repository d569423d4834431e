package io.patchgate.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    static final Guard OPEN = resolution -> Optional.empty();

    @TempDir(factory = MemoryFolder.class)
    Path temp;

    Tree tree;
    Path data;

    @BeforeEach
    void makeFolders() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        data = Files.createDirectories(temp.resolve("data"));
    }

    private Request request() {
        return new Request(tree.workspace());
    }

    private void apply(Request request) throws Exception {
        apply(request, OPEN, new Disk());
    }

    private void apply(Request request, Guard guard, Disk disk) throws Exception {
        new Application(data, disk)
                .apply(tree.workspace(), guard, request.id, request.changes, request.files, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x = 1\n", "a\r\nb\r\n", "no newline", "", "\ufeffbom\n", "\u00e9\ud83d\ude00\n", "a\rb\n\n\n"})
    void writesExactlyTheBytesGiven(String content) throws Exception {
        tree.file("a.py", "old\n");

        apply(request().write("a.py", content).write("new.py", content));

        assertThat(Files.readAllBytes(tree.root.resolve("a.py"))).isEqualTo(content.getBytes(UTF_8));
        assertThat(Files.readAllBytes(tree.root.resolve("new.py"))).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void writesTenMegabytes() throws Exception {
        String content = "0123456789abcde\n".repeat(10 * 1024 * 1024 / 16);
        tree.file("a.txt", content);

        apply(request().write("a.txt", content + "more\n"));

        assertThat(tree.text("a.txt")).isEqualTo(content + "more\n");
        assertThat(tree.text("a.txt.backup")).isEqualTo(content);
    }

    @Test
    void keepsTheModeAndGivesNewFilesTheUsualOne() throws Exception {
        tree.file("run", "old".getBytes(UTF_8), "rwxr-xr-x").file("private", "old".getBytes(UTF_8), "rw-------");

        apply(request().write("run", "new").write("private", "new").write("deep/er/new", "new"));

        assertThat(tree.mode("run")).isEqualTo("rwxr-xr-x");
        assertThat(tree.mode("private")).isEqualTo("rw-------");
        assertThat(tree.mode("deep/er/new")).isEqualTo("rw-r--r--");
        assertThat(tree.mode("deep/er")).isEqualTo("rwxr-xr-x");
    }

    @Test
    void keepsTheOwnerWhereItMay() throws Exception {
        tree.file("a", "old");
        try {
            Files.setAttribute(tree.root.resolve("a"), "unix:uid", 12345);
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("Only root may give files away");
        }

        apply(request().write("a", "new"));

        assertThat(Files.getAttribute(tree.root.resolve("a"), "unix:uid")).isEqualTo(12345);
    }

    @Test
    void leavesNewFilesAndFoldersToTheOwnerOfTheirFolder() throws Exception {
        tree.file("theirs/a", "one").file("theirs/b", "one");
        try {
            Files.setAttribute(tree.root.resolve("theirs"), "unix:uid", 12345);
            Files.setAttribute(tree.root.resolve("theirs"), "unix:gid", 23456);
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("Only root may give files away");
        }

        apply(request().write("theirs/new", "x").write("theirs/deep/er/new", "x"));

        for (String path : java.util.List.of("theirs/new", "theirs/deep", "theirs/deep/er", "theirs/deep/er/new")) {
            assertThat(Files.getAttribute(tree.root.resolve(path), "unix:uid"))
                    .as(path)
                    .isEqualTo(12345);
            assertThat(Files.getAttribute(tree.root.resolve(path), "unix:gid"))
                    .as(path)
                    .isEqualTo(23456);
        }
    }

    @Test
    void neverGrantsSetIdToANewContent() throws Exception {
        tree.file("tool", "one".getBytes(UTF_8), "rwxr-xr-x");
        Files.setAttribute(tree.root.resolve("tool"), "unix:mode", 07755);
        Request request = request().write("tool", "two").write("other", "x");

        apply(request);
        assertThat((Integer) Files.getAttribute(tree.root.resolve("tool"), "unix:mode") & 07777)
                .isEqualTo(0755);

        new Rollback(data).undo(tree.workspace(), OPEN, request.id, request.files, Optional.empty());
        assertThat((Integer) Files.getAttribute(tree.root.resolve("tool"), "unix:mode") & 07777)
                .isEqualTo(0755);
    }

    @Test
    void leavesLinksBesideItAlone() throws Exception {
        tree.file("d/a", "one")
                .link("d/to-a", "a")
                .link("d/dangling", "nowhere")
                .link("to-d", "d");

        apply(request().write("d/a", "two").write("d/b", "new"));

        assertThat(Files.readSymbolicLink(tree.root.resolve("d/to-a"))).isEqualTo(Path.of("a"));
        assertThat(Files.readSymbolicLink(tree.root.resolve("d/dangling"))).isEqualTo(Path.of("nowhere"));
        assertThat(Files.readSymbolicLink(tree.root.resolve("to-d"))).isEqualTo(Path.of("d"));
    }

    @Test
    void deletesAndCreates() throws Exception {
        tree.file("d/a.py", "old\n");

        apply(request().delete("d/a.py").write("d/x/y/b.py", "new\n"));

        assertThat(tree.names()).containsExactly("d", "d/x", "d/x/y", "d/x/y/b.py");
        assertThat(tree.text("d/a.py.backup")).isEqualTo("old\n");
    }

    @Test
    void leavesABackupThatIsNotOurs() throws Exception {
        tree.file("a", "one").file("a.backup", "my own copy");
        tree.file("b", "one").file("elsewhere", "x").link("b.backup", "elsewhere");

        apply(request().write("a", "two").write("b", "two"));

        assertThat(tree.text("a.backup")).isEqualTo("my own copy");
        assertThat(tree.text("elsewhere")).isEqualTo("x");
        assertThat(Files.isSymbolicLink(tree.root.resolve("b.backup"))).isTrue();
    }

    @Test
    void replacesABackupOfItsOwn() throws Exception {
        tree.file("a", "one");
        apply(request().write("a", "two"));
        assertThat(tree.text("a.backup")).isEqualTo("one");

        apply(request().write("a", "three"));

        assertThat(tree.text("a.backup")).isEqualTo("two");
    }

    @Test
    void keepsPreImagesForItselfAlone() throws Exception {
        tree.file("a", "one");

        apply(request().write("a", "two"));

        String sha = io.patchgate.workspace.Sha256.hex("one".getBytes(UTF_8));
        Path kept = data.resolve("preimages").resolve(sha.substring(0, 2)).resolve(sha);
        assertThat(kept).hasContent("one");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
    }

    @Test
    void neverOverwritesWhatChangedSinceTheReview() throws Exception {
        tree.file("a", "one").file("b", "one");
        Request request = request().write("b", "two").write("a", "two").write("c", "new");
        tree.file("a", "edited");
        Map<String, String> before = tree.snapshot();

        assertThatThrownBy(() -> apply(request))
                .isInstanceOf(NotDone.class)
                .hasMessage("'a' changed since it was reviewed. Nothing was written.");
        assertThat(tree.snapshot()).isEqualTo(before);
    }

    @Test
    void neverOverwritesWhatAppearedOrFollowsWhatVanished() throws Exception {
        tree.file("gone", "one");
        Request creates = request().write("new", "x");
        Request changes = request().write("gone", "two");
        tree.file("new", "someone else's");
        Files.delete(tree.root.resolve("gone"));

        assertThatThrownBy(() -> apply(creates))
                .hasMessage("'new' was created since it was reviewed. Nothing was written.");
        assertThatThrownBy(() -> apply(changes))
                .hasMessage("'gone' was deleted since it was reviewed. Nothing was written.");
        assertThat(tree.text("new")).isEqualTo("someone else's");
    }

    @Test
    void writesNothingElseThanWasReviewed() throws Exception {
        tree.file("a", "old");
        Request request = request().write("a", "reviewed");
        request.changes.set(0, request().write("a", "another").changes.get(0));

        assertThatThrownBy(() -> apply(request))
                .isInstanceOf(NotDone.class)
                .hasMessageStartingWith("The new content of 'a' is not what was reviewed.");
        assertThat(tree.text("a")).isEqualTo("old");
    }

    @Test
    void comparesAgainImmediatelyBeforeTheWrite() throws Exception {
        tree.file("a", "one");
        Request request = request().write("a", "two");
        Disk editing = new Disk() {
            @Override
            void before(String operation) throws java.io.IOException {
                // The new content is prepared; someone saves the file before it gets its name.
                if (operation.equals("create") && Files.size(tree.root.resolve("a")) == 3) {
                    Files.writeString(tree.root.resolve("a"), "edited");
                }
            }
        };

        assertThatThrownBy(() -> apply(request, OPEN, editing))
                .isInstanceOf(NotDone.class)
                .hasMessage("'a' changed since it was reviewed. Nothing was written.");
        assertThat(tree.text("a")).isEqualTo("edited");
    }

    @Test
    void makesNothingOfAFileThatVanishesWhileItIsAtWork() throws Exception {
        tree.file("a", "one").file("b", "one").file("d/c", "one");
        Request request = request().write("a", "two").write("d/c", "two").write("b", "two");
        Map<String, String> before = tree.snapshot();
        int[] moves = {0};
        Disk vanishing = new Disk() {
            @Override
            void before(String operation) throws IOException {
                // The first files have their new contents already; somebody takes the last one away.
                if (operation.equals("move") && ++moves[0] == 4) {
                    Files.delete(tree.root.resolve("b"));
                }
            }
        };

        assertThatThrownBy(() -> apply(request, OPEN, vanishing))
                .isInstanceOf(NotDone.class)
                .hasMessageStartingWith("'b' was deleted since it was reviewed.")
                .hasMessageEndingWith("All files are as they were before.");
        tree.file("b", "one");
        assertThat(tree.snapshot()).isEqualTo(before);
    }

    @Test
    void asksTheGuardImmediatelyBeforeTheWrite() throws Exception {
        tree.file("a", "one");
        Request request = request().write("a", "two").write("b", "new");
        int[] asked = {0};
        Guard late = resolution -> asked[0]++ < 2 || !resolution.path().value().equals("b")
                ? Optional.empty()
                : Optional.of(new Refusal("path", "It is protected now."));

        assertThatThrownBy(() -> apply(request, late, new Disk()))
                .hasMessage("'b' may not be changed. It is protected now. All files are as they were before.");
        assertThat(tree.text("a")).isEqualTo("one");
        assertThat(tree.names()).containsExactly("a");
    }

    @Test
    void makesNoFolderForWhatTheGuardRefuses() throws Exception {
        Request request = request().write("deep/er/new", "x");
        Guard shut = resolution -> Optional.of(new Refusal("path", "It is protected."));
        Disk watched = new Disk() {
            @Override
            void before(String operation) {
                assertThat(operation).isNotEqualTo("make folder");
            }
        };

        assertThatThrownBy(() -> apply(request, shut, watched))
                .hasMessage("'deep/er/new' may not be changed. It is protected. Nothing was written.");
    }

    @Test
    void neverWritesThroughALink() throws Exception {
        Tree outside = new Tree(temp.resolve("outside"));
        tree.file("d/a", "one");
        Request request = request().write("d/a", "two").write("d/new", "x");
        Files.move(tree.root.resolve("d"), outside.root.resolve("d"));
        tree.link("d", outside.root.resolve("d").toString());

        assertThatThrownBy(() -> apply(request))
                .hasMessage("'d/a' cannot be written: 'd' is a symbolic link. Nothing was written.");
        assertThat(Files.readString(outside.root.resolve("d/a"))).isEqualTo("one");
        assertThat(outside.names()).containsExactly("d", "d/a");
    }

    @Test
    void saysWhenAFolderOnTheWayBecameAFile() throws Exception {
        tree.file("d/a", "one").file("b", "one");
        Request request = request().write("b", "two").write("d/a", "two");
        Files.delete(tree.root.resolve("d/a"));
        Files.delete(tree.root.resolve("d"));
        tree.file("d", "a file");

        assertThatThrownBy(() -> apply(request))
                .hasMessage("'d/a' cannot be written: 'd' is not a folder. Nothing was written.");
        assertThat(tree.text("b")).isEqualTo("one");
    }

    @Test
    void isTheSameWhenRunAgain() throws Exception {
        tree.file("a", "one").file("b", "one");
        Request request = request().write("a", "two").delete("b").write("x/c", "new");
        apply(request);
        Map<String, String> applied = tree.snapshot();

        apply(request);

        assertThat(tree.snapshot()).isEqualTo(applied);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new FileSystemException("/x", null, "No space left on device"), "the disk is full"),
                Arguments.of(new AccessDeniedException("/x"), "permission was denied"),
                Arguments.of(
                        new FileSystemException("/x", null, "File name too long"),
                        "the name is too long for the filesystem"),
                Arguments.of(new NoSuchFileException("/x"), "the file or its folder vanished"),
                Arguments.of(new NotDirectoryException("/x"), "a folder on the way became a file"),
                Arguments.of(
                        new FileSystemException("/x", null, "Read-only file system"), "the filesystem is read-only"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void putsEverythingBackWhicheverOperationFails(IOException fault, String reason) throws Exception {
        int failures = 0;
        for (int n = 0; ; n++) {
            Tree fresh = new Tree(temp.resolve("ws" + n));
            fresh.file("a", "one".getBytes(UTF_8), "rwxr-x--x")
                    .file("b", "one")
                    .file("c/d", "one")
                    .file("a.backup", "x");
            Request request = new Request(fresh.workspace());
            request.write("a", "two").delete("b").write("c/d", "two").write("n/e/w", "new");
            Map<String, String> before = fresh.snapshot();
            FaultyDisk disk = FaultyDisk.failingAt(n, fault);
            Application application = new Application(data.resolve("" + n), disk);
            try {
                application.apply(
                        fresh.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());
                if (disk.operations <= n) {
                    break;
                }
                // Only tidying up may fail unnoticed.
                assertThat(disk.failed).as("operation %d", n).contains("own");
                assertThat(fresh.text("c/d")).isEqualTo("two");
            } catch (NotDone e) {
                failures++;
                assertThat(e)
                        .hasMessageMatching(
                                ".* " + reason + "\\. (Nothing was written|All files are as they were before)\\.");
                assertThat(fresh.snapshot())
                        .as("operation %d, %s", n, disk.failed)
                        .isEqualTo(before);
            }
        }
        assertThat(failures).isGreaterThan(40);
    }

    @Test
    void endsWhollyAppliedWhereverItIsKilled() throws Exception {
        for (int n = 0; ; n++) {
            Tree fresh = new Tree(temp.resolve("ws" + n));
            fresh.file("a", "one".getBytes(UTF_8), "rwxr-x--x").file("b", "one").file("c/d", "one");
            Request request = new Request(fresh.workspace());
            request.write("a", "two").delete("b").write("c/d", "two").write("n/e/w", "new");
            Path own = data.resolve("" + n);
            Map<String, String> before = fresh.snapshot();
            boolean killed = killedWhileApplying(fresh, request, own, n);

            Application restarted = new Application(own);
            restarted.sweep(fresh.workspace(), Set.of(request.id), Optional.empty());
            assertThat(fresh.names()).as("operation %d", n).noneMatch(name -> name.contains(Workspace.OWN_PREFIX));
            restarted.apply(fresh.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());

            assertThat(fresh.names()).containsExactly("a", "c", "c/d", "n", "n/e", "n/e/w");
            assertThat(fresh.text("a") + fresh.text("c/d") + fresh.text("n/e/w"))
                    .isEqualTo("twotwonew");
            assertThat(fresh.mode("a")).isEqualTo("rwxr-x--x");

            // And everything that a rollback needs outlived the kill.
            new Rollback(own).undo(fresh.workspace(), OPEN, request.id, request.files, Optional.empty());
            assertThat(fresh.snapshot()).as("operation %d", n).isEqualTo(before);
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void putsBackWhatItWroteBeforeAKillWhenItCannotGoOn() throws Exception {
        int halfway = 0;
        for (int n = 0; ; n++) {
            Tree fresh = new Tree(temp.resolve("ws" + n))
                    .file("a", "one")
                    .file("b", "one")
                    .file("z", "one");
            Request request = new Request(fresh.workspace());
            request.write("a", "two").delete("b").write("n/w", "new").write("z", "two");
            Path own = data.resolve("" + n);
            boolean killed = killedWhileApplying(fresh, request, own, n);
            if (!killed) {
                break;
            }
            halfway += fresh.text("a").equals("two") ? 1 : 0;
            if (fresh.text("z").equals("two")) {
                continue;
            }
            fresh.file("z", "edited");

            assertThatThrownBy(() -> new Application(own)
                            .apply(
                                    fresh.workspace(),
                                    OPEN,
                                    request.id,
                                    request.changes,
                                    request.files,
                                    Optional.empty()))
                    .isInstanceOf(NotDone.class);

            assertThat(fresh.names()).as("operation %d", n).containsExactly("a", "b", "z");
            assertThat(fresh.text("a") + fresh.text("b") + fresh.text("z")).isEqualTo("oneoneedited");
        }
        assertThat(halfway).isGreaterThan(5);
    }

    private boolean killedWhileApplying(Tree fresh, Request request, Path own, int operation) throws Exception {
        try {
            new Application(own, FaultyDisk.killedAt(operation))
                    .apply(fresh.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());
            return false;
        } catch (FaultyDisk.Killed e) {
            return true;
        }
    }

    @Test
    void waitsForAWorkspaceThatIsGone() throws Exception {
        tree.file("a", "one");
        Request request = request().write("a", "two");
        Files.move(tree.root, temp.resolve("away"));

        assertThatThrownBy(() -> apply(request)).isInstanceOf(WorkspaceUnavailable.class);

        Files.move(temp.resolve("away"), tree.root);
        apply(request);
        assertThat(tree.text("a")).isEqualTo("two");
    }

    @Test
    void leavesAFileWithAnotherNameAloneUnderThatName() throws Exception {
        tree.file("a", "one").hardLink("other", "a");

        apply(request().write("a", "two"));

        assertThat(tree.text("other")).isEqualTo("one");
        assertThat(Files.exists(tree.root.resolve("a"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void judgesTheResolutionThatIsWritten() throws Exception {
        tree.file("a", "one");
        Guard typed = resolution -> {
            assertThat(resolution).isInstanceOf(Resolution.RegularFile.class);
            return Optional.empty();
        };

        apply(request().write("a", "two"), typed, new Disk());
    }
}
