package io.patchgate.application;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Folder;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Modes;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The steps of one change set on one workspace, first prepared and then made. Preparing stores
 * pre-images and writes new contents under temporary names; making renames them over the targets.
 * Immediately before each rename the guard is asked and the target compared with what it must be, on
 * the open folder that the rename uses. What remains is the instant between comparing and renaming,
 * for which no system call exists.
 *
 * <p>A step whose outcome is there already counts as made, so everything here can be repeated.
 */
final class Transition {
    private final Workspace workspace;
    private final Guard guard;
    private final Disk disk;
    private final PreImages preImages;
    private final Temporaries temporaries;
    private final boolean undoing;
    /** What the targets were, for the mode and owner of what has to be put back. */
    private final Map<WorkspacePath, Entry> before = new HashMap<>();

    Transition(
            Workspace workspace,
            Guard guard,
            Disk disk,
            PreImages preImages,
            Temporaries temporaries,
            boolean undoing) {
        this.workspace = workspace;
        this.guard = guard;
        this.disk = disk;
        this.preImages = preImages;
        this.temporaries = temporaries;
        this.undoing = undoing;
    }

    /** What a target was when it was prepared; empty when there was nothing, or nothing to prepare. */
    Optional<Entry> before(WorkspacePath path) {
        return Optional.ofNullable(before.get(path));
    }

    /** Whether there is anything left to make: false when the outcome is there already. */
    boolean prepare(int index, Step step) throws IOException, NotDone {
        try (Resolution resolution = resolveWithParent(step)) {
            // Where all is gone, a deletion would seem to be done already.
            workspace.requireContent(resolution);
            if (Objects.equals(content(resolution), step.to()) && !unresolved(resolution)) {
                return false;
            }
            byte[] bytes = check(resolution, step);
            if (resolution instanceof Resolution.RegularFile file) {
                preImages.store(step.from(), bytes);
                before.put(step.path(), file.entry());
                write(index, step, file.entry(), file.parent());
            } else if (resolution instanceof Resolution.Missing missing) {
                write(index, step, null, missing.parent());
            }
            return true;
        }
    }

    /** Resolves the target, making the folders that a created file needs. */
    private Resolution resolveWithParent(Step step) throws IOException, NotDone {
        Resolution resolution = workspace.resolve(step.path());
        while (!step.deletes()
                && step.creates()
                && resolution instanceof Resolution.Missing missing
                && !missing.parentExists()) {
            try (missing) {
                refuse(missing);
                new NewFolders(workspace, disk, temporaries).makeNext(missing);
            }
            resolution = workspace.resolve(step.path());
        }
        return resolution;
    }

    private void write(int index, Step step, Entry like, Folder parent) throws IOException, NotDone {
        if (step.deletes()) {
            return;
        }
        byte[] content = step.content().bytes();
        if (!Sha256.hex(content).equals(step.to())) {
            throw new NotDone("The new content of '" + step.path() + "' is not what was reviewed.");
        }
        int usual = like == null ? Modes.NEW_FILE : like.mode();
        disk.create(parent, temporaries.content(index), content, step.mode() >= 0 ? step.mode() : usual, like);
    }

    /**
     * Makes a prepared step.
     *
     * @param begun called where the target may be another from now on; what fails before leaves it to whoever changed it
     */
    void make(int index, Step step, Runnable begun) throws IOException, NotDone {
        try (Resolution resolution = workspace.resolve(step.path())) {
            if (resolution instanceof Resolution.RegularFile file) {
                if (!undoing && !step.creates()) {
                    refuse(resolution);
                    new Backup(disk, preImages)
                            .write(
                                    file.parent(),
                                    step.path().fileName(),
                                    temporaries.backup(index),
                                    preImages.read(step.from()),
                                    file.entry());
                }
                check(resolution, step);
                begun.run();
                replace(index, step, file.parent());
            } else {
                check(resolution, step);
                begun.run();
                replace(index, step, ((Resolution.Missing) resolution).parent());
            }
        }
    }

    private void replace(int index, Step step, Folder parent) throws IOException {
        String name = step.path().fileName();
        if (step.deletes()) {
            disk.delete(parent, name);
        } else {
            disk.move(parent, temporaries.content(index), parent, name);
        }
        disk.sync(parent);
    }

    /** The last look: the guard lets it through, and the target is what it must be. */
    private byte[] check(Resolution resolution, Step step) throws IOException, NotDone {
        refuse(resolution);
        if (unresolved(resolution)) {
            throw new NotDone("'" + step.path() + "' cannot be written: " + resolution.description() + ".");
        }
        if (resolution instanceof Resolution.Missing missing && !missing.parentExists()) {
            throw new NotDone("'" + step.path() + "' cannot be written: its folder vanished.");
        }
        byte[] bytes = resolution instanceof Resolution.RegularFile file ? disk.read(file) : null;
        String found = bytes == null ? null : Sha256.hex(bytes);
        if (!Objects.equals(found, step.from())) {
            throw new NotDone(drift(step, found));
        }
        return bytes;
    }

    private void refuse(Resolution resolution) throws WorkspaceUnavailable, NotDone {
        Optional<Refusal> refusal = guard.refusal(resolution);
        if (refusal.isPresent()) {
            throw new NotDone("'" + resolution.path() + "' may not be changed. "
                    + refusal.get().explanation());
        }
    }

    private String drift(Step step, String found) {
        String since = undoing ? "since the request was applied" : "since it was reviewed";
        if (found == null) {
            return "'" + step.path() + "' was deleted " + since + ".";
        }
        return "'" + step.path() + "' " + (step.from() == null ? "was created " : "changed ") + since + ".";
    }

    /** Undoes a step that was made; one that was not, or that is undone already, is left as it is. */
    void putBack(int index, Step step) throws IOException, NotDone {
        try (Resolution resolution = workspace.resolve(step.path())) {
            boolean parentless = resolution instanceof Resolution.Missing missing && !missing.parentExists();
            if (unresolved(resolution) || parentless && !step.creates()) {
                throw new NotDone(resolution.description());
            }
            String found = content(resolution);
            if (Objects.equals(found, step.from())) {
                return;
            }
            if (!Objects.equals(found, step.to())) {
                throw new NotDone(drift(step, found));
            }
            if (resolution instanceof Resolution.RegularFile file) {
                restore(index, step, file.parent(), before.getOrDefault(step.path(), file.entry()));
            } else {
                restore(index, step, ((Resolution.Missing) resolution).parent(), before.get(step.path()));
            }
        }
    }

    private void restore(int index, Step step, Folder parent, Entry like) throws IOException {
        String name = step.path().fileName();
        if (step.creates()) {
            disk.delete(parent, name);
        } else {
            int known = step.fromMode() >= 0 ? step.fromMode() : Modes.NEW_FILE;
            byte[] content = preImages.read(step.from());
            disk.create(parent, temporaries.restored(index), content, like == null ? known : like.mode(), like);
            disk.move(parent, temporaries.restored(index), parent, name);
        }
        disk.sync(parent);
    }

    private String content(Resolution resolution) throws IOException {
        return resolution instanceof Resolution.RegularFile file ? Sha256.hex(disk.read(file)) : null;
    }

    private static boolean unresolved(Resolution resolution) {
        return !(resolution instanceof Resolution.RegularFile || resolution instanceof Resolution.Missing);
    }

    static List<WorkspacePath> targets(List<Step> steps) {
        return steps.stream().map(Step::path).toList();
    }
}
