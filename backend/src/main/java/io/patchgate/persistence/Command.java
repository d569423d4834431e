package io.patchgate.persistence;

import io.vertx.core.Future;

/**
 * A write. It may run more than once, each time in a new transaction, and must not have written
 * anything when it fails with a {@link io.patchgate.bus.Failure}; any other failure undoes the
 * transaction.
 */
@FunctionalInterface
interface Command<R> {
    Future<R> in(Unit unit);

    /** Whether it may add to the ledger, whose lock is then taken when the transaction begins. */
    default boolean records() {
        return true;
    }

    /** The same command, which promises to add nothing to the ledger. */
    static <R> Command<R> unrecorded(Command<R> command) {
        return new Command<>() {
            @Override
            public Future<R> in(Unit unit) {
                return command.in(unit);
            }

            @Override
            public boolean records() {
                return false;
            }
        };
    }
}
