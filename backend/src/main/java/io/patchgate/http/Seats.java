package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import java.util.HashMap;
import java.util.Map;

/** How many event streams are open on this node, and for whom. Safe from any thread. */
final class Seats {
    static final int MOST = 10_000;
    static final int MOST_PER_SUBJECT = 50;

    private final Map<String, Integer> bySubject = new HashMap<>();
    private int taken;

    /** @throws Failure {@code QUOTA} when the caller has too many already, {@code OVERLOADED} when all have */
    synchronized void take(String subject) {
        if (taken >= MOST) {
            throw new Failure(FailureKind.OVERLOADED, "Too many event streams are open.");
        }
        if (bySubject.getOrDefault(subject, 0) >= MOST_PER_SUBJECT) {
            throw new Failure(FailureKind.QUOTA, "One caller has at most " + MOST_PER_SUBJECT + " event streams open.");
        }
        bySubject.merge(subject, 1, Integer::sum);
        taken++;
    }

    synchronized void release(String subject) {
        bySubject.computeIfPresent(subject, (name, count) -> count == 1 ? null : count - 1);
        taken--;
    }

    synchronized int taken() {
        return taken;
    }
}
