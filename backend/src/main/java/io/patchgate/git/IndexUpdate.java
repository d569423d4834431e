package io.patchgate.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;

/**
 * The user's index, changed in the entries of the patch's files alone. It is made beside the index
 * while the index is locked, and takes its place by a rename once the commit is the branch's.
 */
record IndexUpdate(Checkout checkout, Path fresh, Before before) {

    /** @param leaves by path; null takes the entry away */
    void prepare(SortedMap<String, Leaf> leaves) throws IOException, GitRefused {
        before.operation("git index");
        if (Files.exists(checkout.index())) {
            Files.copy(checkout.index(), fresh, StandardCopyOption.COPY_ATTRIBUTES);
        }
        DirCache index = DirCache.lock(fresh.toFile(), checkout.repository().getFS());
        try {
            DirCacheEditor editor = index.editor();
            for (Map.Entry<String, Leaf> leaf : leaves.entrySet()) {
                editor.add(edit(leaf.getKey(), leaf.getValue()));
            }
            editor.finish();
            index.write();
            if (!index.commit()) {
                throw new IOException("The new index cannot get its name.");
            }
        } finally {
            index.unlock();
        }
        if (Files.exists(checkout.index())) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(checkout.index()));
            Owners.like(fresh, checkout.index());
        } else {
            Owners.likeParent(fresh);
        }
        Durable.sync(fresh);
    }

    private DirCacheEditor.PathEdit edit(String path, Leaf leaf) throws IOException {
        if (leaf == null) {
            return new DirCacheEditor.DeletePath(path);
        }
        BasicFileAttributes seen = seen(path);
        return new DirCacheEditor.PathEdit(path) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(leaf.mode());
                entry.setObjectId(leaf.id());
                entry.setAssumeValid(false);
                if (seen != null) {
                    entry.setLength(seen.size());
                    entry.setLastModified(seen.lastModifiedTime().toInstant());
                }
            }
        };
    }

    private BasicFileAttributes seen(String path) throws IOException {
        try {
            return Files.readAttributes(
                    checkout.root().resolve(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void land() throws IOException {
        before.operation("git index rename");
        Files.move(fresh, checkout.index(), StandardCopyOption.ATOMIC_MOVE);
        before.operation("git sync");
        Durable.syncFolder(checkout.gitDir());
    }

    /**
     * After a kill between the branch's rename and the index's: gives the entries that are still as
     * before the commit what the commit has.
     */
    void catchUp(SortedMap<String, Leaf> old, SortedMap<String, Leaf> now) throws IOException, GitRefused {
        DirCache index = checkout.readIndex();
        TreeMap<String, Leaf> late = new TreeMap<>();
        for (String path : now.keySet()) {
            DirCacheEntry entry = index.getEntry(path);
            Leaf has = entry == null || entry.getStage() != DirCacheEntry.STAGE_0
                    ? null
                    : new Leaf(entry.getFileMode(), entry.getObjectId());
            if (java.util.Objects.equals(has, old.get(path)) && !java.util.Objects.equals(has, now.get(path))) {
                late.put(path, now.get(path));
            }
        }
        if (!late.isEmpty()) {
            prepare(late);
            land();
        }
    }
}
