package io.patchgate.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchgate.git.CommitText;
import io.patchgate.git.GitSettings;
import io.patchgate.git.GitWorkspace;
import io.patchgate.workspace.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A workspace in a real repository, looked at by git itself. */
final class Repo {
    final Tree tree;
    GitSettings settings = GitSettings.DEFAULT;
    String reasoning = "Because it is better.";
    String component = "parser";

    Repo(Tree tree) {
        this.tree = tree;
    }

    /** All files of the tree in one commit on {@code main}. */
    static Repo of(Tree tree) throws Exception {
        Repo repo = new Repo(tree);
        repo.git("init", "-q", "-b", "main");
        repo.git("config", "user.name", "User");
        repo.git("config", "user.email", "user@example.org");
        return repo.commitAll("Begin");
    }

    Repo commitAll(String message) throws Exception {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return this;
    }

    /** What git prints; fails where git does. */
    String git(String... arguments) throws Exception {
        return git(tree.root, arguments);
    }

    static String git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("git", ".out");
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            process = builder.redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
        } catch (IOException e) {
            return Assumptions.abort("git is not installed");
        }
        int exit = process.waitFor();
        String printed = Files.readString(out, UTF_8);
        Files.delete(out);
        if (exit != 0) {
            throw new AssertionError(command + " ended with " + exit + ": " + printed);
        }
        return printed.strip();
    }

    Optional<Commits> commits(Request request) {
        List<io.patchgate.patch.WorkspacePath> paths =
                request.files.stream().map(io.patchgate.patch.BaseFile::target).toList();
        CommitText text = new CommitText(
                request.id,
                paths,
                Explanations.verb(request.files),
                "agent-7",
                component,
                reasoning,
                List.of("rita"),
                41);
        return Optional.of(new Commits(new GitWorkspace(tree.workspace(), settings), text));
    }

    void apply(Path data, Request request) throws Exception {
        apply(data, request, new Disk());
    }

    void apply(Path data, Request request, Disk disk) throws Exception {
        new Application(data, disk)
                .apply(
                        tree.workspace(),
                        ApplicationTest.OPEN,
                        request.id,
                        request.changes,
                        request.files,
                        commits(request));
    }

    void undo(Path data, Request request) throws Exception {
        undo(data, request, new Disk());
    }

    void undo(Path data, Request request, Disk disk) throws Exception {
        new Rollback(data, disk)
                .undo(tree.workspace(), ApplicationTest.OPEN, request.id, request.files, commits(request));
    }

    /** What git has to say of the user's work: nothing when files, index and commit agree. */
    String status() throws Exception {
        return git("status", "--porcelain", "--untracked-files=all");
    }

    void requireSound() throws Exception {
        String said = git("fsck", "--full", "--strict", "--no-dangling");
        if (!said.isEmpty()) {
            throw new AssertionError(said);
        }
    }

    int commits() throws Exception {
        return Integer.parseInt(git("rev-list", "--count", "HEAD"));
    }

    /** Names that Patchgate or a lock left in the repository's own folder. */
    List<String> leftovers() throws IOException {
        try (var all = Files.walk(tree.root.resolve(".git"))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".patchgate-") || name.endsWith(".lock"))
                    .toList();
        }
    }
}
