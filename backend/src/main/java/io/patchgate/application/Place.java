package io.patchgate.application;

import io.patchgate.bus.Store;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A folder that requests are written to: a workspace's own, or its canary's. Each of the two has a journal of its own,
 * since what of a request was made in the one says nothing of the other.
 *
 * @param git empty where no commits are made
 */
record Place(Workspace workspace, Guard guard, Optional<GitWorkspace> git, Application application, Rollback rollback) {

    /** @param guards by the name of their workspace, one for each; the repositories so too, for those that have one */
    static Map<String, Place> own(
            Map<String, Workspace> workspaces,
            Map<String, ? extends Guard> guards,
            Map<String, GitWorkspace> repositories,
            Path dataDir) {
        Map<String, Place> places = new HashMap<>();
        workspaces.forEach((name, workspace) -> places.put(
                name,
                new Place(
                        workspace,
                        guards.get(name),
                        Optional.ofNullable(repositories.get(name)),
                        new Application(dataDir),
                        new Rollback(dataDir))));
        return places;
    }

    static Map<String, Place> canaries(Map<String, CanaryFolder> folders, Path dataDir) {
        Disk disk = new Disk();
        AllOrNothing writing = AllOrNothing.inCanary(dataDir, disk);
        Map<String, Place> places = new HashMap<>();
        folders.forEach((name, folder) -> places.put(
                name,
                new Place(
                        folder.workspace(),
                        folder.guard(),
                        Optional.empty(),
                        new Application(writing),
                        new Rollback(writing, disk))));
        return places;
    }

    void apply(Store.PatchDetail request, Optional<Commits> commits) throws NotDone, WorkspaceUnavailable {
        application.apply(workspace, guard, request.row().requestId(), request.changes(), request.files(), commits);
    }

    void undo(Store.PatchDetail request, Optional<Commits> commits) throws NotDone, WorkspaceUnavailable {
        rollback.undo(workspace, guard, request.row().requestId(), request.files(), commits);
    }

    /** The first file that does not hold what the request left in it; empty where all do. */
    Optional<WorkspacePath> drifted(Store.PatchDetail request) throws WorkspaceUnavailable {
        for (BaseFile file : request.files()) {
            try (Resolution resolution = workspace.resolve(file.target())) {
                String found = resolution instanceof Resolution.RegularFile regular ? Sha256.hex(regular.read()) : null;
                if (!Objects.equals(found, file.newSha256())) {
                    return Optional.of(file.target());
                }
            } catch (WorkspaceUnavailable e) {
                throw e;
            } catch (IOException e) {
                throw new WorkspaceUnavailable(
                        "The file '" + file.target() + "' of '" + workspace.name() + "' cannot be read.", e);
            }
        }
        return Optional.empty();
    }

    void sweep(Set<UUID> unsettled) {
        application.sweep(workspace, unsettled, git);
    }
}
