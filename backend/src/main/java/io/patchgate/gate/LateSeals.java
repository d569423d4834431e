package io.patchgate.gate;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what was denied. Where its agent took it back before the verdict, an allowed submission would not be written at
 * all; so neither is this one now, while the agent may still be listening, but some seconds later. A restart in between
 * finds it again among what has no verdict.
 */
final class LateSeals {
    private static final Logger log = LoggerFactory.getLogger(LateSeals.class);
    private static final int EARLIEST_MILLIS = 2_000;
    private static final int LATEST_MILLIS = 12_000;
    /** Each holds a proposal in memory; what is more is sealed at once. */
    private static final int MAX_PUT_OFF = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final SecureRandom random = new SecureRandom();
    private int putOff;

    LateSeals(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** Succeeds when it is sealed or put off; fails where trying again may help. */
    Future<Void> sealOrPutOff(Store.Sealing sealing) {
        return bus.ask(Addresses.STORE_SEAL, sealing)
                .recover(cause -> conflict(cause) ? putOff(sealing.madeLate()) : Future.failedFuture(cause));
    }

    void sealIfDenied(Judgement judgement) {
        if (judgement instanceof Judgement.Seal seal) {
            putOff++;
            later(seal.sealing().madeLate());
        }
    }

    private Future<Void> putOff(Store.Sealing sealing) {
        if (putOff >= MAX_PUT_OFF) {
            return bus.ask(Addresses.STORE_SEAL, sealing);
        }
        putOff++;
        later(sealing);
        return Future.succeededFuture();
    }

    private void later(Store.Sealing sealing) {
        int delay = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
        vertx.setTimer(
                delay,
                timer -> bus.ask(Addresses.STORE_SEAL, sealing).onComplete(result -> {
                    if (result.failed() && !conflict(result.cause())) {
                        log.warn(
                                "A denied submission waits to be sealed: {}",
                                result.cause().getMessage());
                        later(sealing);
                    } else {
                        putOff--;
                    }
                }));
    }

    private static boolean conflict(Throwable cause) {
        return cause instanceof Failure failure && failure.kind() == FailureKind.CONFLICT;
    }
}
