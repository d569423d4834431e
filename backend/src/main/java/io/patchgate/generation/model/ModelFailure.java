package io.patchgate.generation.model;

import java.time.Duration;
import java.util.Locale;

/**
 * A call of a model came to nothing. The message is a sentence for people: it holds no key, and of what a server said
 * at most a short, cleaned piece.
 */
public final class ModelFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Every way in which a call can fail; the label of a metric. */
    public enum Kind {
        /** No connection, or it was lost before an answer began. */
        UNREACHABLE(true),
        /** The answer began and broke off. */
        CUT_OFF(true),
        TIMED_OUT(false),
        /** The server wants to be asked less often. */
        RATE_LIMITED(true),
        SERVER_ERROR(true),
        /** The server does not take the call: a wrong key, an unknown model, a prompt that is too long. */
        REJECTED(false),
        /** The model's program ended otherwise than it should. */
        PROGRAM_FAILED(false),
        /** There is no sandbox to run the model's program in. */
        NOT_RUN(false),
        /** What came is not what the protocol says. */
        MALFORMED(false),
        TOO_LONG(false),
        /** The model declined to answer. */
        REFUSED(false),
        /** As many calls as may be are under way. */
        BUSY(true),
        /** What may be used in a day is used. */
        OVER_BUDGET(false),
        CANCELLED(false),
        /** Whether there is budget left cannot be known now. */
        UNAVAILABLE(false);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final Duration retryAfter;

    ModelFailure(Kind kind, String message) {
        this(kind, message, Duration.ZERO);
    }

    /** @param retryAfter what the server asked to wait, or zero */
    ModelFailure(Kind kind, String message, Duration retryAfter) {
        // No stack: where it happened is said by the kind, and what a cause says may hold what must not be told.
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed a little later. */
    boolean passing() {
        return kind.passing;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
