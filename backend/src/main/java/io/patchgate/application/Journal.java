package io.patchgate.application;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchgate.git.MadeCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is about to be written, on the disk before the first of it is. After a kill it tells which
 * change sets may be half made and which temporary names are Patchgate's own; after an application
 * it is kept where folders were made, so that a rollback can take them away again.
 */
final class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path begun;
    private final Path applied;
    private final Disk disk;

    /**
     * @param token the beginning of every temporary name of this change set
     * @param folders that do not exist and will be made, parents first
     * @param commit the commit that it becomes, null before there is one and where none is made
     * @param done whether all of it is made, so that nothing is looked at or written again
     */
    record Page(
            UUID requestId,
            String workspace,
            boolean undoing,
            String token,
            List<Line> files,
            List<String> folders,
            MadeCommit commit,
            boolean done) {

        Page with(MadeCommit made) {
            return new Page(requestId, workspace, undoing, token, files, folders, made, done);
        }

        Page finished() {
            return new Page(requestId, workspace, undoing, token, files, folders, commit, true);
        }
    }

    record Line(String path, String from, String to) {}

    Journal(Path dataDir, Disk disk) {
        this.begun = dataDir.resolve("journal");
        this.applied = dataDir.resolve("applied");
        this.disk = disk;
    }

    /** Also when it was begun before and more is known of it now. */
    void begin(Page page) throws IOException {
        disk.keep(file(begun, page.requestId()), JSON.writeValueAsBytes(page));
    }

    /** The page of a change set that was begun and not ended. */
    Optional<Page> begun(UUID requestId) throws IOException {
        return read(file(begun, requestId));
    }

    /** Every change set that was begun and not ended. */
    List<Page> begun() throws IOException {
        List<Page> pages = new ArrayList<>();
        if (Files.isDirectory(begun)) {
            try (Stream<Path> files = Files.list(begun)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    read(file).ifPresent(pages::add);
                }
            }
        }
        return pages;
    }

    /** Remembers the folders and the commit that an application made, for as long as it may be rolled back. */
    void keep(Page page) throws IOException {
        disk.keep(file(applied, page.requestId()), JSON.writeValueAsBytes(page));
    }

    Optional<Page> kept(UUID requestId) throws IOException {
        return read(file(applied, requestId));
    }

    void end(UUID requestId) throws IOException {
        disk.drop(file(begun, requestId));
    }

    void forget(UUID requestId) throws IOException {
        disk.drop(file(applied, requestId));
    }

    private Optional<Page> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(JSON.readValue(disk.read(file), Page.class)) : Optional.empty();
    }

    private static Path file(Path folder, UUID requestId) {
        return folder.resolve(requestId + ".json");
    }
}
