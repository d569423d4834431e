package io.patchgate.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;

/**
 * A command failed in a known way. The message is for the asker: it holds no SQL, no path of the
 * machine and no content of a file.
 */
public final class Failure extends ReplyException {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final transient List<FieldError> errors;

    public Failure(FailureKind kind, String message) {
        this(kind, message, List.of());
    }

    public Failure(FailureKind kind, String message, List<FieldError> errors) {
        super(ReplyFailure.RECIPIENT_FAILURE, kind.ordinal(), message);
        this.kind = kind;
        this.errors = List.copyOf(errors);
    }

    public FailureKind kind() {
        return kind;
    }

    /** What is wrong with which field; empty but for {@link FailureKind#INVALID}. */
    public List<FieldError> errors() {
        return errors;
    }

    public static <T> Future<T> future(FailureKind kind, String message) {
        return Future.failedFuture(new Failure(kind, message));
    }

    public static Failure invalid(String field, String message) {
        return new Failure(
                FailureKind.INVALID,
                "The field '" + field + "' " + message + ".",
                List.of(new FieldError(field, message)));
    }

    /** @param field as in the request, with indices, for example {@code changes[3].diff} */
    public record FieldError(String field, String message) {}
}
