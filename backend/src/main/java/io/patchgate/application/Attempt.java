package io.patchgate.application;

import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at all steps of a change set and its commit; what it made is put back when one fails. */
final class Attempt {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final AllOrNothing writing;
    private final Disk disk;
    private final Workspace workspace;
    private final List<Step> steps;
    private final Transition transition;
    private final Optional<CommitStage> commit;
    private final boolean resumed;
    /** Steps that this attempt or, before a kill, an earlier one made or began to make. */
    private final List<Integer> touched = new ArrayList<>();

    private Journal.Page page;
    /** The file that is worked on; null while it is the repository. */
    private Step current;

    /** @param resumed whether an earlier attempt may have made some of it */
    Attempt(
            AllOrNothing writing,
            Disk disk,
            AllOrNothing.Task task,
            Journal.Page page,
            Transition transition,
            boolean resumed) {
        this.writing = writing;
        this.disk = disk;
        this.workspace = task.workspace();
        this.steps = task.steps();
        this.transition = transition;
        this.page = page;
        this.resumed = resumed;
        this.commit = task.commits()
                .map(commits ->
                        new CommitStage(commits, writing.preImages(), writing.journal(), disk, task, transition));
    }

    /** As far as it is known by now. */
    Journal.Page page() {
        return page;
    }

    /**
     * Whether an earlier attempt's commit is part of its branch, so that nothing is left to make.
     *
     * @throws WorkspaceUnavailable when that cannot be told now
     */
    boolean committed() throws WorkspaceUnavailable {
        return page.commit() != null && commit.isPresent() && commit.get().settled(page);
    }

    /** Makes all of it. */
    Journal.Page run() throws NotDone, WorkspaceUnavailable {
        try {
            forward();
            return page;
        } catch (NotDone | IOException e) {
            throw back(interpreted(e));
        }
    }

    private void forward() throws NotDone, IOException {
        List<Integer> prepared = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            current = steps.get(i);
            if (transition.prepare(i, current)) {
                prepared.add(i);
            } else if (resumed) {
                touched.add(i);
            }
        }
        current = null;
        if (commit.isPresent()) {
            if (prepared.isEmpty() && commit.get().exists()) {
                return;
            }
            commit.get().require();
        }
        for (int i : prepared) {
            current = steps.get(i);
            transition.make(i, current, () -> touched.add(i));
        }
        current = null;
        if (commit.isPresent()) {
            page = commit.get().make(page);
        }
    }

    private NotDone back(Exception cause) throws WorkspaceUnavailable {
        if (!(cause instanceof NotDone)) {
            log.warn("A change set of '{}' cannot be made", workspace.name(), cause);
        }
        List<String> lost = new ArrayList<>();
        for (int i = touched.size() - 1; i >= 0; i--) {
            Step step = steps.get(touched.get(i));
            try {
                transition.putBack(touched.get(i), step);
            } catch (NotDone | IOException e) {
                interpreted(e);
                log.error("'{}' cannot be put back", step.path(), e);
                lost.add("'" + step.path() + "'");
            }
        }
        clean();
        writing.ended(page.requestId());
        return new NotDone(sentence(cause) + outcome(lost), cause);
    }

    private void clean() throws WorkspaceUnavailable {
        try {
            writing.sweep(workspace, page, Optional.empty());
            NewFolders.remove(workspace, disk, page.folders());
        } catch (IOException e) {
            log.warn("Temporary names of a change set stay in '{}'", workspace.name(), e);
        }
    }

    private String sentence(Exception cause) {
        if (cause instanceof IOException e) {
            String what = current == null ? "The commit cannot be made" : "'" + current.path() + "' cannot be written";
            return what + ": " + Reasons.of(e) + ".";
        }
        return cause.getMessage();
    }

    private String outcome(List<String> lost) {
        if (!lost.isEmpty()) {
            return " These files could not be put back and need a person: " + String.join(", ", lost)
                    + ". Their content before is kept in Patchgate's data folder.";
        }
        return touched.isEmpty() ? " Nothing was written." : " All files are as they were before.";
    }

    /** Tells what is wrong with this change from what is wrong with the workspace or this thread. */
    private Exception interpreted(Exception e) throws WorkspaceUnavailable {
        if (e instanceof WorkspaceUnavailable unavailable) {
            throw unavailable;
        }
        if (e instanceof ClosedByInterruptException) {
            throw new WorkspaceUnavailable("Writing to '" + workspace.name() + "' was interrupted.", e);
        }
        return e;
    }
}
