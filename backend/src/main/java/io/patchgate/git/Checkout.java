package io.patchgate.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryState;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A workspace's repository as it stands at this moment, in a state that can be committed to.
 *
 * @param gitDir the checkout's own folder: HEAD and index; for a linked working tree not the common one
 * @param commonDir objects and branches
 * @param ref the whole name of the branch that is committed to
 * @param tip where it stands, null when it does not exist yet
 * @param base what a commit builds on: the tip, or HEAD for a branch that does not exist yet; may be null
 * @param checkedOut whether the working tree and the index are of this branch
 */
record Checkout(
        Path root,
        Repository repository,
        Path gitDir,
        Path commonDir,
        String ref,
        ObjectId tip,
        ObjectId base,
        boolean checkedOut)
        implements AutoCloseable {

    static Checkout open(Path root, GitSettings settings) throws IOException, GitRefused {
        Repository repository = repository(root);
        try {
            return of(root, settings, repository);
        } catch (IOException | GitRefused | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    /** In whatever state it is, to take away what is left in its folders. */
    static Checkout openAnyhow(Path root) throws IOException, GitRefused {
        Repository repository = repository(root);
        Path gitDir = repository.getDirectory().toPath();
        Path commonDir = repository.getCommonDirectory().toPath();
        return new Checkout(root, repository, gitDir, commonDir, Constants.HEAD, null, null, false);
    }

    private static Repository repository(Path root) throws IOException, GitRefused {
        FileRepositoryBuilder builder =
                new FileRepositoryBuilder().setWorkTree(root.toFile()).setMustExist(true);
        Path dotGit = root.resolve(Constants.DOT_GIT);
        if (Files.isDirectory(dotGit)) {
            builder.setGitDir(dotGit.toFile());
        } else {
            // A file that names the folder: a linked working tree or a submodule's checkout.
            File above = root.toFile().getParentFile();
            if (above != null) {
                builder.addCeilingDirectory(above);
            }
            builder.findGitDir(root.toFile());
        }
        if (builder.getGitDir() == null) {
            throw new GitRefused("The workspace's '.git' leads to no git repository.");
        }
        return builder.build();
    }

    private static Checkout of(Path root, GitSettings settings, Repository repository) throws IOException, GitRefused {
        refuseUnsupported(repository);
        RepositoryState state = repository.getRepositoryState();
        if (state != RepositoryState.SAFE) {
            throw new GitRefused("In the git repository something is in progress that must be ended first: "
                    + state.getDescription() + ".");
        }
        Ref head = repository.exactRef(Constants.HEAD);
        if (head == null) {
            throw new GitRefused("The git repository has no HEAD.");
        }
        String current = head.isSymbolic() ? head.getTarget().getName() : null;
        String ref = settings.branch().map(branch -> Constants.R_HEADS + branch).orElse(current);
        if (ref == null || !ref.startsWith(Constants.R_HEADS)) {
            throw new GitRefused("No branch is checked out in the git repository (HEAD is detached), so there is"
                    + " none to commit to. Check one out, or name one in git.branch.");
        }
        Ref branch = repository.exactRef(ref);
        if (branch != null && branch.isSymbolic()) {
            throw new GitRefused("The branch '" + ref + "' is another name of a branch, which is not supported.");
        }
        ObjectId tip = branch == null ? null : branch.getObjectId();
        ObjectId base = tip == null ? head.getObjectId() : tip;
        Path gitDir = repository.getDirectory().toPath();
        Path commonDir = repository.getCommonDirectory().toPath();
        boolean checkedOut = ref.equals(current);
        if (!checkedOut) {
            refuseElsewhere(commonDir, ref);
        }
        return new Checkout(root, repository, gitDir, commonDir, ref, tip, base, checkedOut);
    }

    private static void refuseUnsupported(Repository repository) throws GitRefused {
        String format = repository.getConfig().getString("extensions", null, "objectformat");
        String refs = repository.getConfig().getString("extensions", null, "refstorage");
        if (format != null && !format.equalsIgnoreCase("sha1") || refs != null && !refs.equalsIgnoreCase("files")) {
            throw new GitRefused("The git repository is of a kind that is not supported (SHA-256 or reftable).");
        }
        if (repository.isBare()) {
            throw new GitRefused("The git repository is bare: it has no working tree.");
        }
    }

    /** A branch that another working tree has checked out would move under it. */
    private static void refuseElsewhere(Path commonDir, String ref) throws IOException, GitRefused {
        refuseHead(commonDir.resolve(Constants.HEAD), ref);
        Path linked = commonDir.resolve("worktrees");
        if (Files.isDirectory(linked)) {
            try (DirectoryStream<Path> trees = Files.newDirectoryStream(linked)) {
                for (Path tree : trees) {
                    refuseHead(tree.resolve(Constants.HEAD), ref);
                }
            }
        }
    }

    private static void refuseHead(Path head, String ref) throws IOException, GitRefused {
        if (Files.isRegularFile(head) && Files.readString(head).trim().equals("ref: " + ref)) {
            throw new GitRefused("The branch '" + ref.substring(Constants.R_HEADS.length())
                    + "' is checked out in another working tree of the repository.");
        }
    }

    Path index() {
        return gitDir.resolve("index");
    }

    DirCache readIndex() throws IOException {
        return DirCache.read(index().toFile(), repository.getFS());
    }

    /** Where the branch's own file is; that it need not exist is no matter: it may be packed. */
    Path refFile() {
        return commonDir.resolve(ref);
    }

    /** Read again, by whoever holds the branch's lock. */
    ObjectId currentTip() throws IOException {
        Ref now = repository.exactRef(ref);
        return now == null ? null : now.getObjectId();
    }

    /** The tree of a commit; null for no commit. */
    ObjectId treeOf(ObjectId commit) throws IOException {
        if (commit == null) {
            return null;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(commit).getTree().copy();
        }
    }

    /** What the tree has under the path; null for nothing. */
    static Leaf leaf(ObjectReader reader, ObjectId tree, String path) throws IOException {
        if (tree == null) {
            return null;
        }
        try (TreeWalk at = TreeWalk.forPath(reader, path, tree)) {
            return at == null ? null : new Leaf(at.getFileMode(), at.getObjectId(0));
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
