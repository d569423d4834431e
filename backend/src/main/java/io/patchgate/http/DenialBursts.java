package io.patchgate.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the gate denied the busiest single sender of late: one number, since a label for every sender would let
 * senders make series without end. Who it is, auditors read. Both the senders and the times kept of each are bounded.
 */
final class DenialBursts {
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final int MAX_SENDERS = 1_000;
    static final int MAX_DENIALS = 1_000;

    private final Clock clock;
    /** The one that was denied longest ago comes first. */
    private final Map<String, Deque<Instant>> denials = new LinkedHashMap<>();

    DenialBursts(Clock clock) {
        this.clock = clock;
    }

    synchronized void denied(String sender) {
        Deque<Instant> times = denials.remove(sender);
        times = times == null ? new ArrayDeque<>() : times;
        if (times.size() >= MAX_DENIALS) {
            times.removeFirst();
        }
        times.addLast(clock.instant());
        denials.put(sender, times);
        if (denials.size() > MAX_SENDERS) {
            denials.remove(denials.keySet().iterator().next());
        }
    }

    /** Within the window, at most {@link #MAX_DENIALS}. */
    synchronized int largest() {
        Instant oldest = clock.instant().minus(WINDOW);
        int largest = 0;
        for (var senders = denials.values().iterator(); senders.hasNext(); ) {
            Deque<Instant> times = senders.next();
            while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
                times.removeFirst();
            }
            if (times.isEmpty()) {
                senders.remove();
            }
            largest = Math.max(largest, times.size());
        }
        return largest;
    }
}
