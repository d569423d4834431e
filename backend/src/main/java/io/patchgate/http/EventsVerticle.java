package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * What the event streams of a node share: one reader of the ledger and one count of seats. It looks at
 * the ledger when something was committed here, and every few seconds for what other processes wrote.
 * One instance a node, deployed before the http instances.
 */
public final class EventsVerticle extends VerticleBase {
    private static final long POLL_MILLIS = 2_000;
    private static final int LATEST_MILLIS = 300;

    private final Bus bus;
    private final Revocations revocations;
    private final Clock clock;
    private final EventFeed feed;
    private final Seats seats = new Seats();
    private final SecureRandom random = new SecureRandom();
    private boolean soon;

    /** @param highConfidence above which a request's events say so */
    public EventsVerticle(
            Bus bus, LedgerPosition position, double highConfidence, Revocations revocations, Clock clock) {
        this.bus = bus;
        this.revocations = revocations;
        this.clock = clock;
        this.feed = new EventFeed(EventSource.of(bus), new EventFrames(highConfidence), position);
    }

    @Override
    public Future<?> start() {
        bus.on(Addresses.PATCH_DECIDED, change -> feed.wake(change.sequence()));
        bus.on(Addresses.PATCH_CHANGED, change -> wakeSoon());
        bus.on(Addresses.SEALED_CHANGED, change -> wakeSoon());
        bus.on(Addresses.STOP_CHANGED, change -> feed.wake(change.sequence()));
        vertx.setPeriodic(POLL_MILLIS, timer -> feed.wake());
        feed.wake();
        // So that the first subscriber is not sent away; where the log is away he must be.
        return feed.opened().timeout(POLL_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /**
     * What was denied is told to nobody, and telling everybody takes a while. So what the gate or an agent did is read
     * at a moment that has nothing to do with when it was done: an agent must not be able to feel in its next call
     * which of its submissions was told.
     */
    private void wakeSoon() {
        if (!soon) {
            soon = true;
            vertx.setTimer(1 + random.nextInt(LATEST_MILLIS), timer -> {
                soon = false;
                feed.wake();
            });
        }
    }

    /** For one http instance. */
    public EventStream stream() {
        return new EventStream(feed, seats, revocations::contains, clock);
    }

    Seats seats() {
        return seats;
    }

    /** The newest visible sequence that this node has read; -1 before the first. */
    long newest() {
        return feed.recent() == null ? -1 : feed.recent().newest();
    }

    /** How many streams are open on this node. */
    public int subscribers() {
        return seats.taken();
    }
}
