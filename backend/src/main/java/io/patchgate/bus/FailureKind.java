package io.patchgate.bus;

/** Every way in which a command can fail. {@code http} holds the one table from these to a status. */
public enum FailureKind {
    /** What was asked for is not well-formed or does not fit what is on disk. */
    INVALID,
    /** No such thing, or none that the asker may see. */
    NOT_FOUND,
    /** Known, but not for this person. */
    FORBIDDEN,
    /** The thing is no longer in the state that the command needs. */
    CONFLICT,
    /** The asker has too much open already. */
    QUOTA,
    /** A queue is full; nothing was stored. */
    OVERLOADED,
    /** The database or a workspace cannot be reached. */
    UNAVAILABLE,
    /** No answer in time; the outcome is not known. */
    TIMED_OUT,
    /** A defect; details are in the log only. */
    INTERNAL;

    /** Whether it is a refusal: the same command would fail again as things are, and nothing was begun. */
    public boolean refusal() {
        return switch (this) {
            case INVALID, NOT_FOUND, FORBIDDEN, CONFLICT, QUOTA -> true;
            case OVERLOADED, UNAVAILABLE, TIMED_OUT, INTERNAL -> false;
        };
    }
}
