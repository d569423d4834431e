package io.patchgate.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.git.GitSettings;
import io.patchgate.git.GitWorkspace;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault, and a kill, at every file operation there is: files, commit and outcome agree afterwards,
 * and there is never a second commit.
 */
class GitCrashTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    Path template;
    Tree tree;
    Path data;
    Repo repo;
    Request request;

    @BeforeEach
    void makeATemplate() throws Exception {
        template = temp.resolve("template");
        Repo.of(new Tree(template)
                .file("a", "one".getBytes(UTF_8), "rwxr-x--x")
                .file("b", "one")
                .file("c/d", "one")
                .file("mine", "one"));
    }

    /** A copy of the template, in which the user has work of his own. */
    private void fresh(String name) throws Exception {
        Path root = temp.resolve(name);
        try (var all = Files.walk(template)) {
            for (Path from : (Iterable<Path>) all::iterator) {
                Files.copy(
                        from,
                        root.resolve(template.relativize(from).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        tree = new Tree(root).file("mine", "two");
        data = temp.resolve("data-" + name);
        repo = new Repo(tree);
        request = new Request(tree.workspace());
        request.write("a", "two").delete("b").write("c/d", "two").write("n/e/w", "new");
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> files = tree.snapshot();
        files.keySet().removeIf(name -> name.equals(".git") || name.startsWith(".git/"));
        return files;
    }

    private void agree(String when, int commits, Map<String, String> files) throws Exception {
        assertThat(files()).as(when).isEqualTo(files);
        assertThat(repo.commits()).as(when).isEqualTo(commits);
        assertThat(repo.status()).as(when).isEqualTo("M mine");
        assertThat(repo.leftovers()).as(when).isEmpty();
        if (when.hashCode() % 8 == 0) {
            repo.requireSound();
        }
    }

    private interface Act {
        void on(Disk disk) throws Exception;
    }

    private Act applying() {
        return disk -> repo.apply(data, request, disk);
    }

    private Act undoing() {
        return disk -> repo.undo(data, request, disk);
    }

    @Test
    void anApplicationIsWholeWhicheverOperationFails() throws Exception {
        int operations = 0;
        for (int n = 0; ; n++) {
            fresh("f" + n);
            Map<String, String> before = files();
            boolean reached = fails(n, applying(), 1, before);
            operations++;
            if (!reached) {
                break;
            }
        }
        assertThat(operations).isGreaterThan(80);
    }

    @Test
    void aRollbackIsWholeWhicheverOperationFails() throws Exception {
        for (int n = 0; ; n++) {
            fresh("r" + n);
            applying().on(new Disk());
            if (!fails(n, undoing(), 2, files())) {
                break;
            }
        }
    }

    /** Whether the operation was reached. */
    private boolean fails(int n, Act act, int commits, Map<String, String> before) throws Exception {
        FaultyDisk disk = FaultyDisk.failingAt(n);
        String when = "operation " + n;
        try {
            act.on(disk);
        } catch (NotDone e) {
            assertThat(e).hasMessageContaining("the disk is full.");
            agree(when + ", " + disk.failed, commits, before);
            return true;
        } catch (WorkspaceUnavailable e) {
            act.on(new Disk());
        }
        agree(when + ", " + disk.failed, commits + 1, files());
        assertThat(tree.has("b")).as(when).isEqualTo(commits == 2);
        return disk.operations > n;
    }

    @Test
    void anApplicationEndsOnceWhereverItIsKilled() throws Exception {
        for (int n = 0; ; n++) {
            fresh("k" + n);
            boolean killed = killed(n, applying());
            ends("operation " + n, applying(), 2);
            assertThat(tree.text("a") + tree.text("c/d") + tree.text("n/e/w")).isEqualTo("twotwonew");
            assertThat(tree.has("b")).isFalse();
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void aRollbackEndsOnceWhereverItIsKilled() throws Exception {
        for (int n = 0; ; n++) {
            fresh("u" + n);
            Map<String, String> before = files();
            applying().on(new Disk());
            boolean killed = killed(n, undoing());
            ends("operation " + n, undoing(), 3);
            assertThat(files()).isEqualTo(before);
            if (!killed) {
                break;
            }
        }
    }

    @Test
    void anApplicationEndsOnceHoweverOftenItIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            fresh("m" + i);
            for (int kills = 1 + random.nextInt(4); kills > 0; kills--) {
                killed(random.nextInt(110), applying());
            }
            ends("seed " + seed + ", round " + i, applying(), 2);
        }
    }

    private boolean killed(int n, Act act) throws Exception {
        try {
            act.on(FaultyDisk.killedAt(n));
            return false;
        } catch (FaultyDisk.Killed e) {
            return true;
        }
    }

    private void ends(String when, Act act, int commits) throws Exception {
        new Application(data)
                .sweep(
                        tree.workspace(),
                        Set.of(request.id),
                        Optional.of(new GitWorkspace(tree.workspace(), GitSettings.DEFAULT)));
        act.on(new Disk());
        agree(when, commits, files());
        act.on(new Disk());
        agree(when + ", again", commits, files());
    }

    @Test
    void whatWasCommittedBeforeAKillStaysEvenWhenTheUserWentOn() throws Exception {
        for (int n = 0; ; n++) {
            fresh("w" + n);
            boolean killed = killed(n, applying());
            if (!killed) {
                break;
            }
            if (repo.commits() == 2) {
                tree.file("a", "and on");
                applying().on(new Disk());
                assertThat(repo.commits()).isEqualTo(2);
                assertThat(tree.text("a")).isEqualTo("and on");
                assertThat(repo.status().lines().map(String::strip)).containsExactly("M a", "M mine");
            }
        }
    }
}
