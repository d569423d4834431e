package io.patchgate.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Whether the files that a patch meets are as the branch has them, so that its commit holds the patch
 * and nothing else of the user's.
 */
final class Comparison {
    private static final String REMEDY =
            " Commit or discard that first, or set git.include_dirty to have it committed too.";

    private final Checkout checkout;
    private final boolean includeDirty;
    private final CheckIn checkIn;
    private final boolean modesMatter;

    Comparison(Checkout checkout, boolean includeDirty) {
        this.checkout = checkout;
        this.includeDirty = includeDirty;
        this.checkIn = new CheckIn(checkout);
        this.modesMatter = checkout.repository().getConfig().getBoolean("core", "filemode", true);
    }

    /** @throws GitRefused for the first file that may not be committed */
    void require(List<GitFile> files) throws IOException, GitRefused {
        ObjectId tree = checkout.treeOf(checkout.base());
        DirCache index = checkout.checkedOut() ? checkout.readIndex() : null;
        try (ObjectReader reader = checkout.repository().newObjectReader();
                ObjectInserter hashes = new ObjectInserter.Formatter()) {
            for (GitFile file : files) {
                refuseNested(file);
                Leaf committed = Checkout.leaf(reader, tree, file.path().value());
                Set<ObjectId> onDisk = ids(file, committed, reader, hashes);
                if (!includeDirty) {
                    refuseDirty(file, committed, onDisk);
                }
                if (index != null) {
                    refuseStaged(file, committed, index, onDisk);
                }
            }
        }
    }

    /** What git may have for these bytes: as they are, and as it would store them now. */
    private Set<ObjectId> ids(GitFile file, Leaf committed, ObjectReader reader, ObjectInserter hashes)
            throws IOException, GitRefused {
        byte[] has = committed == null || !isFile(committed.mode()) ? null : content(reader, committed);
        if (file.before() == null) {
            checkIn.stored(file.path(), new byte[0], has);
            return Set.of();
        }
        byte[] bytes = file.before().bytes();
        byte[] stored = checkIn.stored(file.path(), bytes, has);
        ObjectId exact = hashes.idFor(Constants.OBJ_BLOB, bytes);
        return stored == bytes ? Set.of(exact) : Set.copyOf(List.of(exact, hashes.idFor(Constants.OBJ_BLOB, stored)));
    }

    static byte[] content(ObjectReader reader, Leaf leaf) throws IOException {
        return reader.open(leaf.id(), Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE);
    }

    private void refuseDirty(GitFile file, Leaf committed, Set<ObjectId> onDisk) throws GitRefused {
        if (committed == null && file.before() == null) {
            return;
        }
        if (committed == null) {
            throw new GitRefused(
                    "'" + file.path() + "' is not in the last commit, so all of it would be committed." + REMEDY);
        }
        if (file.before() == null) {
            throw new GitRefused("'" + file.path() + "' was deleted without a commit." + REMEDY);
        }
        if (!isFile(committed.mode()) || !onDisk.contains(committed.id())) {
            throw new GitRefused("'" + file.path() + "' has changes that are not committed." + REMEDY);
        }
        boolean executable = committed.mode().equals(FileMode.EXECUTABLE_FILE);
        if (modesMatter && file.executable() != null && file.executable() != executable) {
            throw new GitRefused("The mode of '" + file.path() + "' has a change that is not committed." + REMEDY);
        }
    }

    /** What stands in the index is the user's work in progress, and there is no other copy of it. */
    private void refuseStaged(GitFile file, Leaf committed, DirCache index, Set<ObjectId> onDisk) throws GitRefused {
        DirCacheEntry entry = index.getEntry(file.path().value());
        if (entry != null && entry.getStage() != DirCacheEntry.STAGE_0) {
            throw new GitRefused("'" + file.path() + "' has a merge conflict that is not resolved.");
        }
        Leaf staged = entry == null ? null : new Leaf(entry.getFileMode(), entry.getObjectId());
        if (Objects.equals(staged, committed) || includeDirty && staged != null && onDisk.contains(staged.id())) {
            return;
        }
        throw new GitRefused(
                "'" + file.path() + "' has staged changes that are not committed. Commit or unstage them first.");
    }

    static boolean isFile(FileMode mode) {
        return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
    }

    private void refuseNested(GitFile file) throws GitRefused {
        Path folder = checkout.root();
        List<String> segments = file.path().segments();
        for (String segment : segments.subList(0, segments.size() - 1)) {
            folder = folder.resolve(segment);
            if (Files.exists(folder.resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS)) {
                throw new GitRefused("'" + file.path() + "' lies in a repository of its own inside the workspace ('"
                        + checkout.root().relativize(folder) + "').");
            }
        }
    }
}
