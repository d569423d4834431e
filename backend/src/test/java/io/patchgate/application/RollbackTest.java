package io.patchgate.application;

import static io.patchgate.application.ApplicationTest.OPEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RollbackTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    Tree tree;
    Path data;

    @BeforeEach
    void makeFolders() throws Exception {
        tree = new Tree(temp.resolve("ws"));
        data = Files.createDirectories(temp.resolve("data"));
    }

    private void apply(Request request) throws Exception {
        new Application(data)
                .apply(tree.workspace(), OPEN, request.id, request.changes, request.files, Optional.empty());
    }

    private void undo(Request request, Guard guard) throws Exception {
        new Rollback(data).undo(tree.workspace(), guard, request.id, request.files, Optional.empty());
    }

    private Request applied() throws Exception {
        tree.file("run", "one".getBytes(UTF_8), "rwxr-xr-x").file("gone/x", "one".getBytes(UTF_8), "rw-------");
        Request request = new Request(tree.workspace());
        request.write("run", "two").delete("gone/x").write("n/e/w", "new");
        apply(request);
        return request;
    }

    @Test
    void restoresBytesModesAndNames() throws Exception {
        Request request = applied();

        undo(request, OPEN);

        assertThat(tree.names()).containsExactly("gone", "gone/x", "run");
        assertThat(tree.text("run") + tree.text("gone/x")).isEqualTo("oneone");
        assertThat(tree.mode("run")).isEqualTo("rwxr-xr-x");
        assertThat(tree.mode("gone/x")).isEqualTo("rw-------");
    }

    @Test
    void refusesWhenAFileDrifted() throws Exception {
        for (String drifted : List.of("run", "n/e/w", "gone/x")) {
            tree = new Tree(temp.resolve("ws-" + drifted.replace('/', '-')));
            Request request = applied();
            tree.file(drifted, "edited later");
            Map<String, String> before = tree.snapshot();

            assertThatThrownBy(() -> undo(request, OPEN))
                    .isInstanceOf(NotDone.class)
                    .hasMessageStartingWith("'" + drifted + "' ")
                    .hasMessageEndingWith(" since the request was applied. Nothing was written.");
            assertThat(tree.snapshot()).isEqualTo(before);
        }
    }

    @Test
    void refusesWhatIsProtectedNow() throws Exception {
        Request request = applied();
        Guard guard = resolution -> resolution.path().value().equals("run")
                ? Optional.of(new Refusal("path", "It is protected."))
                : Optional.empty();

        assertThatThrownBy(() -> undo(request, guard)).hasMessageStartingWith("'run' may not be changed.");
        assertThat(tree.text("run")).isEqualTo("two");
        assertThat(tree.has("gone/x")).isFalse();
    }

    @Test
    void leavesAFolderThatSomeoneElseUses() throws Exception {
        Request request = applied();
        tree.file("n/other", "x");

        undo(request, OPEN);

        assertThat(tree.names()).containsExactly("gone", "gone/x", "n", "n/other", "run");
    }

    @Test
    void staysAppliedWhicheverOperationFailsAndEndsUndoneWhereverItIsKilled() throws Exception {
        for (boolean kill : new boolean[] {false, true}) {
            for (int n = 0; ; n++) {
                tree = new Tree(temp.resolve("ws-" + kill + n));
                data = temp.resolve("data-" + kill + n);
                Request request = applied();
                Map<String, String> before = tree.snapshot();
                FaultyDisk disk = kill ? FaultyDisk.killedAt(n) : FaultyDisk.failingAt(n);
                boolean whole = false;
                try {
                    new Rollback(data, disk).undo(tree.workspace(), OPEN, request.id, request.files, Optional.empty());
                    whole = disk.operations <= n;
                } catch (NotDone e) {
                    assertThat(tree.snapshot())
                            .as("operation %d, %s", n, disk.failed)
                            .isEqualTo(before);
                } catch (FaultyDisk.Killed e) {
                    new Application(data).sweep(tree.workspace(), java.util.Set.of(request.id), Optional.empty());
                }
                undo(request, OPEN);
                assertThat(tree.text("run") + tree.text("gone/x"))
                        .as("operation %d", n)
                        .isEqualTo("oneone");
                assertThat(tree.has("n/e/w")).isFalse();
                if (whole) {
                    break;
                }
            }
        }
    }

    static LongStream seeds() {
        return new Random().longs(40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bringsBackAnyTreeByUndoingEverythingBackwards(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> names = names(random);
        for (String name : names) {
            if (random.nextInt(3) > 0 && possible(name)) {
                tree.file(name, bytes(random), random.nextBoolean() ? "rwxr-xr-x" : "rw-r-----");
            }
        }
        Deque<Request> applied = new ArrayDeque<>();
        Deque<Map<String, String>> before = new ArrayDeque<>();
        for (int i = 0; i < 5; i++) {
            Request request = random(random, names);
            before.push(tree.snapshot());
            apply(request);
            applied.push(request);
            for (var change : request.changes) {
                assertThat(tree.has(change.target().value())).isEqualTo(!change.deletes());
            }
        }
        while (!applied.isEmpty()) {
            undo(applied.pop(), OPEN);
            assertThat(withoutBackupFolders(tree.snapshot())).isEqualTo(withoutBackupFolders(before.pop()));
        }
    }

    private Request random(Random random, List<String> names) throws Exception {
        Request request = new Request(tree.workspace());
        List<String> left = new ArrayList<>(names);
        java.util.Collections.shuffle(left, random);
        for (String name : left.subList(0, 1 + random.nextInt(6))) {
            if (tree.has(name) && Files.isRegularFile(tree.root.resolve(name)) && random.nextInt(3) == 0) {
                request.delete(name);
            } else if (possible(name)) {
                request.write(name, new String(bytes(random), UTF_8));
            }
        }
        return request.changes.isEmpty() ? request.write("always", "" + random.nextInt()) : request;
    }

    private boolean possible(String name) {
        return !Files.isDirectory(tree.root.resolve(name));
    }

    private static List<String> names(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            StringBuilder name = new StringBuilder();
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                name.append("d").append(random.nextInt(3)).append('/');
            }
            names.add(name.append("f")
                    .append(i)
                    .append(random.nextBoolean() ? ".py" : "")
                    .toString());
        }
        return names;
    }

    private static byte[] bytes(Random random) {
        String[] pieces = {"x", "\r\n", "\n", "\ufeff", "\u00e9", "\ud83d\ude00", "\t", "--- a/b\n", "0123456789"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }

    /** A folder that holds nothing but backups is as good as gone: backups are left out of the comparison. */
    private static Map<String, String> withoutBackupFolders(Map<String, String> snapshot) {
        Map<String, String> copy = new TreeMap<>(snapshot);
        copy.keySet()
                .removeIf(folder -> snapshot.keySet().stream()
                        .noneMatch(name -> snapshot.get(name).contains(" ") && (name + "/").startsWith(folder + "/")));
        return copy;
    }
}
