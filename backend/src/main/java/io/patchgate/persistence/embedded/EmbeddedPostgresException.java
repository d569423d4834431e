package io.patchgate.persistence.embedded;

/**
 * The embedded server could not be started, or not closed and durable enough to be used. The message is one sentence
 * for the operator and holds no password; what PostgreSQL itself said is at its end or in the log folder it names.
 */
public final class EmbeddedPostgresException extends RuntimeException {
    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
