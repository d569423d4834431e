package io.patchgate.gate;

import io.patchgate.workspace.Workspace;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.time.Duration;

/**
 * The latest survey of a workspace, made again when it is old. Looking takes the longer the larger
 * the workspace is, so it is old after a fixed time or twenty times as long as the looking took,
 * whichever is more: a twentieth of one thread at most goes into it.
 */
final class Surveys {
    static final Duration FRESH = Duration.ofSeconds(5);
    private static final int SHARE = 20;

    private final Workspace workspace;
    private final Shadowing.Existence disk;
    private final long fresh;
    private volatile Dated latest;

    Surveys(Workspace workspace, Shadowing.Existence disk, Duration fresh) {
        this.workspace = workspace;
        this.disk = disk;
        this.fresh = fresh.toNanos();
    }

    /** A survey by this very policy. */
    Survey of(ProtectedPaths policy) throws WorkspaceUnavailable {
        Dated found = latest;
        return holds(found, policy) ? found.survey() : renewed(policy);
    }

    private synchronized Survey renewed(ProtectedPaths policy) throws WorkspaceUnavailable {
        if (!holds(latest, policy)) {
            long start = System.nanoTime();
            Survey survey = Survey.of(workspace, policy, disk);
            long end = System.nanoTime();
            latest = new Dated(policy, survey, end + (fresh == 0 ? 0 : Math.max(fresh, SHARE * (end - start))));
        }
        return latest.survey();
    }

    private static boolean holds(Dated dated, ProtectedPaths policy) {
        return dated != null && dated.policy() == policy && System.nanoTime() - dated.until() < 0;
    }

    private record Dated(ProtectedPaths policy, Survey survey, long until) {}
}
