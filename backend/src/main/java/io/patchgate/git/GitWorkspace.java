package io.patchgate.git;

import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what is applied to a workspace that is the top of a git working tree: one commit a change
 * set, of its files alone, on top of the branch; what else the user has changed or staged stays as it
 * is. No hook, filter or other program is run, and no settings but the repository's own are read.
 */
public final class GitWorkspace {
    private static final Logger log = LoggerFactory.getLogger(GitWorkspace.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** How far back a commit of an earlier attempt is looked for. */
    private static final int FAR = 10_000;

    private final Workspace workspace;
    private final GitSettings settings;
    private final Duration patience;

    public GitWorkspace(Workspace workspace, GitSettings settings) {
        this(workspace, settings, PATIENCE);
    }

    GitWorkspace(Workspace workspace, GitSettings settings, Duration patience) {
        this.workspace = workspace;
        this.settings = settings;
        this.patience = patience;
        PlainSystem.install();
    }

    /** Whether commits are made here: wanted, and there is something to commit to. */
    public boolean commits() {
        return settings.commit()
                && Files.exists(workspace.root().resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Whether the files could be committed now.
     *
     * @throws GitRefused they could not
     */
    public void require(List<GitFile> files) throws GitRefused, IOException {
        read(() -> {
            try (Checkout checkout = Checkout.open(workspace.root(), settings)) {
                new Comparison(checkout, settings.includeDirty()).require(files);
            }
            return null;
        });
    }

    /** Keeps backups out of git's sight. */
    public void excludeBackups(Before before) throws GitRefused, IOException {
        read(() -> {
            try (Checkout checkout = Checkout.open(workspace.root(), settings)) {
                Excludes.require(checkout.commonDir(), before);
            }
            return null;
        });
    }

    /**
     * Makes a commit of files that are on disk already, to be landed.
     *
     * @param token the beginning of every name that this makes inside the repository's folder
     */
    public PendingCommit prepare(String token, List<GitFile> files, String text, Before before)
            throws GitRefused, IOException {
        return read(() -> {
            Checkout checkout = Checkout.open(workspace.root(), settings);
            Locks locks = null;
            try {
                Path index = checkout.gitDir().resolve(token + ".index");
                Path branch = checkout.commonDir().resolve(token + ".ref");
                locks = Locks.with(checkout.gitDir().resolve(token), List.of(index, branch), before, patience);
                if (checkout.checkedOut()) {
                    locks.take(checkout.index(), ".git/index");
                }
                new Comparison(checkout, settings.includeDirty()).require(withoutModes(files));
                PendingCommit pending = new PendingCommit(
                        checkout,
                        locks,
                        new IndexUpdate(checkout, index, before),
                        new Branch(checkout, branch, before),
                        author(),
                        text);
                pending.prepare(workspace, files, text, before);
                return pending;
            } catch (IOException | GitRefused | RuntimeException e) {
                if (locks != null) {
                    locks.close();
                }
                checkout.close();
                throw e;
            }
        });
    }

    /** The files are written by now, so their modes are no longer those that the patch met. */
    private static List<GitFile> withoutModes(List<GitFile> files) {
        return files.stream()
                .map(file -> new GitFile(file.path(), file.before(), null, file.after()))
                .toList();
    }

    private PersonIdent author() {
        int at = settings.author().lastIndexOf(" <");
        String name = settings.author().substring(0, at);
        String address = settings.author().substring(at + 2, settings.author().length() - 1);
        return new PersonIdent(name, address, Instant.now(), ZoneOffset.UTC);
    }

    /** Whether a commit that the journal knows is part of its branch; then its index entries are too afterwards. */
    public boolean settle(MadeCommit made, List<GitFile> files, String token, Before before)
            throws GitRefused, IOException {
        return read(() -> {
            try (Checkout checkout = Checkout.open(workspace.root(), settings)) {
                ObjectId id = ObjectId.fromString(made.id());
                if (!contains(checkout, made, id)) {
                    return false;
                }
                if (checkout.checkedOut() && checkout.ref().equals(made.ref())) {
                    catchUp(checkout, id, files, token, before);
                }
                return true;
            }
        });
    }

    private static boolean contains(Checkout checkout, MadeCommit made, ObjectId id) throws IOException {
        var ref = checkout.repository().exactRef(made.ref());
        if (ref == null || !checkout.repository().getObjectDatabase().has(id)) {
            return false;
        }
        try (RevWalk walk = new RevWalk(checkout.repository())) {
            return walk.isMergedInto(walk.parseCommit(id), walk.parseCommit(ref.getObjectId()));
        }
    }

    private void catchUp(Checkout checkout, ObjectId id, List<GitFile> files, String token, Before before)
            throws IOException, GitRefused {
        Path fresh = checkout.gitDir().resolve(token + ".index");
        try (RevWalk walk = new RevWalk(checkout.repository());
                ObjectReader reader = checkout.repository().newObjectReader();
                Locks locks = Locks.with(checkout.gitDir().resolve(token), List.of(fresh), before, patience)) {
            RevCommit commit = walk.parseCommit(id);
            ObjectId old = commit.getParentCount() == 0
                    ? null
                    : walk.parseCommit(commit.getParent(0)).getTree();
            TreeMap<String, Leaf> was = new TreeMap<>();
            TreeMap<String, Leaf> is = new TreeMap<>();
            for (GitFile file : files) {
                String path = file.path().value();
                was.put(path, Checkout.leaf(reader, old, path));
                is.put(path, Checkout.leaf(reader, commit.getTree(), path));
            }
            locks.take(checkout.index(), ".git/index");
            new IndexUpdate(checkout, fresh, before).catchUp(was, is);
        }
    }

    /** The commit that carries the request's trailer and is, or is not, a revert. */
    public Optional<String> find(UUID requestId, boolean revert) throws GitRefused, IOException {
        return read(() -> {
            try (Checkout checkout = Checkout.open(workspace.root(), settings);
                    RevWalk walk = new RevWalk(checkout.repository())) {
                if (checkout.tip() == null) {
                    return Optional.empty();
                }
                walk.markStart(walk.parseCommit(checkout.tip()));
                int seen = 0;
                for (RevCommit commit = walk.next(); commit != null && seen < FAR; commit = walk.next(), seen++) {
                    if (CommitText.names(commit, requestId) && CommitText.reverts(commit) == revert) {
                        return Optional.of(commit.name());
                    }
                }
                return Optional.empty();
            }
        });
    }

    /** Takes away everything that a kill left under the token; nobody else's locks. */
    public void sweep(String token, Optional<MadeCommit> made) throws GitRefused, IOException {
        if (!commits()) {
            return;
        }
        read(() -> {
            try (Checkout checkout = Checkout.openAnyhow(workspace.root())) {
                List<Path> locked = new ArrayList<>(List.of(checkout.index()));
                made.ifPresent(commit -> locked.add(checkout.commonDir().resolve(commit.ref())));
                for (Path folder : List.of(checkout.gitDir(), checkout.commonDir())) {
                    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, token + ".*")) {
                        for (Path file : left) {
                            Files.deleteIfExists(file);
                        }
                    }
                }
                Locks.sweep(checkout.gitDir().resolve(token), locked);
            }
            return null;
        });
    }

    private interface Reading<T> {
        T read() throws IOException, GitRefused;
    }

    /** What git's files say by being damaged is a refusal; what the system says about a file is passed on. */
    private <T> T read(Reading<T> reading) throws IOException, GitRefused {
        try {
            return reading.read();
        } catch (FileSystemException | java.nio.channels.ClosedByInterruptException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (e.getClass() == IOException.class) {
                // A write that the system refused, such as one to a full disk.
                throw (IOException) e;
            }
            log.warn("The git repository of '{}' cannot be used", workspace.name(), e);
            throw new GitRefused(
                    "The git repository cannot be read or written; it may be damaged, which 'git fsck' would tell.", e);
        }
    }
}
