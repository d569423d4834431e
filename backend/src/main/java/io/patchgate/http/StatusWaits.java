package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Callers of one verticle instance that wait for a request to move. A wait is registered before the
 * status is read, so that a move in between is not missed. Used on the instance's event loop alone.
 */
final class StatusWaits {
    static final int MAX_WAITS = 10_000;
    static final int MAX_WAITS_PER_SUBJECT = 50;

    private final Vertx vertx;
    private final Map<UUID, Set<Wait>> byRequest = new HashMap<>();
    private final Map<String, Integer> bySubject = new HashMap<>();
    private int size;

    private StatusWaits(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Listens from now on, on the calling verticle's context. */
    static StatusWaits listen(Vertx vertx, Bus bus) {
        StatusWaits waits = new StatusWaits(vertx);
        bus.on(Addresses.SUBMISSION_CHANGED, waits::changed);
        return waits;
    }

    /**
     * Begins to listen to a request.
     *
     * @param subject whose calls are counted, or null for a wait that ends by itself soon
     * @throws Failure {@code QUOTA} when the caller waits too often already, {@code OVERLOADED} when all do
     */
    Wait open(UUID requestId, String subject) {
        if (size >= MAX_WAITS) {
            throw new Failure(FailureKind.OVERLOADED, "Too many calls are waiting.");
        }
        if (subject != null && bySubject.getOrDefault(subject, 0) >= MAX_WAITS_PER_SUBJECT) {
            throw new Failure(FailureKind.QUOTA, "One caller has at most " + MAX_WAITS_PER_SUBJECT + " calls waiting.");
        }
        Wait wait = new Wait(requestId, subject);
        byRequest.computeIfAbsent(requestId, id -> new LinkedHashSet<>()).add(wait);
        if (subject != null) {
            bySubject.merge(subject, 1, Integer::sum);
        }
        size++;
        return wait;
    }

    int size() {
        return size;
    }

    private void changed(Events.SubmissionChanged event) {
        Set<Wait> waits = byRequest.get(event.requestId());
        if (waits != null) {
            List.copyOf(waits).forEach(wait -> wait.moved(event.status()));
        }
    }

    private void remove(Wait wait) {
        Set<Wait> waits = byRequest.get(wait.requestId);
        if (waits == null || !waits.remove(wait)) {
            return;
        }
        if (waits.isEmpty()) {
            byRequest.remove(wait.requestId);
        }
        if (wait.subject != null) {
            bySubject.computeIfPresent(wait.subject, (name, count) -> count == 1 ? null : count - 1);
        }
        size--;
    }

    /** One caller's listening; must be closed. */
    final class Wait {
        private final UUID requestId;
        private final String subject;
        private final Promise<PatchStatus> reached = Promise.promise();
        private PatchStatus latest;
        private Predicate<PatchStatus> wanted;
        private long timer = -1;

        private Wait(UUID requestId, String subject) {
            this.requestId = requestId;
            this.subject = subject;
        }

        /** The status once it is a wanted one, or null when the time is up or the wait was closed. */
        Future<PatchStatus> until(Predicate<PatchStatus> wanted, Duration atMost) {
            this.wanted = wanted;
            if (latest != null && wanted.test(latest)) {
                reached.tryComplete(latest);
            } else {
                timer = vertx.setTimer(Math.max(1, atMost.toMillis()), fired -> reached.tryComplete());
            }
            return reached.future();
        }

        void close() {
            remove(this);
            if (timer >= 0) {
                vertx.cancelTimer(timer);
                timer = -1;
            }
            reached.tryComplete();
        }

        private void moved(PatchStatus status) {
            latest = status;
            if (wanted != null && wanted.test(status)) {
                reached.tryComplete(status);
            }
        }
    }
}
