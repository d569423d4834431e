package io.patchgate.git;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * A commit that exists but is no branch's yet. Until it is landed or closed the index is locked, so
 * that nothing of the user's can come between.
 */
public final class PendingCommit implements AutoCloseable {
    private final Checkout checkout;
    private final Locks locks;
    private final IndexUpdate index;
    private final Branch branch;
    private final PersonIdent author;
    private final String subject;
    private ObjectId id;

    PendingCommit(Checkout checkout, Locks locks, IndexUpdate index, Branch branch, PersonIdent author, String text) {
        this.checkout = checkout;
        this.locks = locks;
        this.index = index;
        this.branch = branch;
        this.author = author;
        this.subject = text.lines().findFirst().orElse("");
    }

    void prepare(Workspace workspace, List<GitFile> files, String text, Before before) throws IOException, GitRefused {
        try (Objects objects = new Objects(checkout.repository(), checkout.commonDir(), before)) {
            ObjectId tree = checkout.treeOf(checkout.base());
            TreeMap<String, Leaf> leaves = new TreeMap<>();
            for (GitFile file : files) {
                leaves.put(file.path().value(), leaf(workspace, file, tree, objects));
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(new Trees(objects).with(tree, leaves));
            if (checkout.base() != null) {
                commit.setParentId(checkout.base());
            }
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(text);
            id = objects.insert(Constants.OBJ_COMMIT, commit.build());
            objects.sync();
            if (checkout.checkedOut()) {
                index.prepare(leaves);
            }
        }
    }

    private Leaf leaf(Workspace workspace, GitFile file, ObjectId tree, Objects objects)
            throws IOException, GitRefused {
        if (file.after() == null) {
            return null;
        }
        Leaf had = Checkout.leaf(objects.reader(), tree, file.path().value());
        byte[] committed =
                had == null || !Comparison.isFile(had.mode()) ? null : Comparison.content(objects.reader(), had);
        byte[] stored = new CheckIn(checkout).stored(file.path(), file.after().bytes(), committed);
        return new Leaf(mode(workspace, file.path(), had), objects.insert(Constants.OBJ_BLOB, stored));
    }

    private FileMode mode(Workspace workspace, WorkspacePath path, Leaf had) throws IOException {
        boolean modesMatter = checkout.repository().getConfig().getBoolean("core", "filemode", true);
        if (!modesMatter) {
            return had != null && Comparison.isFile(had.mode()) ? had.mode() : FileMode.REGULAR_FILE;
        }
        try (Resolution resolution = workspace.resolve(path)) {
            return resolution instanceof Resolution.RegularFile file
                            && Modes.executable(file.entry().mode())
                    ? FileMode.EXECUTABLE_FILE
                    : FileMode.REGULAR_FILE;
        }
    }

    /** What the journal must know before {@link #land}. */
    public MadeCommit made() {
        return new MadeCommit(
                checkout.ref(), checkout.tip() == null ? null : checkout.tip().name(), id.name());
    }

    /**
     * Makes the commit the branch's.
     *
     * @throws GitRefused it is not, and nothing changed
     * @throws NotSettled it is, or may be; only {@link GitWorkspace#settle} can tell
     * @throws IOException it is not
     */
    public void land() throws IOException, GitRefused, NotSettled {
        locks.take(checkout.refFile(), checkout.ref());
        branch.move(id);
        try {
            branch.sync();
            branch.note(id, author, subject);
            if (checkout.checkedOut()) {
                index.land();
            }
        } catch (IOException e) {
            throw new NotSettled(e);
        }
    }

    /** The commit is the branch's, but the rest is not done. */
    public static final class NotSettled extends Exception {
        private static final long serialVersionUID = 1;

        NotSettled(IOException cause) {
            super(cause);
        }
    }

    @Override
    public void close() {
        locks.close();
        checkout.close();
    }
}
