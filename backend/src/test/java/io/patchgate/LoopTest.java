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
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

    @BeforeEach
    void start() throws Exception {
        DatabaseUrls urls = TestDatabase.fresh();
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
        Consideration queued = ask(Addresses.GENERATION_CONSIDER, new Ask("default", "learning", "alice", false));
        Thread.sleep(300);
        assertThat(find(queued.id()).state()).isEqualTo(State.QUEUED);
        ask(Addresses.STORE_RESUME, "root");
        assertThat(ended(queued.id()).outcome()).isEqualTo(Outcome.SUGGESTED);
    }

    @Test
    void anAgentCannotStormTheLoop() throws Exception {
        Ask one = new Ask("default", "c0", "bot", true);
        UUID first = ask(Addresses.STORE_CONSIDER, one).id();
        assertThat(ask(Addresses.STORE_CONSIDER, one).id()).isEqualTo(first);
        for (int i = 1; i < 50; i++) {
            ask(Addresses.STORE_CONSIDER, new Ask("default", "c" + i, "bot" + i, true));
        }
        assertThatThrownBy(() -> ask(Addresses.STORE_CONSIDER, new Ask("default", "more", "bot", true)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.QUOTA));
        assertThat(ask(Addresses.STORE_CONSIDER, new Ask("default", "more", "alice", false)))
                .isNotNull();
    }

    @Test
    void oneNodeTakesTheClocksRunAndEachConsiderationIsClaimedOnce() throws Exception {
        assertThat(ask(Addresses.STORE_LOOP_DUE, Duration.ofHours(24))).isTrue();
        assertThat(ask(Addresses.STORE_LOOP_DUE, Duration.ofHours(24))).isFalse();
        ask(Addresses.STORE_CONSIDER, new Ask("default", "learning", null, false));
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
        public Optional<Model> model() {
            return Optional.empty();
        }
    }

    private void deploy(Author author) {
        vertx.deployVerticle(new GenerationVerticle(bus, LoopSettings.DEFAULT, author, Map.of()))
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
        return ended(ask(Addresses.GENERATION_CONSIDER, new Ask("default", component, "alice", false))
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
