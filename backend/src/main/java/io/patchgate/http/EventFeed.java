package io.patchgate.http;

import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.http.RecentEvents.Stretch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the ledger for all event streams of this node. Whoever learns that there may be news calls
 * {@link #wake}, on one context: a commit on this node, a timer, later another node's notification. A
 * call too many costs one empty read and one too few only time, because what is told is what the
 * ledger holds and never what the call was about.
 *
 * <p>{@link #recent}, {@link #attach} and {@link #history} may be called from any thread.
 */
final class EventFeed {
    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);
    private static final int PAGE = 500;
    private static final int HISTORY_PAGE = 200;

    private final EventSource source;
    private final EventFrames frames;
    private final LedgerPosition position;
    private final List<Consumer<RecentEvents>> listeners = new CopyOnWriteArrayList<>();
    private final Promise<Void> opened = Promise.promise();
    private volatile RecentEvents recent;
    private boolean reading;
    private boolean again;

    /** @param position moved on before a listener hears, or he would be shown a page from before what he heard of */
    EventFeed(EventSource source, EventFrames frames, LedgerPosition position) {
        this.source = source;
        this.frames = frames;
        this.position = position;
    }

    /** Null until the ledger has been read for the first time. */
    RecentEvents recent() {
        return recent;
    }

    /** Succeeds when the ledger has been read for the first time, however often that was tried. */
    Future<Void> opened() {
        return opened.future();
    }

    /** The listener is called on the context of {@link #wake}; what it is given grows with each call. */
    Runnable attach(Consumer<RecentEvents> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Fails as the request log does. */
    Future<Stretch> history(long after) {
        return source.after(after, HISTORY_PAGE)
                .map(page -> Stretch.of(after, page.position(), frames.of(page.events()), false));
    }

    /** The newest sequence that a client can have seen, as the ledger says now. */
    Future<Long> newest() {
        return source.head().map(Store.EventHead::newest);
    }

    /** As {@link #wake()}, unless the entry has been read already. */
    void wake(long sequence) {
        if (recent == null || recent.position() < sequence) {
            wake();
        }
    }

    void wake() {
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        (recent == null ? open() : next(recent)).onComplete(read -> {
            reading = false;
            if (read.succeeded()) {
                publish(read.result());
            } else {
                log.debug("Events wait for the request log: {}", read.cause().getMessage());
            }
            if (again) {
                wake();
            }
        });
    }

    private Future<RecentEvents> next(RecentEvents known) {
        return source.after(known.position(), PAGE).map(page -> {
            again |= page.more();
            return known.plus(frames.of(page.events()), page.position());
        });
    }

    /** Goes back a little, so that the clients of a restarted server resume without a query each. */
    private Future<RecentEvents> open() {
        return source.head()
                .compose(head -> fill(
                        RecentEvents.from(Math.max(0, head.position() - RecentEvents.KEPT), head.newest()),
                        head.position()));
    }

    private Future<RecentEvents> fill(RecentEvents known, long until) {
        if (known.position() >= until) {
            return Future.succeededFuture(known);
        }
        return next(known)
                .compose(more -> more.position() == known.position()
                        ? Future.failedFuture("The ledger ends before its head")
                        : fill(more, until));
    }

    private void publish(RecentEvents now) {
        boolean news = recent != null && now.newest() > recent.newest();
        recent = now;
        position.advanceTo(now.position());
        opened.tryComplete();
        if (news) {
            listeners.forEach(listener -> listener.accept(now));
        }
    }
}
