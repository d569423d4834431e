package io.patchgate.application;

import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
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
 * Makes all steps of a change set or none. When one fails, those that were made are put back and the
 * message says what happened. When the process is killed, running the same again finds each file
 * either as before or as after and finishes the way.
 *
 * <p>For one workspace, one at a time.
 */
final class AllOrNothing {
    private static final Logger log = LoggerFactory.getLogger(AllOrNothing.class);

    private final Disk disk;
    private final PreImages preImages;
    private final Journal journal;

    AllOrNothing(Path dataDir, Disk disk) {
        this.disk = disk;
        this.preImages = new PreImages(dataDir, disk);
        this.journal = new Journal(dataDir, disk);
    }

    PreImages preImages() {
        return preImages;
    }

    Journal journal() {
        return journal;
    }

    /**
     * @throws NotDone nothing is made; the message says so, and what could not be put back
     * @throws WorkspaceUnavailable it may be half made and must be run again
     */
    void run(Workspace workspace, Guard guard, UUID requestId, boolean undoing, List<Step> steps)
            throws NotDone, WorkspaceUnavailable {
        Run run = begin(workspace, guard, requestId, undoing, steps);
        try {
            run.forward();
        } catch (NotDone | IOException e) {
            throw run.back(interpreted(workspace, e));
        }
        if (!undoing && !run.page.folders().isEmpty()) {
            keep(run.page);
        }
        ended(requestId);
    }

    private void keep(Journal.Page page) {
        try {
            journal.keepFolders(page);
        } catch (IOException e) {
            // A rollback would leave empty folders behind, and that is all.
            log.warn("The folders that a request made cannot be remembered", e);
        }
    }

    private Run begin(Workspace workspace, Guard guard, UUID requestId, boolean undoing, List<Step> steps)
            throws NotDone, WorkspaceUnavailable {
        List<String> folders = NewFolders.needed(workspace, steps);
        try {
            Optional<Journal.Page> earlier = journal.begun(requestId);
            if (earlier.isPresent()) {
                sweep(workspace, earlier.get());
            }
            boolean resumed = earlier.filter(page -> page.undoing() == undoing).isPresent();
            Set<String> all = new LinkedHashSet<>(resumed ? earlier.get().folders() : List.of());
            all.addAll(folders);
            Temporaries temporaries = Temporaries.fresh();
            var page = new Journal.Page(
                    requestId, workspace.name(), undoing, temporaries.token(), lines(steps), new ArrayList<>(all));
            journal.begin(page);
            var transition = new Transition(workspace, guard, disk, preImages, temporaries, undoing);
            return new Run(workspace, page, transition, steps, resumed);
        } catch (WorkspaceUnavailable e) {
            throw e;
        } catch (IOException e) {
            log.error("Patchgate's own data folder cannot be written", e);
            throw new NotDone(
                    "Patchgate's own data folder cannot be written: " + Reasons.of(e) + ". Nothing was written.", e);
        }
    }

    private static List<Journal.Line> lines(List<Step> steps) {
        return steps.stream()
                .map(step -> new Journal.Line(step.path().value(), step.from(), step.to()))
                .toList();
    }

    /** Takes away the temporary names of a change set that was begun, as far as they are still there. */
    void sweep(Workspace workspace, Journal.Page page) throws IOException {
        List<WorkspacePath> targets = page.files().stream()
                .map(line -> new WorkspacePath(line.path()))
                .toList();
        new Temporaries(page.token()).sweep(workspace, targets, disk);
    }

    private void ended(UUID requestId) {
        try {
            journal.end(requestId);
        } catch (IOException e) {
            // The next start finds it, sees that the request is settled, and drops it.
            log.warn("A finished journal page cannot be removed", e);
        }
    }

    /** Tells what is wrong with this change from what is wrong with the workspace or this thread. */
    private static Exception interpreted(Workspace workspace, Exception e) throws WorkspaceUnavailable {
        if (e instanceof WorkspaceUnavailable unavailable) {
            throw unavailable;
        }
        if (e instanceof ClosedByInterruptException) {
            throw new WorkspaceUnavailable("Writing to '" + workspace.name() + "' was interrupted.", e);
        }
        return e;
    }

    /** One attempt at all steps. */
    private final class Run {
        private final Workspace workspace;
        private final Journal.Page page;
        private final Transition transition;
        private final List<Step> steps;
        private final boolean resumed;
        /** Steps that this run or, before a kill, an earlier one made or began to make. */
        private final List<Integer> touched = new ArrayList<>();

        private Step current;

        Run(Workspace workspace, Journal.Page page, Transition transition, List<Step> steps, boolean resumed) {
            this.workspace = workspace;
            this.page = page;
            this.transition = transition;
            this.steps = steps;
            this.resumed = resumed;
        }

        void forward() throws NotDone, IOException {
            List<Integer> prepared = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                current = steps.get(i);
                if (transition.prepare(i, current)) {
                    prepared.add(i);
                } else if (resumed) {
                    touched.add(i);
                }
            }
            for (int i : prepared) {
                current = steps.get(i);
                touched.add(i);
                transition.make(i, current);
            }
        }

        NotDone back(Exception cause) throws WorkspaceUnavailable {
            if (!(cause instanceof NotDone)) {
                log.warn("A change set of '{}' cannot be made", workspace.name(), cause);
            }
            List<String> lost = new ArrayList<>();
            for (int i = touched.size() - 1; i >= 0; i--) {
                Step step = steps.get(touched.get(i));
                try {
                    transition.putBack(touched.get(i), step);
                } catch (NotDone | IOException e) {
                    interpreted(workspace, e);
                    log.error("'{}' cannot be put back", step.path(), e);
                    lost.add("'" + step.path() + "'");
                }
            }
            clean();
            ended(page.requestId());
            return new NotDone(sentence(cause) + outcome(lost), cause);
        }

        private void clean() throws WorkspaceUnavailable {
            try {
                sweep(workspace, page);
                NewFolders.remove(workspace, disk, page.folders());
            } catch (IOException e) {
                log.warn("Temporary names of a change set stay in '{}'", workspace.name(), e);
            }
        }

        private String sentence(Exception cause) {
            return cause instanceof IOException e
                    ? "'" + current.path() + "' cannot be written: " + Reasons.of(e) + "."
                    : cause.getMessage();
        }

        private String outcome(List<String> lost) {
            if (!lost.isEmpty()) {
                return " These files could not be put back and need a person: " + String.join(", ", lost)
                        + ". Their content before is kept in Patchgate's data folder.";
            }
            return touched.isEmpty() ? " Nothing was written." : " All files are as they were before.";
        }
    }
}
