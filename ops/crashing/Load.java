package crashing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchgate.application.Application;
import io.patchgate.application.Commits;
import io.patchgate.application.NotDone;
import io.patchgate.application.Rollback;
import io.patchgate.git.CommitText;
import io.patchgate.git.GitSettings;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.Status;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Applies and takes back random change sets until it is killed. A start first finishes what the one before was killed
 * at, as the server does, and then compares everything with what the log says.
 */
public final class Load {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Guard OPEN = resolution -> Optional.empty();
    private static final int FILES = 12;

    private final Path folder;
    private final Workspace workspace;
    private final GitWorkspace git;
    private final Application application;
    private final Rollback rollback;
    private final Random random;

    /** One request as it is kept in a file of its own. */
    record Kept(UUID id, List<Change> changes, List<BaseFile> files) {}

    private Load(Path folder, long seed) {
        this.folder = folder;
        this.workspace = new Workspace("default", folder.resolve("ws"));
        this.git = new GitWorkspace(workspace, GitSettings.DEFAULT);
        this.application = new Application(folder.resolve("data"));
        this.rollback = new Rollback(folder.resolve("data"));
        this.random = new Random(seed);
    }

    static void prepare(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("requests"));
        Files.createDirectories(folder.resolve("data"));
        Path root = Files.createDirectories(folder.resolve("ws"));
        Files.writeString(root.resolve("README"), "Nothing changes this one.\n");
        try (Git git = Git.init().setDirectory(root.toFile()).setInitialBranch("main").call()) {
            git.add().addFilepattern(".").call();
            git.commit().setMessage("Begin").setAuthor("A", "a@a").setCommitter("A", "a@a").setSign(false).call();
        }
        Files.writeString(folder.resolve("log"), "");
    }

    public static void main(String[] arguments) throws Exception {
        Load load = new Load(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        say("up");
        try {
            load.resume();
            load.check();
        } catch (Exception e) {
            say("WRONG " + e);
            return;
        }
        say("checked");
        // The last start only looks; the first one does a little, for the archive of classes.
        for (int i = 0; i < 3 && arguments[1].equals("0"); i++) {
            load.one();
        }
        while (!Boolean.parseBoolean(arguments[2])) {
            load.one();
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /** Requests by how they stand: APPROVED, APPLIED, FAILED, ROLLING_BACK or ROLLED_BACK. */
    private static Map<UUID, String> log(Path folder) throws IOException {
        Map<UUID, String> standing = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("log"))) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                standing.put(UUID.fromString(words[0]), words[1]);
            }
        }
        return standing;
    }

    /** A line is ended by a dot, so that half a line counts as none. */
    private void log(UUID id, String standing) throws IOException {
        Path log = folder.resolve("log");
        String text = Files.readString(log);
        String begin = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        Files.writeString(log, begin + id + " " + standing + " .\n", StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    }

    private void resume() throws Exception {
        Map<UUID, String> open = log(folder);
        open.values().removeIf(standing -> !standing.equals("APPROVED") && !standing.equals("ROLLING_BACK"));
        application.sweep(workspace, Set.copyOf(open.keySet()), Optional.of(git));
        for (Map.Entry<UUID, String> request : open.entrySet()) {
            Kept kept = JSON.readValue(folder.resolve("requests/" + request.getKey()).toFile(), Kept.class);
            if (request.getValue().equals("APPROVED")) {
                apply(kept);
            } else {
                undo(kept);
            }
            say("resumed " + request.getKey());
        }
    }

    private void one() throws Exception {
        List<UUID> applied = new ArrayList<>();
        log(folder).forEach((id, standing) -> {
            if (standing.equals("APPLIED")) {
                applied.add(id);
            }
        });
        if (!applied.isEmpty() && random.nextInt(3) == 0) {
            UUID newest = applied.get(applied.size() - 1);
            log(newest, "ROLLING_BACK");
            undo(JSON.readValue(folder.resolve("requests/" + newest).toFile(), Kept.class));
            return;
        }
        Kept kept = changeSet();
        Path file = folder.resolve("requests/" + kept.id());
        Files.write(file, JSON.writeValueAsBytes(kept), StandardOpenOption.CREATE, StandardOpenOption.SYNC);
        log(kept.id(), "APPROVED");
        apply(kept);
    }

    private void apply(Kept kept) throws Exception {
        String outcome = "APPLIED";
        try {
            application.apply(workspace, OPEN, kept.id(), kept.changes(), kept.files(), commits(kept));
        } catch (NotDone e) {
            outcome = "FAILED";
        }
        log(kept.id(), outcome);
        application.reported(kept.id());
    }

    private void undo(Kept kept) throws Exception {
        String outcome = "ROLLED_BACK";
        try {
            rollback.undo(workspace, OPEN, kept.id(), kept.files(), commits(kept));
        } catch (NotDone e) {
            outcome = "APPLIED";
        }
        log(kept.id(), outcome);
        application.reported(kept.id());
    }

    private Optional<Commits> commits(Kept kept) {
        List<WorkspacePath> paths = kept.files().stream().map(BaseFile::target).toList();
        return Optional.of(new Commits(
                git, new CommitText(kept.id(), paths, "Change", "load", "load", "Load.", List.of("crash"), 1)));
    }

    private Kept changeSet() throws IOException {
        List<Change> changes = new ArrayList<>();
        List<BaseFile> files = new ArrayList<>();
        for (int name : random.ints(0, FILES).distinct().limit(1 + random.nextInt(4)).toArray()) {
            WorkspacePath path = new WorkspacePath((name % 3 == 0 ? "d" + name + "/e/" : "") + "f" + name + ".txt");
            byte[] before = read(path);
            boolean deletes = before != null && random.nextInt(4) == 0;
            String content = deletes ? null : "x".repeat(random.nextInt(20_000)) + "\n" + random.nextLong() + "\n";
            Change.Form form = deletes ? Change.Form.DELETE : Change.Form.NEW_CODE;
            changes.add(new Change(path, form, content, null, null));
            byte[] after = deletes ? null : content.getBytes(UTF_8);
            files.add(new BaseFile(
                    path,
                    before == null ? null : Sha256.hex(before),
                    before == null ? -1 : before.length,
                    before == null ? -1 : 0644,
                    after == null ? null : Sha256.hex(after),
                    after == null ? -1 : after.length));
        }
        return new Kept(UUID.randomUUID(), changes, files);
    }

    private byte[] read(WorkspacePath path) throws IOException {
        try (Resolution resolution = workspace.resolve(path)) {
            return resolution instanceof Resolution.RegularFile file ? file.read() : null;
        }
    }

    private void check() throws Exception {
        Map<String, String> wanted = new TreeMap<>();
        Map<UUID, Integer> commits = new LinkedHashMap<>();
        // In the order of the log: what is applied over another was applied after it, and undone before it.
        for (String line : Files.readAllLines(folder.resolve("log"))) {
            String[] words = line.split(" ");
            if (words.length < 3 || !Set.of("APPLIED", "ROLLED_BACK").contains(words[1])) {
                continue;
            }
            UUID id = UUID.fromString(words[0]);
            commits.merge(id, 1, Integer::sum);
            for (BaseFile file : JSON.readValue(folder.resolve("requests/" + id).toFile(), Kept.class).files()) {
                wanted.put(file.target().value(), words[1].equals("APPLIED") ? file.newSha256() : file.baseSha256());
            }
        }
        wanted.values().removeIf(java.util.Objects::isNull);
        wanted.put("README", Sha256.hex("Nothing changes this one.\n".getBytes(UTF_8)));
        require(wanted.equals(present()), "files differ from the log: " + wanted + " " + present());
        try (Git repository = Git.open(workspace.root().toFile())) {
            Status status = repository.status().call();
            require(status.isClean(), "git status: " + status.getUncommittedChanges() + status.getUntracked());
            Map<UUID, Integer> made = new LinkedHashMap<>();
            for (RevCommit commit : repository.log().call()) {
                commit.getFooterLines("Patch-Request").forEach(id -> made.merge(UUID.fromString(id), 1, Integer::sum));
            }
            require(made.equals(commits), "commits " + made + " for " + commits);
        }
    }

    private Map<String, String> present() throws IOException {
        Map<String, String> present = new TreeMap<>();
        try (Stream<Path> all = Files.walk(workspace.root())) {
            for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                String name = workspace.root().relativize(path).toString();
                boolean left = path.getFileName().toString().startsWith(".patchgate-") || name.endsWith(".lock");
                if (left || !name.startsWith(".git/") && !name.endsWith(".backup")) {
                    present.put(name, Sha256.hex(Files.readAllBytes(path)));
                }
            }
        }
        return present;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    static String summary(Path folder) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        log(folder).values().forEach(standing -> counts.merge(standing, 1, Integer::sum));
        return counts.toString();
    }

    /** What git itself says, where it is installed. */
    static boolean sound(Path folder) throws Exception {
        try {
            Process fsck = new ProcessBuilder("git", "fsck", "--full", "--strict", "--no-dangling")
                    .directory(folder.resolve("ws").toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(fsck.getInputStream().readAllBytes(), UTF_8).strip();
            boolean sound = fsck.waitFor() == 0;
            System.out.println("git fsck: " + (sound && said.isEmpty() ? "clean" : said));
            return sound;
        } catch (IOException e) {
            System.out.println("git fsck: git is not installed");
            return true;
        }
    }
}
