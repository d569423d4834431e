package io.patchgate.http;

import io.patchgate.http.RecentEvents.Stretch;
import io.patchgate.patch.Actor;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * One client's way through the ledger: first what it has missed, in pages, then what comes. It is told
 * every event after the one that it began behind, once and in order, until it is closed; what has been
 * sent is one number, so nothing is kept for a slow reader but what its connection has queued.
 *
 * <p>A reader whose queue is full is told nothing until it has drained. Whoever takes longer than
 * {@link #STALLED_TICKS} for that, or falls so far behind that the newest events no longer reach back
 * to where it stands, is cut off, and resumes by id.
 */
final class Subscriber {
    static final int STALLED_TICKS = 10;

    static final int HEARTBEAT_TICKS = 15;

    /** Events written before the queue is looked at again. */
    private static final int STEP = 100;

    private enum State {
        CATCHING_UP,
        BLOCKED,
        LIVE,
        CLOSED
    }

    private final Actor actor;
    private final Outlet outlet;
    private final EventFeed feed;
    private final Turns turns;
    private long sent;
    private State state = State.CATCHING_UP;
    private boolean hasBeenLive;
    private int ticks;
    private int blockedTicks;

    /** @param sent the sequence that the client has everything up to */
    Subscriber(Actor actor, Outlet outlet, EventFeed feed, Turns turns, long sent) {
        this.actor = actor;
        this.outlet = outlet;
        this.feed = feed;
        this.turns = turns;
        this.sent = sent;
    }

    Actor actor() {
        return actor;
    }

    boolean closed() {
        return state == State.CLOSED;
    }

    /**
     * Whoever goes live here has all that {@code feed.recent()} holds, and is among those who are told of
     * whatever is published later; so nothing falls between.
     */
    void catchUp() {
        while (state != State.CLOSED) {
            if (outlet.full()) {
                block();
                return;
            }
            RecentEvents recent = feed.recent();
            if (!recent.covers(sent)) {
                readBack();
                return;
            }
            Stretch next = recent.after(sent, STEP);
            send(next);
            if (next.last()) {
                state = State.LIVE;
                hasBeenLive = true;
                return;
            }
        }
    }

    /** @param next what {@code now} has for whoever stands where {@link #sent()} is */
    void advance(RecentEvents now, Stretches next) {
        if (state == State.BLOCKED && hasBeenLive && !now.covers(sent)) {
            cut();
        } else if (state == State.LIVE && now.newest() > sent) {
            if (outlet.full()) {
                block();
            } else if (now.covers(sent)) {
                Stretch stretch = next.after(sent);
                send(stretch);
                if (!stretch.last()) {
                    state = State.CATCHING_UP;
                    catchUp();
                }
            } else {
                state = State.CATCHING_UP;
                catchUp();
            }
        }
    }

    /** The same stretch for all who stand at one place. */
    static final class Stretches {
        private final RecentEvents events;
        private Stretch last;

        Stretches(RecentEvents events) {
            this.events = events;
        }

        Stretch after(long sequence) {
            if (last == null || last.after() != sequence) {
                last = events.after(sequence, STEP);
            }
            return last;
        }
    }

    /** Once a second. Counted from the beginning of this stream, so that not all heartbeats fall together. */
    void tick() {
        ticks++;
        if (state == State.BLOCKED && ++blockedTicks > STALLED_TICKS) {
            cut();
        } else if (state == State.LIVE && ticks % HEARTBEAT_TICKS == 0 && !outlet.full()) {
            outlet.write(EventFrames.HEARTBEAT);
        }
    }

    /** Tells what is in no ledger and worth nothing later: whoever does not read now is not told. */
    void aside(Buffer frame) {
        if (state == State.LIVE && !outlet.full()) {
            outlet.write(frame);
        }
    }

    /** Ends the stream in order where the reader reads, else at once. */
    Future<Void> end() {
        if (state == State.CLOSED) {
            return Future.succeededFuture();
        }
        if (outlet.full()) {
            cut();
            return Future.succeededFuture();
        }
        state = State.CLOSED;
        return outlet.end();
    }

    /** The client has gone. */
    void gone() {
        state = State.CLOSED;
    }

    private void cut() {
        state = State.CLOSED;
        outlet.cut();
    }

    private void block() {
        state = State.BLOCKED;
        blockedTicks = 0;
        outlet.onDrain(() -> {
            if (state == State.BLOCKED) {
                state = State.CATCHING_UP;
                catchUp();
            }
        });
    }

    private void readBack() {
        turns.take(() -> state == State.CLOSED
                        ? Future.<Stretch>failedFuture("The client has gone")
                        : feed.history(sent))
                .onComplete(read -> {
                    if (state == State.CLOSED) {
                        return;
                    }
                    if (read.failed() || read.result().upTo() == sent) {
                        end();
                        return;
                    }
                    if (!outlet.full()) {
                        send(read.result());
                    }
                    catchUp();
                });
    }

    private void send(Stretch stretch) {
        if (stretch.bytes().length() > 0) {
            outlet.write(stretch.bytes());
        }
        sent = stretch.upTo();
    }
}
