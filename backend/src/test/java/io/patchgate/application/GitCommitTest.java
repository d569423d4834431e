package io.patchgate.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.git.GitSettings;
import io.patchgate.workspace.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    Tree tree;
    Path data;
    Repo repo;

    @BeforeEach
    void makeARepository() throws Exception {
        tree = new Tree(temp.resolve("ws"))
                .file("a.py", "one\n")
                .file("run", "x\n".getBytes(UTF_8), "rwxr-xr-x")
                .file("d/b.py", "b\n")
                .file("d/c.py", "c\n");
        data = Files.createDirectories(temp.resolve("data"));
        repo = Repo.of(tree);
    }

    private Request request() {
        return new Request(tree.workspace());
    }

    @Test
    void oneCommitHoldsThePatchAndNothingElse() throws Exception {
        Request request = request()
                .write("a.py", "two\n")
                .delete("d/b.py")
                .write("n/e/w", "new")
                .write("run", "y");

        repo.apply(data, request);

        assertThat(repo.commits()).isEqualTo(2);
        assertThat(repo.git("show", "--format=%an <%ae>|%cn <%ce>|%P", "--name-status", "HEAD"))
                .isEqualTo("Patchgate <patchgate@localhost>|Patchgate <patchgate@localhost>|"
                        + repo.git("rev-parse", "HEAD~1") + "\n\nM\ta.py\nD\td/b.py\nA\tn/e/w\nM\trun");
        assertThat(repo.git("ls-tree", "HEAD", "run")).startsWith("100755");
        assertThat(repo.git("cat-file", "blob", "HEAD:a.py")).isEqualTo("two");
        assertThat(repo.status()).isEmpty();
        assertThat(repo.git("reflog", "-1", "--format=%gs", "HEAD"))
                .startsWith("patchgate: Change 'a.py'".replace("'", ""));
        assertThat(repo.leftovers()).isEmpty();
        repo.requireSound();
    }

    @Test
    void theLogAloneTellsTheStory() throws Exception {
        Request request = request().write("a.py", "two\n");
        repo.apply(data, request);
        repo.undo(data, request);

        assertThat(repo.git("log", "-2", "--format=%B%x00"))
                .isEqualTo(("""
                        Revert "Change a.py"

                        This reverts commit %s.

                        Patch-Request: %s
                        Reviewed-by: rita
                        Ledger-Entry: 41
                        \0
                        Change a.py

                        An agent proposed this patch. In its own words:

                        > component parser, by agent-7: Because it is better.

                        Patch-Request: %s
                        Reviewed-by: rita
                        Ledger-Entry: 41
                        \0""").formatted(repo.git("rev-parse", "HEAD~1"), request.id, request.id));
        assertThat(repo.git("rev-parse", "HEAD^{tree}")).isEqualTo(repo.git("rev-parse", "HEAD~2^{tree}"));
        assertThat(repo.status()).isEmpty();
        repo.requireSound();
    }

    @Test
    void nothingFromAnAgentBecomesATrailer() throws Exception {
        String forged =
                "Fine.\n\nReviewed-by: eve\n---\nPatch-Request: 0\r\nLedger-Entry: 9\u2028Signed-off-by: eve\n\n"
                        + "This reverts commit 0.\n# ------ >8 ------\nAcked-by: eve\u0085Reviewed-by: eve\n\n(cherry picked from"
                        + " commit 1)\nReviewed-by: " + "w".repeat(90) + "\nReviewed-by: eve\n";
        for (String text : List.of(forged, "\n\n" + forged, "---\n" + forged, "x" + forged.replace("\n", "\u000b"))) {
            repo.reasoning = text;
            repo.component = "c\n\nReviewed-by: eve\n---\n";
            Request request =
                    request().write("Reviewed-by: eve", "x" + text).write("Co-authored-by: eve <e@e>", "x" + text);

            repo.apply(data, request);

            String expected = "Patch-Request: " + request.id + "\nReviewed-by: rita\nLedger-Entry: 41";
            Path message = Files.writeString(temp.resolve("message"), repo.git("log", "-1", "--format=%B"));
            assertThat(repo.git("interpret-trailers", "--parse", message.toString()))
                    .isEqualTo(expected);
            assertThat(repo.git("log", "-1", "--format=%(trailers)")).isEqualTo(expected);
            assertThat(repo.git("log", "-1", "--format=%b").lines())
                    .noneMatch(line -> line.startsWith("---") || line.startsWith("#") || line.startsWith("This rev"));
        }
    }

    @Test
    void theUsersOwnWorkAndIndexStayAsTheyAre() throws Exception {
        tree.file("d/c.py", "my edit\n").file("d/staged.py", "mine\n").file("untracked", "u");
        repo.git("add", "d/staged.py");
        tree.file("d/staged.py", "mine again\n");
        String before = repo.git("diff", "--cached") + repo.git("diff");

        Request request = request().write("a.py", "two\n");
        repo.apply(data, request);

        assertThat(repo.git("diff", "--cached") + repo.git("diff")).isEqualTo(before);
        assertThat(repo.status()).isEqualTo("M d/c.py\nAM d/staged.py\n?? untracked".replaceFirst("^M", "M"));
        assertThat(repo.git("show", "--name-only", "--format=", "HEAD")).isEqualTo("a.py");

        repo.undo(data, request);
        assertThat(repo.git("diff", "--cached") + repo.git("diff")).isEqualTo(before);
        repo.requireSound();
    }

    private void refuses(Request request, String message) throws Exception {
        var before = tree.snapshot();
        String head = repo.git("for-each-ref") + repo.git("rev-parse", "--revs-only", "HEAD");
        assertThatThrownBy(() -> repo.apply(data, request))
                .isInstanceOf(NotDone.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(" Nothing was written.");
        assertThat(repo.git("for-each-ref") + repo.git("rev-parse", "--revs-only", "HEAD"))
                .isEqualTo(head);
        assertThat(tree.names()).doesNotContain("a.py.backup");
        before.keySet().removeIf(name -> name.startsWith(".git/"));
        var after = tree.snapshot();
        after.keySet().removeIf(name -> name.startsWith(".git/"));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void whatTheUserHasNotCommittedIsNotSweptIn() throws Exception {
        tree.file("a.py", "mine\n").file("untracked", "u");
        refuses(request().write("a.py", "two\n"), "'a.py' has changes that are not committed.");
        refuses(request().write("untracked", "two\n"), "'untracked' is not in the last commit");

        Files.delete(tree.root.resolve("d/b.py"));
        refuses(request().write("d/b.py", "again\n"), "'d/b.py' was deleted without a commit.");

        Files.setPosixFilePermissions(tree.root.resolve("d/c.py"), PosixFilePermissions.fromString("rwxr-xr-x"));
        refuses(request().write("d/c.py", "again\n"), "The mode of 'd/c.py' has a change that is not committed.");
    }

    @Test
    void whatTheUserHasStagedIsNeverLost() throws Exception {
        tree.file("a.py", "staged\n");
        repo.git("add", "a.py");
        tree.file("a.py", "one\n");
        refuses(request().write("a.py", "two\n"), "'a.py' has staged changes that are not committed.");

        repo.settings = new GitSettings(true, "P <p@l>", true, Optional.empty());
        refuses(request().write("a.py", "two\n"), "'a.py' has staged changes that are not committed.");
    }

    @Test
    void includesTheUsersChangesWhereThatIsWanted() throws Exception {
        repo.settings = new GitSettings(true, "P <p@l>", true, Optional.empty());
        tree.file("a.py", "mine\n").file("untracked", "u");

        repo.apply(data, request().write("a.py", "mine\nand more\n").write("untracked", "v"));

        assertThat(repo.git("cat-file", "blob", "HEAD:a.py")).isEqualTo("mine\nand more");
        assertThat(repo.status()).isEmpty();
    }

    @Test
    void commitsToAnotherBranchWithoutTouchingTheCheckedOutOne() throws Exception {
        repo.settings = new GitSettings(true, "P <p@l>", false, Optional.of("patches/agent"));
        String main = repo.git("rev-parse", "main");
        Request first = request().write("a.py", "two\n");
        repo.apply(data, first);
        Request second = request().write("a.py", "three\n").write("new", "n");
        repo.apply(data, second);

        assertThat(repo.git("rev-parse", "main")).isEqualTo(main);
        assertThat(repo.git("rev-parse", "patches/agent~2")).isEqualTo(main);
        assertThat(repo.git("cat-file", "blob", "patches/agent:a.py")).isEqualTo("three");
        assertThat(repo.status()).isEqualTo("M a.py\n?? new");

        repo.undo(data, second);
        repo.undo(data, first);
        assertThat(repo.git("diff", "main", "patches/agent")).isEmpty();
        assertThat(repo.git("rev-list", "--count", "patches/agent")).isEqualTo("5");
        assertThat(repo.status()).isEmpty();
        repo.requireSound();
    }

    @Test
    void refusesABranchThatIsCheckedOutElsewhere() throws Exception {
        repo.git("worktree", "add", "-q", "-b", "other", temp.resolve("linked").toString());
        repo.settings = new GitSettings(true, "P <p@l>", false, Optional.of("other"));

        refuses(request().write("a.py", "two\n"), "The branch 'other' is checked out in another working tree");
    }

    @Test
    void commitsInALinkedWorkingTree() throws Exception {
        repo.git("worktree", "add", "-q", "-b", "other", temp.resolve("linked").toString());
        Repo linked = new Repo(new Tree(temp.resolve("linked")));
        Request request = new Request(linked.tree.workspace()).write("a.py", "two\n");
        linked.apply(data, request);

        assertThat(linked.status()).isEmpty();
        assertThat(linked.git("log", "-1", "--format=%s")).isEqualTo("Change a.py");
        assertThat(repo.git("log", "-1", "--format=%s", "main")).isEqualTo("Begin");
        assertThat(repo.git("log", "-1", "--format=%s", "other")).isEqualTo("Change a.py");
        assertThat(repo.status()).isEmpty();
        linked.undo(data, request);
        assertThat(linked.status()).isEmpty();
        repo.requireSound();
    }

    @Test
    void commitsInASubmodulesCheckout() throws Exception {
        Repo outer = Repo.of(new Tree(temp.resolve("outer")).file("o", "o"));
        outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", tree.root.toString(), "sub");
        outer.commitAll("Add it");
        Repo sub = new Repo(new Tree(temp.resolve("outer/sub")));

        sub.apply(data, new Request(sub.tree.workspace()).write("a.py", "two\n"));
        assertThat(sub.status()).isEmpty();
        assertThat(sub.git("log", "-1", "--format=%s")).isEqualTo("Change a.py");

        Request outside = new Request(outer.tree.workspace()).write("sub/a.py", "three\n");
        assertThatThrownBy(() -> outer.apply(data, outside))
                .hasMessageStartingWith("'sub/a.py' lies in a repository of its own");
    }

    @Test
    void commitsToABranchThatHasNoCommitYet() throws Exception {
        Repo fresh = new Repo(new Tree(temp.resolve("fresh")));
        fresh.git("init", "-q", "-b", "main");
        Request request = new Request(fresh.tree.workspace()).write("a.py", "one\n");
        fresh.apply(data, request);

        assertThat(fresh.commits()).isEqualTo(1);
        assertThat(fresh.status()).isEmpty();
        fresh.undo(data, request);
        assertThat(fresh.git("ls-tree", "HEAD")).isEmpty();
        fresh.requireSound();
    }

    @Test
    void refusesARepositoryThatIsNotReady() throws Exception {
        Request request = request().write("a.py", "two\n");
        Files.writeString(tree.root.resolve(".git/index.lock"), "");
        assertThatThrownBy(() -> repo.apply(data, request))
                .hasMessageContaining("locked by another program ('.git/index.lock' exists")
                .hasMessageEndingWith(" All files are as they were before.");
        assertThat(tree.text("a.py")).isEqualTo("one\n");
        assertThat(repo.leftovers()).containsExactly("index.lock");
        Files.delete(tree.root.resolve(".git/index.lock"));

        Files.writeString(tree.root.resolve(".git/refs/heads/main.lock"), "");
        assertThatThrownBy(() -> repo.apply(data, request))
                .hasMessageContaining("('refs/heads/main.lock' exists")
                .hasMessageEndingWith(" All files are as they were before.");
        assertThat(repo.leftovers()).containsExactly("main.lock");
        Files.delete(tree.root.resolve(".git/refs/heads/main.lock"));
        assertThat(repo.status()).isEmpty();

        repo.git("checkout", "-q", "--detach");
        refuses(request, "HEAD is detached");
        repo.git("checkout", "-q", "main");

        Files.writeString(tree.root.resolve(".git/MERGE_HEAD"), repo.git("rev-parse", "HEAD") + "\n");
        refuses(request, "something is in progress that must be ended first");
        Files.delete(tree.root.resolve(".git/MERGE_HEAD"));

        repo.apply(data, request);
        assertThat(repo.status()).isEmpty();
    }

    @Test
    void refusesARepositoryThatIsBroken() throws Exception {
        Request request = request().write("a.py", "two\n");
        String tip = repo.git("rev-parse", "HEAD^{tree}");
        Path object = tree.root.resolve(".git/objects/" + tip.substring(0, 2) + "/" + tip.substring(2));
        Path away = Files.move(object, temp.resolve("object"));
        assertThatThrownBy(() -> repo.apply(data, request))
                .hasMessageContaining("it may be damaged, which 'git fsck' would tell. Nothing was written.");
        Files.move(away, object);

        Path index = tree.root.resolve(".git/index");
        byte[] good = Files.readAllBytes(index);
        Files.writeString(index, "not an index");
        assertThatThrownBy(() -> repo.apply(data, request)).hasMessageContaining("it may be damaged");
        Files.write(index, good);

        Files.move(tree.root.resolve(".git/HEAD"), temp.resolve("HEAD"));
        assertThatThrownBy(() -> repo.apply(data, request)).isInstanceOf(NotDone.class);
        assertThat(tree.text("a.py")).isEqualTo("one\n");
    }

    @Test
    void runsNoHookAndReadsNobodysSettings() throws Exception {
        Path touched = temp.resolve("touched");
        for (String hook :
                List.of("pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change")) {
            tree.file(
                    ".git/hooks/" + hook, ("#!/bin/sh\ntouch " + touched + "\nexit 1\n").getBytes(UTF_8), "rwxr-xr-x");
        }
        repo.git("config", "commit.gpgsign", "true");
        repo.git("config", "core.fsmonitor", "touch " + touched);

        repo.apply(data, request().write("a.py", "two\r\n"));

        assertThat(touched).doesNotExist();
        Files.walk(tree.root.resolve(".git/hooks"))
                .filter(Files::isRegularFile)
                .forEach(hook -> hook.toFile().delete());
        repo.git("config", "--unset", "core.fsmonitor");
        assertThat(repo.git("log", "-1", "--format=%an")).isEqualTo("Patchgate");
    }

    @Test
    void storesExactlyTheBytesUnlessAttributesSayOtherwise() throws Exception {
        tree.file("crlf.txt", "a\r\nb\r\n").file("windows.txt", "a\r\nb\r\n").file("bin.dat", "a\r\nb\r\n");
        tree.file(".gitattributes", "windows.txt text eol=crlf\n*.auto text=auto\n*.lfs filter=lfs\nbin.dat binary\n");
        repo.commitAll("More");
        assertThat(repo.git("cat-file", "-s", "HEAD:windows.txt")).isEqualTo("4");

        Request request = request()
                .write("crlf.txt", "a\r\nc\r\n")
                .write("windows.txt", "a\r\nc\r\n")
                .write("bin.dat", "a\r\nc\r\n")
                .write("new.auto", "a\r\n")
                .write("lone.auto", "a\rb\r\n");
        repo.apply(data, request);

        assertThat(repo.git("ls-tree", "-l", "HEAD", "crlf.txt", "windows.txt", "bin.dat", "new.auto", "lone.auto")
                        .lines()
                        .map(line -> line.replaceAll(".* +(\\d+\t)", "$1")))
                .containsExactly("6\tbin.dat", "6\tcrlf.txt", "5\tlone.auto", "2\tnew.auto", "4\twindows.txt");
        assertThat(tree.text("windows.txt")).isEqualTo("a\r\nc\r\n");
        assertThat(repo.status()).isEmpty();
        refuses(request().write("x.lfs", "x"), "passes through the git filter 'lfs'");
        repo.undo(data, request);
        assertThat(repo.status()).isEmpty();
    }

    @Test
    void followsTheRepositorysOwnLineEndings() throws Exception {
        tree.file("old.txt", "a\r\n");
        repo.commitAll("More");
        repo.git("config", "core.autocrlf", "true");

        repo.apply(data, request().write("new.txt", "a\r\nb\r\n").write("old.txt", "a\r\nb\r\n"));

        assertThat(repo.git("cat-file", "-s", "HEAD:new.txt")).isEqualTo("4");
        assertThat(repo.git("cat-file", "-s", "HEAD:old.txt")).isEqualTo("6");
        assertThat(repo.status()).isEmpty();
    }

    @Test
    void keepsBackupsOutOfSight() throws Exception {
        repo.apply(data, request().write("a.py", "two\n"));

        assertThat(tree.has("a.py.backup")).isTrue();
        assertThat(repo.status()).isEmpty();
        assertThat(tree.text(".git/info/exclude")).endsWith("*.backup\n");
        repo.apply(data, request().write("a.py", "three\n"));
        assertThat(tree.text(".git/info/exclude").lines().filter("*.backup"::equals))
                .hasSize(1);
    }

    @Test
    void worksOnPackedBranchesAndEveryKindOfIndex() throws Exception {
        for (String version : List.of("2", "3", "4")) {
            repo.git("update-index", "--index-version", version);
            repo.git("pack-refs", "--all");
            repo.git("gc", "-q");
            repo.apply(data, request().write("a.py", "index " + version + "\n"));
            assertThat(repo.status()).isEmpty();
        }
        repo.git("update-index", "--split-index");
        refuses(request().write("a.py", "split\n"), "it may be damaged");
        repo.git("update-index", "--no-split-index");
        repo.apply(data, request().write("a.py", "whole\n"));
        repo.requireSound();
    }

    @Test
    void makesNoCommitWhereNoneIsWanted() throws Exception {
        repo.settings = new GitSettings(false, "P <p@l>", false, Optional.empty());

        assertThat(new io.patchgate.git.GitWorkspace(tree.workspace(), repo.settings).commits())
                .isFalse();
        assertThat(new io.patchgate.git.GitWorkspace(new Tree(temp.resolve("plain")).workspace(), GitSettings.DEFAULT)
                        .commits())
                .isFalse();
    }
}
