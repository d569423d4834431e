package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Entry;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says whether paths of one workspace may be written: by their names first, then by what they are on
 * disk. It reads no content and changes nothing. Until the run-time additions have been given it
 * judges nothing, so that a path that an admin protected is never open for a moment after a start.
 *
 * <p>The promise ends at the filesystem's own: a folder mounted twice into the workspace has two
 * identities. Safe for use by several threads.
 */
public final class Gate implements Guard {
    private final Workspace workspace;
    private final Surveys surveys;
    private volatile ProtectedPaths policy;
    private volatile boolean complete;
    private final Demands demands;

    /** As with the review rules that hold where nothing is set. */
    public Gate(Workspace workspace, ProtectedPaths policy) {
        this(workspace, policy, ReviewRules.STANDARD);
    }

    /** @param policy what is protected from the start; additions follow by {@link #protect} */
    public Gate(Workspace workspace, ProtectedPaths policy, ReviewRules rules) {
        this(workspace, policy, rules, Surveys.FRESH);
    }

    Gate(Workspace workspace, ProtectedPaths policy, Duration fresh) {
        this(workspace, policy, ReviewRules.STANDARD, fresh);
    }

    private Gate(Workspace workspace, ProtectedPaths policy, ReviewRules rules, Duration fresh) {
        this.workspace = workspace;
        this.policy = policy;
        this.surveys = new Surveys(workspace, this::exists, fresh);
        this.demands = new Demands(rules, new KernelDependencies(workspace, this::policy));
    }

    /** How many people a request needs: asked beside the verdict, never part of it. */
    Demands demands() {
        return demands;
    }

    public Workspace workspace() {
        return workspace;
    }

    public ProtectedPaths policy() {
        return policy;
    }

    /** Adds what was protected at run time; from the return on every verdict heeds it. */
    public synchronized void protect(Collection<PolicyEntry> additions) throws InvalidPolicy {
        policy = policy.with(additions);
    }

    /** Everything that was protected at run time has been given; judging may begin. */
    public void ready() {
        complete = true;
    }

    /**
     * Looks at every member of a set, also after one that is denied: it must take as long either way.
     *
     * @throws WorkspaceUnavailable when the workspace cannot be read or the policy is not complete yet, and nothing that
     *     could be read is denied
     */
    public Verdict judge(List<WorkspacePath> targets) throws WorkspaceUnavailable {
        Verdict verdict = new Verdict.Allowed();
        WorkspaceUnavailable unavailable = null;
        for (WorkspacePath target : targets) {
            try {
                Verdict member = judge(target);
                verdict = verdict instanceof Verdict.Denied ? verdict : member;
            } catch (WorkspaceUnavailable e) {
                unavailable = e;
            }
        }
        if (unavailable != null && verdict instanceof Verdict.Allowed) {
            throw unavailable;
        }
        return verdict;
    }

    private Verdict judge(WorkspacePath target) throws WorkspaceUnavailable {
        try (Resolution resolution = workspace.resolve(target)) {
            Optional<Refusal> refusal = refusal(resolution);
            if (refusal.isPresent()) {
                return new Verdict.Denied(
                        refusal.get().rule() + ": " + refusal.get().explanation(), target, resolution.description());
            }
            if (resolution instanceof Resolution.Unreadable unreadable) {
                throw new WorkspaceUnavailable(
                        "The workspace '" + workspace.name() + "' cannot be read in part.", unreadable.reason());
            }
            return new Verdict.Allowed();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A path that cannot be walked is judged by its name alone: there is no folder to write it through.
     */
    @Override
    public Optional<Refusal> refusal(Resolution resolution) throws WorkspaceUnavailable {
        return ruling(resolution).map(Ruling::refusal);
    }

    /**
     * What is denied by its name is looked at as closely as the rest: a quicker denial would be heard in the agent's
     * next call.
     */
    Optional<Ruling> ruling(Resolution resolution) throws WorkspaceUnavailable {
        if (!complete) {
            throw new WorkspaceUnavailable("The policy of the workspace '" + workspace.name() + "' is being loaded.");
        }
        // One policy for the whole judgement, whatever is added meanwhile.
        ProtectedPaths current = policy;
        Survey survey = surveys.of(current);
        Optional<Ruling> byName = byName(resolution.path().value(), current, survey);
        try {
            Optional<Ruling> byIdentity = byIdentity(resolution, current, survey);
            return byName.isPresent() ? byName : byIdentity;
        } catch (WorkspaceUnavailable e) {
            // What its name protects is protected whatever can be read.
            if (byName.isPresent()) {
                return byName;
            }
            throw e;
        }
    }

    private boolean exists(String path) throws WorkspaceUnavailable {
        WorkspacePath canonical;
        try {
            canonical = new WorkspacePath(path);
        } catch (WorkspacePath.InvalidPath e) {
            // One character too long for a path: no request could name it either.
            return false;
        }
        try (Resolution resolution = workspace.resolve(canonical)) {
            return !(resolution instanceof Resolution.Missing || resolution instanceof Resolution.Obstructed);
        }
    }

    private Optional<Ruling> byIdentity(Resolution resolution, ProtectedPaths current, Survey survey)
            throws WorkspaceUnavailable {
        workspace.requireContent(resolution);
        if (resolution instanceof Resolution.Link) {
            return Optional.of(Ruling.link());
        }
        Optional<Ruling> ruling =
                resolution instanceof Resolution.RegularFile file ? byOtherNames(file, current) : Optional.empty();
        return ruling.isPresent()
                ? ruling
                : survey.protectedName(resolution.path().value());
    }

    private static Optional<Ruling> byName(String path, ProtectedPaths current, Survey survey)
            throws WorkspaceUnavailable {
        Optional<Ruling> ruling = current.ruling(path, survey);
        if (ruling.isPresent()) {
            return ruling;
        }
        Optional<String> shortName = ForeignNames.shortName(path);
        if (shortName.isPresent()) {
            // Which long name it would stand for is known to that filesystem alone.
            return Optional.of(Ruling.shortName(shortName.get()));
        }
        Optional<String> file = ForeignNames.withoutStreams(path);
        return file.isPresent() ? current.ruling(file.get(), survey) : Optional.empty();
    }

    private Optional<Ruling> byOtherNames(Resolution.RegularFile file, ProtectedPaths current)
            throws WorkspaceUnavailable {
        Entry entry = file.entry();
        OptionalInt names = workspace.links(file.path(), entry);
        if (names.isPresent() && names.getAsInt() == 1) {
            return Optional.empty();
        }
        // Where the number of names cannot be told, all of the workspace is looked through.
        return HardLinks.protectedName(workspace, current, entry.key());
    }
}
