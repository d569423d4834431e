package io.patchgate.bus;

import io.patchgate.patch.Actor;
import io.patchgate.patch.Revision;
import io.patchgate.patch.WorkspacePath;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What reviewers do with a request besides deciding: revising it, talking about it ({@code revision.*}, {@code store.*}). */
public final class Reviewing {
    private Reviewing() {}

    /**
     * What belongs to a request and its revisions, as its reviewers and its agent may know it.
     *
     * @param revision how a person made this request; null where an agent sent it
     * @param supersededBy the request that replaced it; null when there is none
     * @param comments on it and on those that it supersedes, oldest first
     */
    public record Conversation(Revision revision, Successor supersededBy, List<Comment> comments) {
        public static final Conversation NONE = new Conversation(null, null, List.of());

        public Conversation withoutSuccessor() {
            return new Conversation(revision, null, comments);
        }

        /** Whether somebody has asked for changes of this very request. */
        public boolean changesWanted(UUID requestId) {
            return comments.stream()
                    .anyMatch(comment ->
                            comment.changesWanted() && comment.requestId().equals(requestId));
        }
    }

    /** @param revision how a person made it; null where the agent sent it */
    public record Successor(UUID requestId, Revision revision) {}

    /** @param anchor null where the request as a whole is meant */
    public record Comment(
            long id, UUID requestId, String author, Instant at, String body, boolean changesWanted, Anchor anchor) {}

    /**
     * One line of a request's file.
     *
     * @param line counted from 1
     */
    public record Anchor(WorkspacePath target, Side side, int line) {}

    /** Before the change, or after it. */
    public enum Side {
        BEFORE,
        AFTER
    }

    public record NewComment(UUID requestId, Actor actor, String body, boolean changesWanted, Anchor anchor) {}

    /**
     * Some hunks of a request to go on with.
     *
     * @param approvalKey of what the reviewer was shown
     */
    public record Reduce(UUID requestId, Actor actor, String approvalKey, List<Kept> kept) {}

    /** @param hunks of the server's diff, counted from 0; null for the whole file */
    public record Kept(String target, Set<Integer> hunks) {}

    /** @param mergeKey of the merge that the reviewer was shown */
    public record Merge(UUID requestId, Actor actor, String mergeKey) {}

    /** @param comment may be null */
    public record Revert(UUID requestId, Actor actor, String comment) {}

    /**
     * What bringing a change together with the present comes to.
     *
     * @param mergeKey names the present it was made of
     * @param diff against the present; null where there is a conflict
     * @param interdiff against what the request would have left; null with {@code diff}
     * @param conflicts empty where it can be made
     * @param later requests that were applied to one of its files since, where it is one to take back
     */
    public record Merged(
            String mergeKey, String diff, String interdiff, List<Conflict> conflicts, List<Store.Later> later) {
        public boolean clean() {
            return conflicts.isEmpty();
        }
    }

    /**
     * Where a change and the present do not go together.
     *
     * @param reason a sentence
     * @param from the first line of the file as it is now; 0 where the whole file is meant
     */
    public record Conflict(WorkspacePath target, String reason, int from, int to) {}

    /** @param rebased whether the two were made on different files, so that the difference holds others' changes too */
    public record Interdiff(UUID requestId, UUID supersedes, String diff, boolean rebased) {}
}
