package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where keys, the embedded database and pre-images are kept: Patchgate's alone, apart from every workspace. */
final class DataFolder {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    private DataFolder() {}

    static void prepare(Path dataDir) throws StartRefused {
        try {
            if (!Files.isDirectory(dataDir)) {
                Files.createDirectories(dataDir.toAbsolutePath().getParent());
                Files.createDirectory(
                        dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // Asking the system whether it would let us write is not the same as writing.
            Files.delete(Files.createTempFile(dataDir, ".writable", null));
        } catch (IOException | UnsupportedOperationException e) {
            throw new StartRefused("The data folder " + dataDir + " (data_dir, PATCHGATE_DATA_DIR) cannot be written: "
                    + (e instanceof java.nio.file.AccessDeniedException ? "permission denied" : reason(e)) + ".");
        }
    }

    /** Were one inside the other, a patch could reach the keys, or a backup the workspace. */
    static void keepApart(Path dataDir, WorkspaceSettings workspace) throws StartRefused {
        Path root;
        Path data;
        try {
            root = workspace.root().toRealPath();
            data = dataDir.toRealPath();
        } catch (IOException e) {
            throw new StartRefused("The workspace '" + workspace.name() + "' at " + workspace.root()
                    + " cannot be opened: " + reason(e) + ".");
        }
        if (!Files.isDirectory(root)) {
            throw new StartRefused("The workspace '" + workspace.name() + "' at " + root + " is not a folder.");
        }
        if (data.startsWith(root) || root.startsWith(data)) {
            throw new StartRefused("The data folder " + data + " and the workspace '" + workspace.name() + "' at "
                    + root + " must not lie inside each other.");
        }
        warnWhereOthersCanWrite(workspace.name(), root);
    }

    /**
     * Nor may canary folders and workspaces: what is written to the one would be in the other, or a withdrawal take away
     * what another has.
     */
    static void keepApart(Path dataDir, List<WorkspaceSettings> workspaces) throws StartRefused {
        List<WorkspaceSettings> others = new ArrayList<>();
        for (WorkspaceSettings workspace : workspaces) {
            keepApart(dataDir, workspace);
            others.add(workspace);
        }
        for (WorkspaceSettings workspace : workspaces) {
            if (workspace.inCanary().isPresent()) {
                WorkspaceSettings canary = workspace.inCanary().get();
                keepApart(dataDir, canary);
                for (WorkspaceSettings other : others) {
                    requireApart(canary, other);
                }
                others.add(canary);
            }
        }
    }

    private static void requireApart(WorkspaceSettings canary, WorkspaceSettings other) throws StartRefused {
        try {
            Path folder = canary.root().toRealPath();
            Path root = other.root().toRealPath();
            if (folder.startsWith(root) || root.startsWith(folder)) {
                throw new StartRefused("The folder " + folder + " of '" + canary.name()
                        + "' (workspaces[].canary.root) and " + root + " of '" + other.name()
                        + "' must not lie inside each other.");
            }
        } catch (IOException e) {
            throw new StartRefused("The folders of '" + canary.name() + "' and '" + other.name()
                    + "' cannot be compared: " + reason(e) + ".");
        }
    }

    private static void warnWhereOthersCanWrite(String name, Path root) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
            if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
                log.warn("Others than this user can write the workspace '{}': they need no gate", name);
            }
        } catch (IOException | UnsupportedOperationException e) {
            log.warn("Who can write the workspace '{}' cannot be told", name);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof java.nio.file.FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e instanceof java.nio.file.FileAlreadyExistsException
                ? "a file stands in its place"
                : e.getClass().getSimpleName();
    }
}
