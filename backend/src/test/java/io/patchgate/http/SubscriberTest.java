package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.http.Subscriber.Stretches;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The feed and its subscribers in every order that things can happen in, played by hand on one thread. */
class SubscriberTest {
    private static final Pattern ID = Pattern.compile("(?m)^id: (\\d+)$");

    private final LedgerInMemory ledger = new LedgerInMemory();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final Deque<RecentEvents> told = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private final Turns turns = new Turns(2);
    private final EventFeed feed = new EventFeed(
            new EventSource() {
                @Override
                public Future<Store.EventPage> after(long sequence, int limit) {
                    return later(() -> ledger.after(sequence, limit));
                }

                @Override
                public Future<Store.EventHead> head() {
                    return later(ledger::head);
                }
            },
            new EventFrames(0.9),
            new LedgerPosition());

    SubscriberTest() {
        feed.attach(told::add);
    }

    /** Asked now, read at some later moment, answered at another. */
    private <T> Future<T> later(Supplier<T> read) {
        Promise<T> answer = Promise.promise();
        answers.add(() -> {
            T value = read.get();
            answers.add(() -> answer.complete(value));
        });
        return answer.future();
    }

    private final class Reader implements Outlet {
        final long from;
        final List<String> ids = new ArrayList<>();
        final Subscriber subscriber;
        boolean full;
        boolean cut;
        boolean ended;
        Runnable drained;

        /** @param from null for the newest */
        Reader(Long from) {
            this.from = from == null ? feed.recent().position() : from;
            subscriber = new Subscriber(null, this, feed, turns, this.from);
            readers.add(this);
            subscriber.catchUp();
        }

        @Override
        public void write(Buffer bytes) {
            assertThat(full || cut || ended).isFalse();
            ID.matcher(bytes.toString()).results().forEach(id -> ids.add(id.group(1)));
        }

        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void onDrain(Runnable action) {
            drained = action;
        }

        void drain() {
            full = false;
            if (drained != null) {
                Runnable action = drained;
                drained = null;
                action.run();
            }
        }

        @Override
        public Future<Void> end() {
            ended = true;
            return Future.succeededFuture();
        }

        @Override
        public void cut() {
            cut = true;
        }
    }

    private void deliver() {
        RecentEvents now = told.poll();
        Stretches stretches = new Stretches(now);
        readers.forEach(reader -> reader.subscriber.advance(now, stretches));
    }

    private void settle() {
        feed.wake();
        while (!answers.isEmpty() || !told.isEmpty()) {
            if (!answers.isEmpty()) {
                answers.poll().run();
            } else {
                deliver();
            }
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyEventArrivesOnceAndInOrderHoweverThingsFall(long seed) {
        Random random = new Random(seed);
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 3_000 : 50); i > 0; i--) {
            append(random);
        }
        settle();
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> append(random);
                case 3 -> feed.wake();
                case 4, 5 -> step(answers);
                case 6, 7 -> {
                    if (!told.isEmpty()) {
                        deliver();
                    }
                }
                case 8 -> connect(random);
                default -> {
                    if (!readers.isEmpty()) {
                        Reader reader = readers.get(random.nextInt(readers.size()));
                        if (reader.full) {
                            reader.drain();
                        } else {
                            reader.full = random.nextInt(3) == 0;
                        }
                    }
                }
            }
        }
        settle();
        readers.forEach(Reader::drain);
        settle();
        for (Reader reader : readers) {
            assertThat(reader.cut || reader.ended).isFalse();
            assertThat(reader.ids).isEqualTo(ledger.idsAfter(reader.from));
        }
        assertThat(readers).isNotEmpty();
    }

    private void append(Random random) {
        if (random.nextInt(3) == 0) {
            ledger.appendOther();
        } else {
            ledger.append();
        }
    }

    private void connect(Random random) {
        long newest = feed.recent().newest();
        new Reader(random.nextInt(3) == 0 ? null : random.nextLong(newest + 1));
    }

    private static void step(Deque<Runnable> actions) {
        if (!actions.isEmpty()) {
            actions.poll().run();
        }
    }

    @Test
    void whoFallsBehindTheNewestEventsIsCutOffAndMissesNothingByComingBack() {
        settle();
        Reader slow = new Reader(null);
        Reader quick = new Reader(null);
        slow.full = true;
        for (int i = 0; i < 2 * RecentEvents.KEPT; i++) {
            ledger.append();
            settle();
        }
        assertThat(slow.cut).isTrue();
        assertThat(slow.subscriber.closed()).isTrue();
        assertThat(quick.ids).hasSize(2 * RecentEvents.KEPT);

        Reader again = new Reader(slow.from);
        settle();
        assertThat(again.ids).isEqualTo(quick.ids);
    }

    @Test
    void whoDoesNotDrainInTimeIsCutOff() {
        settle();
        Reader slow = new Reader(null);
        slow.full = true;
        ledger.append();
        settle();
        for (int i = 0; i < Subscriber.STALLED_TICKS; i++) {
            slow.subscriber.tick();
        }
        assertThat(slow.cut).isFalse();
        slow.subscriber.tick();
        assertThat(slow.cut).isTrue();
    }

    @Test
    void aReaderThatIsMerelyIdleIsNeverCutOff() {
        settle();
        Reader idle = new Reader(null);
        for (int i = 0; i < 1_000; i++) {
            idle.subscriber.tick();
        }
        assertThat(idle.cut || idle.ended).isFalse();
    }

    @Test
    void oneEncodingServesAllWhoStandAtOnePlace() {
        ledger.append();
        settle();
        Stretches stretches = new Stretches(feed.recent());
        assertThat(stretches.after(0).bytes())
                .isSameAs(feed.recent().frames().get(0).bytes())
                .isSameAs(stretches.after(0).bytes());
    }

    @Test
    void manyWhoWaitForTheirTurnAndHaveGoneCostNoStack() {
        Turns few = new Turns(1);
        Promise<Void> first = Promise.promise();
        few.take(first::future);
        List<Future<Void>> rest = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            rest.add(few.take(() -> Future.failedFuture("gone")));
        }
        first.complete();
        assertThat(rest).allMatch(Future::failed);
    }
}
