package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.http.Subscriber.Stretches;
import io.patchgate.patch.Actor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The subscribers of one http instance, on its event loop alone. One timer serves them all: their
 * heartbeats, and the end of those whose token has expired or was revoked, at most a second late (a
 * revocation on this node ends them at once).
 *
 * <p>What is told is what reviewers see anyway. Ids are ledger sequences, so their gaps tell how many
 * entries of any other kind, sealed ones among them, stand between two visible ones, as the timeline
 * tells too; never more, nor sooner: neither the position in a greeting nor the refusal of an id reaches
 * beyond the newest visible entry.
 */
public final class EventStream {
    private static final long TICK_MILLIS = 1_000;
    private static final int READS_AT_ONCE = 4;
    private static final long CLOSE_MILLIS = 1_000;

    /** Spread, so that the clients of a server that comes back do not come back in the same moment. */
    private static final int SHORTEST_RETRY = 1_000;

    private static final int LONGEST_RETRY = 3_000;

    private final EventFeed feed;
    private final Seats seats;
    private final Predicate<String> revoked;
    private final Clock clock;
    private final Set<Subscriber> subscribers = new LinkedHashSet<>();
    private final Turns turns = new Turns(READS_AT_ONCE);
    private Vertx vertx;
    private Runnable detach = () -> {};
    private long timer;
    private boolean stopped;

    EventStream(EventFeed feed, Seats seats, Predicate<String> revoked, Clock clock) {
        this.feed = feed;
        this.seats = seats;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** Listens from now on, on the calling verticle's context. */
    void start(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        Context context = vertx.getOrCreateContext();
        detach = feed.attach(now -> context.runOnContext(turn -> advance(now)));
        bus.on(
                Addresses.TOKEN_REVOKED,
                revocation -> end(actor -> actor.tokenId().equals(revocation.tokenId())));
        bus.on(Addresses.STALENESS_CHANGED, change -> {
            Buffer frame = EventFrames.staleness(change);
            each(subscriber -> subscriber.aside(frame));
        });
        timer = vertx.setPeriodic(TICK_MILLIS, fired -> tick());
    }

    /** Ends every stream, in order where the reader reads. */
    Future<Void> stop() {
        stopped = true;
        detach.run();
        vertx.cancelTimer(timer);
        return end(actor -> true).timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /**
     * Whether a client can have seen this id; a look at the ledger settles it where this node has not
     * read so far yet.
     */
    Future<Boolean> knows(long id) {
        RecentEvents recent = recent();
        return id <= recent.newest()
                ? Future.succeededFuture(true)
                : feed.newest().map(newest -> id <= newest);
    }

    /**
     * Greets and begins.
     *
     * @param after the id that the client saw last, or null for what comes from now on
     * @param outlet made, with the answer's head, once there is a seat
     * @return to be run when the client has gone
     */
    Runnable open(Actor actor, Long after, Supplier<Outlet> outlet) {
        RecentEvents recent = recent();
        seats.take(actor.subject());
        Outlet opened = outlet.get();
        Subscriber subscriber = new Subscriber(actor, opened, feed, turns, after == null ? recent.position() : after);
        subscribers.add(subscriber);
        long retry = ThreadLocalRandom.current().nextLong(SHORTEST_RETRY, LONGEST_RETRY);
        opened.write(EventFrames.hello(after == null ? recent.newest() : after, retry));
        subscriber.catchUp();
        return () -> {
            subscriber.gone();
            leave(subscriber);
        };
    }

    private RecentEvents recent() {
        RecentEvents recent = feed.recent();
        if (recent == null || stopped) {
            throw new Failure(FailureKind.UNAVAILABLE, "The service is starting or stopping.");
        }
        return recent;
    }

    private void advance(RecentEvents now) {
        Stretches stretches = new Stretches(now);
        each(subscriber -> subscriber.advance(now, stretches));
    }

    private void tick() {
        Instant now = clock.instant();
        end(actor -> !actor.expiresAt().isAfter(now) || revoked.test(actor.tokenId()));
        each(Subscriber::tick);
    }

    private Future<Void> end(Predicate<Actor> which) {
        List<Future<Void>> ends = new ArrayList<>();
        each(subscriber -> {
            if (which.test(subscriber.actor())) {
                ends.add(subscriber.end());
            }
        });
        return Future.join(ends).mapEmpty();
    }

    /** Over a copy, since some leave by what is done to them. */
    private void each(Consumer<Subscriber> action) {
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            action.accept(subscriber);
            if (subscriber.closed()) {
                leave(subscriber);
            }
        }
    }

    private void leave(Subscriber subscriber) {
        if (subscribers.remove(subscriber)) {
            seats.release(subscriber.actor().subject());
        }
    }
}
