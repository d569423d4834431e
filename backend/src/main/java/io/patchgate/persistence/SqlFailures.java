package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that knows SQLSTATE and how a lost connection shows itself. */
final class SqlFailures {
    private static final Logger log = LoggerFactory.getLogger(SqlFailures.class);

    private SqlFailures() {}

    static Failure of(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (lost(cause)) {
            log.warn("The database is away: {}", cause.toString());
            return new Failure(FailureKind.UNAVAILABLE, "The database cannot be reached at the moment.");
        }
        if (cause instanceof PgException pg && ("57014".equals(pg.getSqlState()) || "55P03".equals(pg.getSqlState()))) {
            return new Failure(FailureKind.TIMED_OUT, "The database did not answer in time.");
        }
        log.error("A statement failed", cause);
        return new Failure(FailureKind.INTERNAL, "An internal error occurred.");
    }

    /** Whether the connection is gone or the server cannot serve, as opposed to a statement that failed. */
    static boolean lost(Throwable cause) {
        if (cause instanceof PgException pg) {
            String state = pg.getSqlState();
            return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
        }
        return cause instanceof ClosedConnectionException
                || cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof io.vertx.core.VertxException
                || cause.getClass().getSimpleName().equals("NoStackTraceThrowable")
                || cause.getClass().getSimpleName().equals("NoStackTraceTimeoutException")
                || cause.getCause() != null && cause.getCause() != cause && lost(cause.getCause());
    }
}
