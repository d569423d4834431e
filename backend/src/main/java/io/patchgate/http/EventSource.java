package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.vertx.core.Future;

/** The ledger as events are read from it. */
interface EventSource {
    /** What follows a sequence, in order and without gaps; {@code limit} counts entries that are not shown too. */
    Future<Store.EventPage> after(long sequence, int limit);

    Future<Store.EventHead> head();

    static EventSource of(Bus bus) {
        return new EventSource() {
            @Override
            public Future<Store.EventPage> after(long sequence, int limit) {
                return bus.ask(Addresses.STORE_EVENTS_AFTER, new Store.EventsAfter(sequence, limit));
            }

            @Override
            public Future<Store.EventHead> head() {
                return bus.ask(Addresses.STORE_EVENT_HEAD, null);
            }
        };
    }
}
