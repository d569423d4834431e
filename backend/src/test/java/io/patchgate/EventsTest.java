package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.http.Authentication;
import io.patchgate.http.Contract;
import io.patchgate.http.Csrf;
import io.patchgate.http.EventClient;
import io.patchgate.http.EventsVerticle;
import io.patchgate.http.HttpVerticle;
import io.patchgate.http.PasswordChecks;
import io.patchgate.http.Revocations;
import io.patchgate.http.SessionRoutes;
import io.patchgate.http.SignIn;
import io.patchgate.http.SignInLimit;
import io.patchgate.http.SigningKeys;
import io.patchgate.http.TokenMint;
import io.patchgate.http.TokenRoutes;
import io.patchgate.http.Tokens;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.Directory;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.persistence.PostgresUrl;
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event streams from commit to client: real tokens, the real request log on PostgreSQL, one node or two. */
@Timeout(120)
class EventsTest {
    private static final String SHA = "a".repeat(64);
    private static final Actor ALICE = new Actor("alice", Set.of(Role.REVIEWER), null, "jti", Instant.MAX);

    @TempDir
    static Path dataDir;

    private final Clock clock = Clock.systemUTC();
    private final List<Node> nodes = new ArrayList<>();
    private DatabaseUrls urls;
    private SigningKeys keys;
    private TokenMint mint;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        keys = SigningKeys.open(dataDir);
        mint = new TokenMint(keys, clock);
        node = new Node();
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    /** What {@code Server} and {@code Listeners} start, without a gate and a disk. */
    private final class Node {
        final Vertx vertx = Vertx.vertx();
        final Bus bus = Bus.install(vertx);
        final HttpVerticle http;

        Node() {
            nodes.add(this);
            LedgerPosition position = new LedgerPosition();
            Revocations revocations = new Revocations(clock);
            vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, position, Duration.ofDays(14)))
                    .await();
            revocations.follow(vertx, bus);
            EventsVerticle events = new EventsVerticle(bus, position, 0.9, revocations, clock);
            vertx.deployVerticle(events).await();
            Tokens tokens = new Tokens(vertx, keys, revocations, clock);
            Csrf csrf = new Csrf(keys);
            SignIn signIn = new SignIn(bus, new PasswordChecks(vertx), new SignInLimit());
            http = new HttpVerticle(
                    bus,
                    position,
                    Contract.load(vertx).await(),
                    new Authentication(tokens, csrf),
                    List.of(
                            new SessionRoutes(bus, tokens, revocations, csrf, signIn, clock)::mount,
                            new TokenRoutes(bus, tokens, revocations, clock)::mount),
                    events.stream(),
                    new HttpVerticle.Settings(
                            "127.0.0.1", 0, 1_000_000, List.of("default"), Duration.ofSeconds(1), 0.9, false, null));
            vertx.deployVerticle(http).await();
        }

        <Q, R> R ask(Address<Q, R> address, Q question) {
            return bus.ask(address, question).await();
        }

        EventClient stream(String token, String... headers) throws IOException {
            List<String> head = new ArrayList<>(List.of(headers));
            head.add("Authorization: Bearer " + token);
            return new EventClient(http.port(), "/api/events", head.toArray(String[]::new));
        }

        void close() {
            vertx.close().await();
        }
    }

    private String token(Role role) {
        return mint.mint(role.id() + "-1", Set.of(role), null, Duration.ofHours(1))
                .token();
    }

    private static Submission submission(double confidence) {
        return new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "bot",
                "olga",
                "default",
                "learning",
                "CODE_PATCH",
                confidence,
                "because",
                List.of(),
                "{}",
                List.of(new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
    }

    private Submission received(Node at, double confidence) {
        Submission submission = submission(confidence);
        at.ask(Addresses.STORE_RECEIVE, submission);
        return submission;
    }

    private Submission admitted(Node at) {
        Submission submission = received(at, 0.95);
        at.ask(Addresses.STORE_ADMIT, admission(submission));
        return submission;
    }

    private static Store.Admission admission(Submission submission) {
        BaseFile file = new BaseFile(new WorkspacePath("src/a.py"), SHA, 3, 0644, "c".repeat(64), 4);
        return new Store.Admission(submission, "the diff", List.of(file), SHA, "b".repeat(64), Demand.ONE);
    }

    private Submission sealed(Node at) {
        Submission submission = received(at, 0.99);
        at.ask(Addresses.STORE_SEAL, new Store.Sealing(admission(submission), "kernel", "src/a.py", "the file", false));
        return submission;
    }

    private static Store.Decision decision(Submission submission, boolean approved) {
        return new Store.Decision(submission.requestId(), ALICE, approved, "so", null, SHA, Demand.ONE);
    }

    @Test
    void theWholeLifeOfARequestArrivesAndNothingOfASealedOne() throws Exception {
        try (EventClient client = node.stream(token(Role.REVIEWER))) {
            assertThat(client.next().id()).isEqualTo("0");
            Submission hidden = sealed(node);
            Submission shown = admitted(node);
            node.ask(Addresses.STORE_WITHDRAW, new Store.OwnRequest("bot", hidden.requestId()));
            node.ask(
                    Addresses.STORE_REVOKE,
                    new Store.Revocation("some-token", Instant.now().plusSeconds(9), "root"));
            node.ask(Addresses.STORE_DECIDE, decision(shown, true));
            node.ask(Addresses.STORE_FINISH, new Store.Finish(shown.requestId(), null));
            node.ask(Addresses.STORE_BEGIN_ROLLBACK, new Store.RollbackStart(shown.requestId(), ALICE, "worse"));
            node.ask(Addresses.STORE_END_ROLLBACK, new Store.RollbackEnd(shown.requestId(), true));
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                EventClient.Event event = client.event();
                assertThat(event.json().getString("request_id"))
                        .isEqualTo(shown.requestId().toString());
                assertThat(event.json().getBoolean("high_confidence")).isTrue();
                told.add(event.id() + " " + event.name() + " " + event.json().getString("status") + " "
                        + event.json().getString("actor"));
            }
            assertThat(told)
                    .containsExactly(
                            "2 patch_request.pending PENDING_APPROVAL bot",
                            "5 patch_request.approved APPROVED alice",
                            "6 patch_request.applied APPLIED patchgate",
                            "7 patch_request.rolled_back ROLLED_BACK alice");
        }
    }

    @Test
    void theHeadThatIsToldIsTheNewestVisibleEntry() {
        assertThat(node.ask(Addresses.STORE_EVENT_HEAD, null)).isEqualTo(new Store.EventHead(0, 0));
        admitted(node);
        sealed(node);
        sealed(node);
        assertThat(node.ask(Addresses.STORE_EVENT_HEAD, null)).isEqualTo(new Store.EventHead(3, 1));
        assertThat(node.ask(Addresses.STORE_EVENTS_AFTER, new Store.EventsAfter(1, 1)))
                .isEqualTo(new Store.EventPage(List.of(), 2, true));
        assertThat(node.ask(Addresses.STORE_EVENTS_AFTER, new Store.EventsAfter(3, 1)))
                .isEqualTo(new Store.EventPage(List.of(), 3, false));
    }

    @Test
    void resumesAcrossARestart() throws Exception {
        String reviewer = token(Role.REVIEWER);
        String seen;
        try (EventClient client = node.stream(reviewer)) {
            client.next();
            admitted(node);
            seen = client.event().id();
            admitted(node);
            node.close();
            // The second one may have been told or not; the client says that it was not.
            assertThat(client.all()).hasSizeLessThan(2);
            assertThat(client.endedInOrder()).isTrue();
        }
        Node again = new Node();
        admitted(again);
        try (EventClient client = again.stream(reviewer, "Last-Event-ID: " + seen)) {
            assertThat(client.next().id()).isEqualTo(seen);
            assertThat(client.event().id()).isEqualTo("2");
            assertThat(client.event().id()).isEqualTo("3");
            admitted(again);
            assertThat(client.event().id()).isEqualTo("4");
        }
    }

    @Test
    void anotherNodesCommitsArriveAndItsIdsAreGoodHere() throws Exception {
        Node other = new Node();
        String reviewer = token(Role.REVIEWER);
        try (EventClient here = node.stream(reviewer);
                EventClient there = other.stream(reviewer)) {
            here.next();
            there.next();
            admitted(other);
            String id = there.event().id();
            try (EventClient moved = node.stream(reviewer, "Last-Event-ID: " + id)) {
                assertThat(moved.next().id()).isEqualTo(id);
                assertThat(here.event().id()).isEqualTo(id);
                admitted(node);
                assertThat(moved.event().id()).isEqualTo("2");
                assertThat(here.event().id()).isEqualTo("2");
            }
        }
    }

    @Test
    void whoHearsOfARequestFindsItInTheListWhereverItWasWritten() throws Exception {
        Node other = new Node();
        String reviewer = token(Role.REVIEWER);
        try (EventClient here = node.stream(reviewer)) {
            here.next();
            assertThat(pending(node, reviewer)).contains("\"total_pending\":0");
            Submission written = admitted(other);
            assertThat(here.event().name()).isEqualTo("patch_request.pending");
            assertThat(pending(node, reviewer)).contains(written.requestId().toString());
        }
    }

    private static String pending(Node at, String token) throws Exception {
        HttpRequest list = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + at.http.port() + "/api/patch-requests/pending"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(list, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void manyWritersAndReadersLoseAndDoubleNothing() throws Exception {
        String reviewer = token(Role.REVIEWER);
        List<EventClient> clients = new ArrayList<>();
        int total = 150; // with the sealed ones fewer than one agent may have open
        Thread writer = new Thread(() -> {
            for (int i = 0; i < total; i++) {
                if (i % 4 == 0) {
                    sealed(node);
                }
                admitted(node);
            }
        });
        writer.start();
        for (int i = 0; i < 20; i++) {
            clients.add(node.stream(reviewer, "Last-Event-ID: 0"));
            Thread.sleep(20);
        }
        List<List<String>> told = new ArrayList<>();
        for (EventClient client : clients) {
            client.next();
            List<String> ids = new ArrayList<>();
            while (ids.size() < total) {
                ids.add(client.event().id());
            }
            told.add(ids);
            client.close();
        }
        writer.join();
        List<String> expected =
                node.ask(Addresses.STORE_EVENTS_AFTER, new Store.EventsAfter(0, 1_000)).events().stream()
                        .map(event -> Long.toString(event.sequence()))
                        .toList();
        assertThat(expected).hasSize(total);
        assertThat(told).allMatch(expected::equals);
    }

    @Test
    void anAgentIsRefusedAndLearnsNothingFromIt() throws Exception {
        try (EventClient client = node.stream(token(Role.AGENT))) {
            assertThat(client.status()).isEqualTo(403);
        }
        try (EventClient client = node.stream(token(Role.AGENT), "Last-Event-ID: 999")) {
            assertThat(client.status()).isEqualTo(403);
        }
    }

    @Test
    void aTokensEndIsTheStreamsEnd() throws Exception {
        String brief = mint.mint("rita", Set.of(Role.REVIEWER), null, Duration.ofSeconds(3))
                .token();
        TokenMint.Minted lost = mint.mint("rita", Set.of(Role.REVIEWER), null, Duration.ofHours(1));
        try (EventClient expiring = node.stream(brief);
                EventClient revoked = node.stream(lost.token())) {
            expiring.next();
            revoked.next();
            HttpRequest revoke = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + node.http.port() + "/api/tokens/" + lost.tokenId()))
                    .header("Authorization", "Bearer " + token(Role.ADMIN))
                    .DELETE()
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(revoke, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
            assertThat(revoked.next()).isNull();
            assertThat(revoked.endedInOrder()).isTrue();
            assertThat(expiring.next()).isNull();
            assertThat(expiring.endedInOrder()).isTrue();
        }
        for (String token : List.of(brief, lost.token())) {
            try (EventClient client = node.stream(token)) {
                assertThat(client.status()).isEqualTo(401);
            }
        }
    }

    @Test
    void aBrowserFollowsByItsCookie() throws Exception {
        String cookie = "patchgate_session=" + token(Role.REVIEWER);
        try (EventClient client = new EventClient(node.http.port(), "/api/events", "Cookie: " + cookie)) {
            assertThat(client.next().name()).isEqualTo("hello");
            admitted(node);
            assertThat(client.event().name()).isEqualTo("patch_request.pending");
        }
    }

    @Test
    void whatTheCommandLineWritesIsPassedOver() throws Exception {
        try (EventClient client = node.stream(token(Role.REVIEWER))) {
            client.next();
            new Directory(PostgresUrl.parse(urls.runtime())).put("anna", null, List.of("reviewer"), "operator");
            admitted(node);
            assertThat(client.event().id()).isEqualTo("2");
        }
    }
}
