package io.patchgate.application;

import io.patchgate.git.GitRefused;
import io.patchgate.git.GitWorkspace;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all steps of a change set, and the commit where there is one to make, or none. When one
 * fails, those that were made are put back and the message says what happened. When the process is
 * killed, running the same again finds each file either as before or as after and finishes the way;
 * what was finished stays so, whatever happened to the files since, until it is forgotten.
 *
 * <p>For one workspace, one at a time.
 */
final class AllOrNothing {
    private static final Logger log = LoggerFactory.getLogger(AllOrNothing.class);

    private final Disk disk;
    private final PreImages preImages;
    private final Journal journal;

    AllOrNothing(Path dataDir, Disk disk) {
        this(new PreImages(dataDir, disk), new Journal(dataDir, disk), disk);
    }

    private AllOrNothing(PreImages preImages, Journal journal, Disk disk) {
        this.disk = disk;
        this.preImages = preImages;
        this.journal = journal;
    }

    /** With a journal of its own, and the pre-images of all. */
    static AllOrNothing inCanary(Path dataDir, Disk disk) {
        return new AllOrNothing(new PreImages(dataDir, disk), new Journal(dataDir.resolve("canary"), disk), disk);
    }

    PreImages preImages() {
        return preImages;
    }

    Journal journal() {
        return journal;
    }

    /**
     * What to make, and where.
     *
     * @param guard has the last word before each write
     * @param undoing whether it takes an applied request back
     */
    record Task(
            Workspace workspace,
            Guard guard,
            UUID requestId,
            boolean undoing,
            List<Step> steps,
            Optional<Commits> commits) {}

    /**
     * @throws NotDone nothing is made; the message says so, and what could not be put back
     * @throws WorkspaceUnavailable it may be half made and must be run again
     */
    void run(Task task) throws NotDone, WorkspaceUnavailable {
        Journal.Page page;
        try {
            Optional<Journal.Page> earlier = journal.begun(task.requestId());
            if (earlier.isPresent()) {
                sweep(task.workspace(), earlier.get(), task.commits().map(Commits::git));
            }
            Optional<Journal.Page> resumed = earlier.filter(begun -> begun.undoing() == task.undoing());
            if (resumed.isPresent() && resumed.get().done()) {
                return;
            }
            Attempt attempt = begin(task, resumed);
            page = attempt.committed() ? attempt.page() : attempt.run();
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            log.error("Patchgate's own data folder cannot be written", e);
            throw new NotDone(
                    "Patchgate's own data folder cannot be written: " + Reasons.of(e) + ". Nothing was written.", e);
        }
        if (!task.undoing() && (!page.folders().isEmpty() || page.commit() != null)) {
            keep(page);
        }
        finished(page);
    }

    private Attempt begin(Task task, Optional<Journal.Page> resumed) throws IOException {
        Temporaries temporaries = Temporaries.fresh();
        Set<String> folders =
                new LinkedHashSet<>(resumed.map(Journal.Page::folders).orElse(List.of()));
        folders.addAll(NewFolders.needed(task.workspace(), task.steps()));
        Journal.Page page = new Journal.Page(
                task.requestId(),
                task.workspace().name(),
                task.undoing(),
                temporaries.token(),
                lines(task.steps()),
                new ArrayList<>(folders),
                resumed.map(Journal.Page::commit).orElse(null),
                false);
        journal.begin(page);
        Transition transition =
                new Transition(task.workspace(), task.guard(), disk, preImages, temporaries, task.undoing());
        return new Attempt(this, disk, task, page, transition, resumed.isPresent());
    }

    private void keep(Journal.Page page) {
        try {
            journal.keep(page);
        } catch (IOException e) {
            // A rollback would leave empty folders behind and look longer for the commit, and that is all.
            log.warn("The folders that a request made cannot be remembered", e);
        }
    }

    private void finished(Journal.Page page) {
        try {
            journal.begin(page.finished());
        } catch (IOException e) {
            // Run again after a kill it finds each file as it shall be.
            log.warn("A journal page cannot be finished", e);
        }
    }

    private static List<Journal.Line> lines(List<Step> steps) {
        return steps.stream()
                .map(step -> new Journal.Line(step.path().value(), step.from(), step.to()))
                .toList();
    }

    /**
     * Takes away the temporary names of a change set that was begun, as far as they are still there.
     *
     * @param git where its commit was to be made
     */
    void sweep(Workspace workspace, Journal.Page page, Optional<GitWorkspace> git) throws IOException {
        if (git.isPresent()) {
            try {
                git.get().sweep(page.token(), Optional.ofNullable(page.commit()));
            } catch (GitRefused e) {
                log.warn("Something of Patchgate's may be left in the repository of '{}'", page.workspace(), e);
            }
        }
        List<WorkspacePath> targets = page.files().stream()
                .map(line -> new WorkspacePath(line.path()))
                .toList();
        new Temporaries(page.token()).sweep(workspace, targets, disk);
    }

    /** Forgets what is over, once that is known where it must be. */
    void ended(UUID requestId) {
        try {
            journal.end(requestId);
        } catch (IOException e) {
            // The next start finds it, sees that the request is settled, and drops it.
            log.warn("A finished journal page cannot be removed", e);
        }
    }
}
