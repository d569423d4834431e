package io.patchgate.workspace;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;

/**
 * What a path stood for when it was walked, one name at a time from the root, following no link.
 * Where a folder is held open, reading and writing through it meets the folder that was walked.
 */
public sealed interface Resolution extends AutoCloseable {

    WorkspacePath path();

    /** A phrase for auditors and reviewers. */
    String description();

    @Override
    default void close() {}

    /** The path leads to an ordinary file. */
    record RegularFile(WorkspacePath path, Folder parent, Entry entry) implements Resolution {
        /** @throws FileMoved when the name stands for another file since */
        public byte[] read() throws IOException {
            return parent.read(path.fileName(), entry, Workspace.MAX_FILE);
        }

        @Override
        public String description() {
            return "a file, " + entry.key();
        }

        @Override
        public void close() {
            parent.close();
        }
    }

    /**
     * Nothing is there.
     *
     * @param parent the deepest folder of the path that exists
     * @param existing how many names of the path exist, all of them folders
     */
    record Missing(WorkspacePath path, Folder parent, int existing) implements Resolution {
        /** Whether the folder that the file would be in exists, so that {@code parent} is that folder. */
        public boolean parentExists() {
            return existing == path.segments().size() - 1;
        }

        @Override
        public String description() {
            return "nothing; " + existing + " of its folders exist";
        }

        @Override
        public void close() {
            parent.close();
        }
    }

    /** The path leads to a folder. */
    record AFolder(WorkspacePath path, Folder parent) implements Resolution {
        @Override
        public String description() {
            return "a folder";
        }

        @Override
        public void close() {
            parent.close();
        }
    }

    /** The path leads to a FIFO, a socket or a device. It is not opened. */
    record Special(WorkspacePath path) implements Resolution {
        @Override
        public String description() {
            return "a FIFO, socket or device";
        }
    }

    /** A name on the way, or the last one, is a symbolic link. Where it leads is not looked at. */
    record Link(WorkspacePath path, int at) implements Resolution {
        @Override
        public String description() {
            return "'" + upTo(path, at) + "' is a symbolic link";
        }
    }

    /** A name on the way is neither a folder nor a link, so the path cannot exist. */
    record Obstructed(WorkspacePath path, int at) implements Resolution {
        @Override
        public String description() {
            return "'" + upTo(path, at) + "' is not a folder";
        }
    }

    /** A name on the way cannot be looked at or entered. */
    record Unreadable(WorkspacePath path, int at, IOException reason) implements Resolution {
        @Override
        public String description() {
            return "'" + upTo(path, at) + "' cannot be read";
        }
    }

    /** The beginning of the path, up to and with the segment of this index. */
    static String upTo(WorkspacePath path, int at) {
        return String.join("/", path.segments().subList(0, at + 1));
    }
}
