package io.patchgate.generation.model;

import io.patchgate.bus.Backoff;
import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Asks again what may be asked again: after the pause that the server names, or growing ones. What the model itself
 * did wrong, and what ran out of time or budget, is not tried again.
 */
final class PatientModel implements Model {
    /** Longer than this is for the next run, not for this one. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final Model model;
    private final int retries;
    private final Duration firstPause;

    PatientModel(Vertx vertx, Model model, int retries, Duration firstPause) {
        this.vertx = vertx;
        this.model = model;
        this.retries = retries;
        this.firstPause = firstPause;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Answer> complete(Prompt prompt, Cancellation cancellation) {
        return attempt(prompt, cancellation, retries, new Backoff(firstPause, LONGEST_PAUSE));
    }

    private Future<Answer> attempt(Prompt prompt, Cancellation cancellation, int left, Backoff backoff) {
        return model.complete(prompt, cancellation).recover(cause -> {
            Duration pause = Duration.ofMillis(backoff.next());
            if (left == 0
                    || !(cause instanceof ModelFailure failure)
                    || !failure.passing()
                    || failure.retryAfter().compareTo(LONGEST_PAUSE) > 0) {
                return Future.failedFuture(cause);
            }
            Duration longer = failure.retryAfter().compareTo(pause) > 0 ? failure.retryAfter() : pause;
            return paused(longer, cancellation).compose(rested -> attempt(prompt, cancellation, left - 1, backoff));
        });
    }

    private Future<Void> paused(Duration pause, Cancellation cancellation) {
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, pause.toMillis()), fired -> over.tryComplete());
        Runnable cancelled = () -> {
            vertx.cancelTimer(timer);
            over.tryFail(new ModelFailure(Kind.CANCELLED, "The call of the model was cancelled."));
        };
        cancellation.onCancel(cancelled);
        return over.future().onComplete(done -> cancellation.forget(cancelled));
    }
}
