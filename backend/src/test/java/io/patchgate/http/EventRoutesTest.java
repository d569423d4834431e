package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Store;
import io.patchgate.http.EventClient.Event;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams over real connections, with a ledger in memory. */
@Timeout(60)
class EventRoutesTest {
    private static final String REVIEWER = "reviewer:rita";

    private final LedgerInMemory ledger = new LedgerInMemory();
    private final AtomicInteger reads = new AtomicInteger();
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer();
        server.when(Addresses.STORE_EVENTS_AFTER, asked -> {
            reads.incrementAndGet();
            return Future.succeededFuture(ledger.after(asked.sequence(), asked.limit()));
        });
        server.when(Addresses.STORE_EVENT_HEAD, asked -> Future.succeededFuture(ledger.head()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private EventClient open(String path, String token, String... headers) throws IOException {
        List<String> head = new ArrayList<>(List.of(headers));
        head.add("Authorization: Bearer " + token);
        return new EventClient(server.port(), path, head.toArray(String[]::new));
    }

    private EventClient stream(String... headers) throws IOException {
        return open("/api/events", REVIEWER, headers);
    }

    private void committed(long sequence) {
        server.bus.publish(
                Addresses.PATCH_CHANGED,
                new Events.PatchChanged(
                        sequence,
                        UUID.randomUUID(),
                        PatchStatus.PENDING_APPROVAL,
                        "src/a.py",
                        "learning",
                        0.5,
                        Instant.now(),
                        Instant.now()));
    }

    private long happens() {
        long sequence = ledger.append();
        committed(sequence);
        return sequence;
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    @Test
    void greetsWithThePositionAndTellsWhatHappens() throws Exception {
        ledger.append();
        awaitRead();
        try (EventClient client = stream()) {
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
            assertThat(client.header("Content-Encoding")).isIn("identity", null);
            Event hello = client.next();
            assertThat(hello.name()).isEqualTo("hello");
            assertThat(hello.id()).isEqualTo("1");
            assertThat(hello.json().getLong("position")).isEqualTo(1);
            long sequence = happens();
            Event event = client.next();
            assertThat(event.id()).isEqualTo(Long.toString(sequence));
            assertThat(event.name()).isEqualTo("patch_request.pending");
            assertThat(event.json().getString("request_id")).isEqualTo(new UUID(0, sequence).toString());
        }
    }

    @Test
    void aPlaceInTheLedgerThatReviewersMustNotKnowOfIsNotInTheGreeting() throws Exception {
        ledger.append();
        ledger.appendOther();
        ledger.appendOther();
        awaitRead();
        try (EventClient client = stream()) {
            assertThat(client.next().id()).isEqualTo("1");
        }
        for (String hidden : List.of("2", "3", "4")) {
            try (EventClient client = stream("Last-Event-ID: " + hidden)) {
                assertThat(client.status()).as(hidden).isEqualTo(422);
            }
        }
    }

    @Test
    void whatOtherProcessesWroteIsSeenWithoutANotification() throws Exception {
        try (EventClient client = stream()) {
            client.next();
            ledger.append();
            assertThat(client.event().id()).isEqualTo("1");
        }
    }

    @Test
    void resumesBehindTheIdSeenLastHoweverLongAgo() throws Exception {
        for (int i = 0; i < 2_500; i++) {
            ledger.append();
            if (i % 3 == 0) {
                ledger.appendOther();
            }
        }
        awaitRead();
        for (long after : new long[] {0, 7, 1_500, 3_000}) {
            try (EventClient client = stream("Last-Event-ID: " + after)) {
                assertThat(client.next().id()).isEqualTo(Long.toString(after));
                List<String> expected = ledger.idsAfter(after);
                List<String> told = new ArrayList<>();
                while (told.size() < expected.size()) {
                    told.add(client.event().id());
                }
                assertThat(told).isEqualTo(expected);
                long live = happens();
                assertThat(client.event().id()).isEqualTo(Long.toString(live));
            }
        }
    }

    @Test
    void theHeaderOfAReconnectCountsMoreThanTheAddressOfTheFirstConnect() throws Exception {
        for (int i = 0; i < 3; i++) {
            ledger.append();
        }
        awaitRead();
        try (EventClient client = open("/api/events?last_event_id=1", REVIEWER)) {
            assertThat(client.next().id()).isEqualTo("1");
            assertThat(client.next().id()).isEqualTo("2");
        }
        try (EventClient client = open("/api/events?last_event_id=1", REVIEWER, "Last-Event-ID: 2")) {
            assertThat(client.next().id()).isEqualTo("2");
            assertThat(client.next().id()).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "99999999999", "-1", "x", "1.0", "9223372036854775808", "1e3", "0x1"})
    void refusesAnIdThatNobodyWasGiven(String id) throws Exception {
        try (EventClient client = stream("Last-Event-ID: " + id)) {
            assertThat(client.status()).isEqualTo(422);
        }
    }

    @Test
    void isForReviewersAlone() throws Exception {
        for (String token : List.of("agent:bot", "monitor:m", "ci:c", "auditor:otto")) {
            try (EventClient client = open("/api/events", token)) {
                assertThat(client.status()).as(token).isEqualTo(403);
            }
        }
        try (EventClient client = new EventClient(server.port(), "/api/events")) {
            assertThat(client.status()).isEqualTo(401);
        }
        try (EventClient client = open("/api/events", "admin:root")) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void endsWhenTheTokenExpires() throws Exception {
        long expiry = Instant.now().plusMillis(1_500).toEpochMilli();
        try (EventClient client = open("/api/events", "reviewer:rita:t1:" + expiry);
                EventClient other = stream()) {
            assertThat(client.next().name()).isEqualTo("hello");
            assertThat(client.next()).isNull();
            assertThat(client.endedInOrder()).isTrue();
            assertThat(Instant.now().toEpochMilli()).isBetween(expiry, expiry + 5_000);
            other.next();
            assertThat(happens()).isEqualTo(Long.parseLong(other.event().id()));
        }
        awaitSubscribers(0);
    }

    @Test
    void endsAtOnceWhenTheTokenIsRevokedAndNoOtherDoes() throws Exception {
        try (EventClient client = open("/api/events", "reviewer:rita:t1");
                EventClient other = open("/api/events", "reviewer:rita:t2")) {
            client.next();
            other.next();
            server.bus.publish(Addresses.TOKEN_REVOKED, new Store.Revocation("t1", Instant.MAX, "root"));
            assertThat(client.next()).isNull();
            assertThat(client.endedInOrder()).isTrue();
            happens();
            assertThat(other.event()).isNotNull();
        }
    }

    /** Between the check of the token and the first entry of a subscriber there is a gap; the timer closes it. */
    @Test
    void endsAlsoWhenTheRevocationCameBeforeTheStream() throws Exception {
        server.revocations.add(new Store.Revocation("t1", Instant.MAX, "root"));
        try (EventClient client = open("/api/events", "reviewer:rita:t1")) {
            client.next();
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void cutsOffWhoDoesNotReadAndLosesHimNothing() throws Exception {
        List<String> told = new ArrayList<>();
        String target = "x".repeat(60_000);
        try (EventClient slow = stream();
                EventClient quick = stream()) {
            slow.next();
            quick.next();
            long last = 0;
            for (int i = 0; i < 300; i++) {
                last = ledger.append(target, 0.5);
                committed(last);
                assertThat(quick.event().id()).isEqualTo(Long.toString(last));
            }
            awaitSubscribers(1);
            slow.all().forEach(event -> told.add(event.id()));
            assertThat(slow.endedInOrder()).isFalse();
            assertThat(told).hasSizeLessThan(300);
        }
        String lastSeen = told.isEmpty() ? "0" : told.get(told.size() - 1);
        try (EventClient again = stream("Last-Event-ID: " + lastSeen)) {
            again.next();
            while (told.size() < 300) {
                told.add(again.event().id());
            }
        }
        assertThat(told).isEqualTo(ledger.idsAfter(0));
    }

    @Test
    void readsTheLedgerOnceForAllAndNotOncePerEvent() throws Exception {
        List<EventClient> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(stream());
            clients.get(i).next();
        }
        int before = reads.get();
        long last = 0;
        for (int i = 0; i < 100; i++) {
            last = ledger.append();
        }
        committed(last);
        for (EventClient client : clients) {
            for (int i = 1; i <= 100; i++) {
                assertThat(client.event().id()).isEqualTo(Integer.toString(i));
            }
            client.close();
        }
        assertThat(reads.get() - before).isLessThan(5);
        awaitSubscribers(0);
    }

    @Test
    void oneCallerHasABoundedNumberOfStreams() throws Exception {
        List<EventClient> clients = new ArrayList<>();
        for (int i = 0; i < Seats.MOST_PER_SUBJECT; i++) {
            clients.add(stream());
            assertThat(clients.get(i).status()).isEqualTo(200);
        }
        try (EventClient client = stream()) {
            assertThat(client.status()).isEqualTo(429);
        }
        try (EventClient client = open("/api/events", "reviewer:rob")) {
            assertThat(client.status()).isEqualTo(200);
        }
        for (EventClient client : clients) {
            client.close();
        }
        awaitSubscribers(0);
        try (EventClient client = stream()) {
            assertThat(client.status()).isEqualTo(200);
        }
    }

    @Test
    void aFullNodeSaysWhenToTryAgain() throws Exception {
        for (int i = 0; i < Seats.MOST; i++) {
            server.events.seats().take("crowd-" + i);
        }
        try (EventClient client = stream()) {
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void endsInOrderWhenTheServerStops() throws Exception {
        try (EventClient client = stream()) {
            client.next();
            long before = System.nanoTime();
            server.close();
            assertThat(client.next()).isNull();
            assertThat(client.endedInOrder()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNoStop() throws Exception {
        try (EventClient slow = stream()) {
            slow.next();
            for (int i = 0; i < 120; i++) {
                committed(ledger.append("x".repeat(60_000), 0.5));
                Thread.sleep(5);
            }
            long before = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void aRequestLogThatIsAwayEndsNoStream() throws Exception {
        try (EventClient client = stream()) {
            client.next();
            server.when(
                    Addresses.STORE_EVENTS_AFTER,
                    asked -> Failure.future(FailureKind.UNAVAILABLE, "The database cannot be reached."));
            happens();
            Thread.sleep(100);
            server.when(
                    Addresses.STORE_EVENTS_AFTER,
                    asked -> Future.succeededFuture(ledger.after(asked.sequence(), asked.limit())));
            assertThat(client.event().id()).isEqualTo("1");
        }
    }

    /** Until the feed has seen what the ledger held before the first client came. */
    private void awaitRead() throws InterruptedException {
        long newest = ledger.head().newest();
        committed(newest);
        for (int i = 0; i < 200 && server.events.newest() < newest; i++) {
            Thread.sleep(10);
        }
    }

    private void awaitSubscribers(int count) throws InterruptedException {
        for (int i = 0; i < 1_500 && server.events.subscribers() != count; i++) {
            Thread.sleep(10);
        }
        assertThat(server.events.subscribers()).isEqualTo(count);
    }
}
