package io.patchgate.checks;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.patch.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks of one kind, so many at a time: claims the next one that waits, runs it and says how it ended. What is
 * not said, because the service was killed or the request log is away, is claimed and run again when the lease is over.
 * Used on one context.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final long RENEW_MILLIS = TimeUnit.SECONDS.toMillis(8);
    private static final int MOST_ATTEMPTS = 3;

    private final Vertx vertx;
    private final Bus bus;
    private final Checking.Ask ask;
    private final int most;
    private final Task task;
    private final WorkerExecutor threads;
    private int running;
    private boolean asking;
    private boolean askAgain;
    private boolean stopped;

    /** What is done, on a thread of the lane. */
    @FunctionalInterface
    interface Task {
        /** @return empty when the service stops */
        Optional<Outcome> run(Checking.Claim claim) throws Exception;
    }

    Lane(Vertx vertx, Bus bus, Check.Kind kind, List<String> workspaces, int most, Task task) {
        this.vertx = vertx;
        this.bus = bus;
        this.ask = new Checking.Ask(kind, workspaces);
        this.most = most;
        this.task = task;
        threads = vertx.createSharedWorkerExecutor("patchgate-check-" + kind.id(), most, 2, TimeUnit.HOURS);
    }

    void stop() {
        stopped = true;
    }

    /** Looks for something to do, now or as soon as the look that is under way has ended. */
    void wake() {
        askAgain = true;
        if (stopped || asking || running >= most) {
            return;
        }
        asking = true;
        askAgain = false;
        bus.ask(Addresses.STORE_CHECK_CLAIM, ask).onComplete(answer -> {
            asking = false;
            if (answer.failed()) {
                log.debug("No check can be claimed: {}", answer.cause().getMessage());
                return;
            }
            answer.result().ifPresent(this::begin);
            if (answer.result().isPresent() || askAgain) {
                wake();
            }
        });
    }

    private void begin(Checking.Claim claim) {
        if (claim.changes() == null) {
            return;
        }
        running++;
        long renewing = vertx.setPeriodic(RENEW_MILLIS, timer -> bus.ask(Addresses.STORE_CHECK_RENEW, claim));
        long start = System.nanoTime();
        threads.executeBlocking(() -> run(claim), false)
                .compose(outcome ->
                        outcome.isEmpty() ? Future.<Void>succeededFuture() : end(claim, outcome.get(), start))
                .onFailure(cause -> log.warn(
                        "The check '{}' of {} is run again later: {}",
                        claim.name(),
                        claim.requestId(),
                        cause.getMessage()))
                .onComplete(done -> {
                    vertx.cancelTimer(renewing);
                    running--;
                    wake();
                });
    }

    private Optional<Outcome> run(Checking.Claim claim) {
        if (claim.attempt() > MOST_ATTEMPTS) {
            return Optional.of(
                    Outcome.notRun("It was begun " + MOST_ATTEMPTS + " times, and the service ended each time."));
        }
        try {
            return task.run(claim);
        } catch (Exception e) {
            log.error("The check '{}' of {} failed to run", claim.name(), claim.requestId(), e);
            return Optional.of(Outcome.notRun("It could not be run; the service's log says why."));
        }
    }

    private Future<Void> end(Checking.Claim claim, Outcome outcome, long start) {
        return bus.ask(
                Addresses.STORE_CHECK_END,
                new Checking.End(
                        claim.requestId(),
                        claim.name(),
                        claim.attempt(),
                        outcome.status(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                        outcome.exitCode(),
                        outcome.summary(),
                        outcome.log()));
    }
}
