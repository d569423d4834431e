package io.patchgate.application;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Backoff;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Canaries;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Tells the request log what became of the disk, again and again until it is known to have heard.
 * What is told is never worked out anew: a report that was lost on the way may still arrive, and a
 * second attempt with another outcome would contradict it.
 */
final class Reports {
    private final Vertx vertx;
    private final Bus bus;
    private boolean closed;

    Reports(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    void close() {
        closed = true;
    }

    Future<Void> finish(Store.Finish finish) {
        return tell(Addresses.STORE_FINISH, finish);
    }

    Future<Void> startCanary(Canaries.Start start) {
        return tell(Addresses.STORE_CANARY_STARTED, start);
    }

    Future<Void> endCanaryAct(Canaries.ActEnd end) {
        return tell(Addresses.STORE_END_CANARY_ACT, end);
    }

    Future<Void> endRollback(Store.RollbackEnd end) {
        return tell(Addresses.STORE_END_ROLLBACK, end);
    }

    private <Q> Future<Void> tell(Address<Q, Void> address, Q report) {
        return attempt(address, report, Backoff.standard());
    }

    private <Q> Future<Void> attempt(Address<Q, Void> address, Q report, Backoff backoff) {
        return bus.ask(address, report).recover(cause -> {
            if (settled(cause)) {
                return Future.succeededFuture();
            }
            return closed
                    ? Future.failedFuture(cause)
                    : vertx.timer(backoff.next(), TimeUnit.MILLISECONDS)
                            .compose(again -> attempt(address, report, backoff));
        });
    }

    /** The log has it already, from an attempt whose answer did not come in time. */
    private static boolean settled(Throwable cause) {
        return cause instanceof Failure failure
                && (failure.kind() == FailureKind.CONFLICT || failure.kind() == FailureKind.NOT_FOUND);
    }
}
