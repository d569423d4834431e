package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import java.util.List;
import java.util.UUID;

/** What is asked of and answered about checks ({@code store.check-*}, {@code checks.*}). */
public final class Checking {
    private Checking() {}

    /** The next check of a kind that waits, in one of these workspaces. */
    public record Ask(Check.Kind kind, List<String> workspaces) {}

    /**
     * A check that is one node's for as long as he renews it.
     *
     * @param attempt counts the claims since it was queued
     * @param changes the content of the submission; null where there is nothing to run, because the request was decided
     */
    public record Claim(UUID requestId, String name, int attempt, String workspace, List<Change> changes) {}

    /**
     * How a check ended.
     *
     * @param exitCode null where no command ended by itself
     * @param log null where there is none
     */
    public record End(
            UUID requestId,
            String name,
            int attempt,
            Check.Status status,
            long durationMillis,
            Integer exitCode,
            String summary,
            String log) {}

    /** @param name null for all that Patchgate runs itself */
    public record Again(UUID requestId, String name, Actor actor) {}

    /**
     * What another machine says.
     *
     * @param status running, passed or failed
     * @param durationMillis may be null, as {@code summary} and {@code log} may
     */
    public record Report(
            UUID requestId,
            String name,
            Actor actor,
            Check.Status status,
            Long durationMillis,
            String summary,
            String log) {}

    public record Named(UUID requestId, String name) {}

    /** @param text as far as it has come; may be empty */
    public record Log(Check.Status status, String text) {}

    /** A check ended, of a request that reviewers see or do not; for the metrics. */
    public record Ended(Check.Kind kind, Check.Status status, Long durationMillis) {}
}
