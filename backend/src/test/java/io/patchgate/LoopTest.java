package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Improvements.Ask;
import io.patchgate.bus.Improvements.Consideration;
import io.patchgate.bus.Improvements.Outcome;
import io.patchgate.bus.Improvements.State;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.generation.Author;
import io.patchgate.generation.Authored;
import io.patchgate.generation.GenerationVerticle;
import io.patchgate.generation.LoopSettings;
import io.patchgate.generation.NoModel;
import io.patchgate.generation.Progress;
import io.patchgate.patch.Change;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.persistence.PostgresUrl;
import io.patchgate.persistence.StopSwitch;
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop from feedback to what it keeps, on the real request log. */
@Timeout(120)
class LoopTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final List<Improvements.Suggestion> asked = new ArrayList<>();
    private DatabaseUrls urls;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14)))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void threeNegativesOfTenAreLeftAloneAndFourAreSuggestedOnceWithoutAModel() throws Exception {
        deploy(new NoModel());
        send(events("storage", 3, 7));
        assertThat(consider("storage").outcome()).isEqualTo(Outcome.NOT_NEGATIVE_ENOUGH);
        assertThat(overview().log().suggestions()).isEmpty();

        send(events("storage", 3, 7)); // the same ids again
        assertThat(consider("storage").window().events()).isEqualTo(10);

        send(events("learning", 4, 6));
        Consideration found = consider("learning");
        assertThat(found.outcome()).isEqualTo(Outcome.SUGGESTED);
        assertThat(found.sentence()).contains("4 of 10 events", "0.40", "No model is configured");
        assertThat(consider("learning").suggestionId()).isEqualTo(found.suggestionId());
        assertThat(overview().log().suggestions()).singleElement().satisfies(row -> {
            assertThat(row.cause().id()).isEqualTo("said:crash");
            assertThat(row.note()).contains("No model is configured");
            assertThat(row.requestId()).isNull();
        });
        assertThat(overview().windows())
                .extracting(window -> window.component() + " " + window.window().negatives())
                .containsExactly("learning 4", "storage 3");
    }

    @Test
    void whatWasFiledIsNotProposedAgainAndShowsNothingOfARequestThatNoReviewerSees() throws Exception {
        deploy(new Filing());
        send(events("learning", 4, 0));
        send(events("learning", 9, 0).subList(4, 9));
        assertThat(consider("learning").sentence())
                .isEqualTo("There is a suggestion, and no patch for it has come to review.");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).feedbackIds()).hasSize(9);
        assertThat(consider("learning").outcome()).isEqualTo(Outcome.SUGGESTED);
        assertThat(asked).hasSize(1);
        assertThat(overview().log().suggestions())
                .singleElement()
                .satisfies(row -> assertThat(row.requestId()).isNull());
    }

    @Test
    void anEmergencyStopFreezesTheLoop() throws Exception {
        deploy(new NoModel());
        send(events("learning", 5, 0));
        ask(Addresses.STORE_STOP, new Store.Stop("alice", null));
        Consideration queued =
                ask(Addresses.GENERATION_CONSIDER, new Ask("default", "learning", "alice", false, "alice"));
        Thread.sleep(300);
        assertThat(find(queued.id()).state()).isEqualTo(State.QUEUED);
        ask(Addresses.STORE_RESUME, "root");
        assertThat(ended(queued.id()).outcome()).isEqualTo(Outcome.SUGGESTED);
    }

    /** A stop from a terminal, of which nothing on this node tells. */
    @Test
    void whatIsUnderWayWhenEverythingIsStoppedIsPutBackAndBegunAgain() throws Exception {
        StopSwitch terminal = new StopSwitch(PostgresUrl.parse(urls.runtime()));
        List<Progress> begun = new CopyOnWriteArrayList<>();
        deploy(new Waiting(begun));
        send(events("learning", 5, 0));
        Ask ask = new Ask("default", "learning", "alice", false, "alice");
        UUID id = ask(Addresses.GENERATION_CONSIDER, ask).id();
        until(() -> begun.size() == 1);
        terminal.stop("operator", null);
        until(() -> find(id).state() == State.QUEUED);
        assertThat(begun).hasSize(1);
        assertThat(overview().stopped()).isTrue();
        terminal.resume("operator");
        until(() -> begun.size() == 2);
        assertThat(find(id).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void asManyAreWrittenAtATimeAsTheAuthorMay() throws Exception {
        List<Progress> begun = new CopyOnWriteArrayList<>();
        deploy(new Waiting(begun));
        for (String component : List.of("one", "two", "three")) {
            send(events(component, 5, 0));
            ask(Addresses.GENERATION_CONSIDER, new Ask("default", component, "alice", false, "alice"));
        }
        until(() -> begun.size() == 2);
        until(() -> ask(Addresses.STORE_LOOP_LOG, null).considerations().stream()
                        .filter(row -> row.state() == State.RUNNING)
                        .count()
                == 2);
        assertThat(ask(Addresses.STORE_LOOP_LOG, null).considerations())
                .filteredOn(row -> row.state() == State.QUEUED)
                .hasSize(1);
    }

    @Test
    void whoeverAsksForItOwnsItByHisAgentToo() {
        ask(Addresses.STORE_CONSIDER, new Ask("default", "by-agent", "bot", true, "bob"));
        assertThat(ask(Addresses.STORE_CLAIM, null).orElseThrow().owner()).isEqualTo("bob");
        ask(Addresses.STORE_CONSIDER, new Ask("default", "by-clock", null, false, null));
        ask(Addresses.STORE_CONSIDER, new Ask("default", "by-clock", "alice", false, "alice"));
        assertThat(ask(Addresses.STORE_CLAIM, null).orElseThrow().owner()).isEqualTo("alice");
    }

    @Test
    void anAgentCannotStormTheLoop() throws Exception {
        Ask one = new Ask("default", "c0", "bot", true, "bob");
        UUID first = ask(Addresses.STORE_CONSIDER, one).id();
        assertThat(ask(Addresses.STORE_CONSIDER, one).id()).isEqualTo(first);
        for (int i = 1; i < 50; i++) {
            ask(Addresses.STORE_CONSIDER, new Ask("default", "c" + i, "bot" + i, true, "bob"));
        }
        assertThatThrownBy(() -> ask(Addresses.STORE_CONSIDER, new Ask("default", "more", "bot", true, "bob")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA));
        assertThat(ask(Addresses.STORE_CONSIDER, new Ask("default", "more", "alice", false, "alice")))
                .isNotNull();
    }

    @Test
    void oneNodeTakesTheClocksRunAndEachConsiderationIsClaimedOnce() throws Exception {
        assertThat(ask(Addresses.STORE_LOOP_DUE, Duration.ofHours(24))).isTrue();
        assertThat(ask(Addresses.STORE_LOOP_DUE, Duration.ofHours(24))).isFalse();
        ask(Addresses.STORE_CONSIDER, new Ask("default", "learning", null, false, null));
        assertThat(ask(Addresses.STORE_CLAIM, null)).isPresent();
        assertThat(ask(Addresses.STORE_CLAIM, null)).isEmpty();
    }

    /** Submits what no gate ever judges here. */
    private final class Filing implements Author {
        @Override
        public Future<Authored> write(Improvements.Suggestion suggestion, Progress progress) {
            asked.add(suggestion);
            progress.step("Filing");
            Submission submission = new Submission(
                    UUID.randomUUID(),
                    Instant.now().truncatedTo(ChronoUnit.MICROS),
                    "the-loop",
                    null,
                    suggestion.workspace(),
                    suggestion.component(),
                    "CODE_PATCH",
                    0.5,
                    "because",
                    suggestion.feedbackIds(),
                    "{}",
                    List.of(new Change(new WorkspacePath("a.py"), Change.Form.NEW_CODE, "x\n", null, null)),
                    null,
                    null);
            return bus.ask(Addresses.STORE_RECEIVE, submission).map(receipt -> new Authored.Filed(receipt.requestId()));
        }

        @Override
        public int atOnce() {
            return 1;
        }

        @Override
        public Optional<Model> model() {
            return Optional.empty();
        }
    }

    /** Two at a time, which come to nothing until everything is stopped. */
    private final class Waiting implements Author {
        private final List<Progress> begun;

        Waiting(List<Progress> begun) {
            this.begun = begun;
        }

        @Override
        public Future<Authored> write(Improvements.Suggestion suggestion, Progress progress) {
            begun.add(progress);
            Promise<Authored> stopped = Promise.promise();
            vertx.setPeriodic(20, timer -> {
                if (progress.stopped() && vertx.cancelTimer(timer)) {
                    stopped.complete(new Authored.Stopped());
                }
            });
            return stopped.future();
        }

        @Override
        public int atOnce() {
            return 2;
        }

        @Override
        public Optional<Model> model() {
            return Optional.empty();
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("It does not happen");
    }

    private void deploy(Author author) {
        vertx.deployVerticle(new GenerationVerticle(bus, LoopSettings.DEFAULT, author, Map.of(), Map.of()))
                .await();
    }

    private void send(List<Store.Feedback> events) {
        ask(Addresses.GENERATION_FEEDBACK, events);
    }

    private static List<Store.Feedback> events(String component, int negatives, int positives) {
        List<Store.Feedback> events = new ArrayList<>();
        for (int i = 0; i < negatives + positives; i++) {
            events.add(new Store.Feedback(
                    component + i,
                    i < negatives ? "explicit_negative" : "explicit_positive",
                    Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MICROS),
                    "user",
                    component,
                    null,
                    null,
                    null,
                    "A crash",
                    "{}",
                    "{}",
                    "bot",
                    false,
                    "default"));
        }
        return events;
    }

    private Consideration consider(String component) throws InterruptedException {
        return ended(ask(Addresses.GENERATION_CONSIDER, new Ask("default", component, "alice", false, "alice"))
                .id());
    }

    private Consideration ended(UUID id) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            Consideration found = find(id);
            if (found.state() == State.DONE) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("The consideration does not end");
    }

    private Consideration find(UUID id) {
        return ask(Addresses.STORE_LOOP_LOG, null).considerations().stream()
                .filter(consideration -> consideration.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Improvements.Overview overview() {
        return ask(Addresses.GENERATION_OVERVIEW, null);
    }

    private <Q, R> R ask(Address<Q, R> address, Q question) {
        return bus.ask(address, question).await();
    }
}
