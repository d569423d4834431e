package io.patchgate.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** Puts objects into a repository, whole and on the disk before any name leads to them. */
final class Objects implements AutoCloseable {
    private final Path folder;
    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final Before before;
    private final Set<ObjectId> inserted = new LinkedHashSet<>();

    Objects(Repository repository, Path commonDir, Before before) {
        this.folder = commonDir.resolve("objects");
        this.inserter = repository.newObjectInserter();
        this.reader = inserter.newReader();
        this.before = before;
    }

    ObjectReader reader() {
        return reader;
    }

    ObjectId insert(int type, byte[] content) throws IOException {
        before.operation("git object");
        ObjectId id = inserter.insert(type, content);
        inserted.add(id);
        return id;
    }

    void sync() throws IOException {
        inserter.flush();
        before.operation("git sync");
        for (ObjectId id : inserted) {
            Path shard = folder.resolve(id.name().substring(0, 2));
            Owners.likeParent(shard);
            Owners.likeParent(shard.resolve(id.name().substring(2)));
            Durable.syncFolder(shard);
        }
        Durable.syncFolder(folder);
    }

    @Override
    public void close() {
        reader.close();
        inserter.close();
    }
}
