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
}
