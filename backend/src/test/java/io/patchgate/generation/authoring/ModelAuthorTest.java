package io.patchgate.generation.authoring;

import static io.patchgate.generation.authoring.BriefTest.suggestion;
import static io.patchgate.generation.authoring.DraftTest.answer;
import static io.patchgate.generation.authoring.DraftTest.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.ModelUse;
import io.patchgate.bus.Reviewing;
import io.patchgate.bus.Store;
import io.patchgate.generation.Authored;
import io.patchgate.generation.Progress;
import io.patchgate.generation.model.ModelSettings;
import io.patchgate.generation.model.Models;
import io.patchgate.generation.model.StandInModel;
import io.patchgate.patch.Category;
import io.patchgate.patch.Check;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.patchgate.patch.Trial;
import io.patchgate.workspace.Tree;
import io.patchgate.workspace.Waiting;
import io.patchgate.workspace.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a suggestion to a submission, with a stand-in for the model's server and for the request log. */
class ModelAuthorTest {
    private static final String GOOD = answer(edit("learning.py", "return 1", "return 2"));
    private static final String OTHER = answer(edit("learning.py", "return 1", "return events or []"));

    @TempDir
    Path temp;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final StandInModel server = new StandInModel();
    private final Deque<String> answers = new ArrayDeque<>();

    // What the request log would hold of the loop's own requests.
    private final List<Submission> received = new ArrayList<>();
    private final List<Store.SubmissionView> own = new ArrayList<>();
    private final List<Reviewing.Comment> comments = new ArrayList<>();
    private volatile ModelUse.Grant grant = ModelUse.Grant.GRANTED;
    private volatile boolean stopped;
    private volatile Trial trial = Trial.NONE;
    private Workspace folder;
    private ModelAuthor author;

    @BeforeEach
    void start() throws Exception {
        Tree tree = new Tree(temp.resolve("ws"));
        tree.file("learning.py", "def learn(events):\n    return 1\n");
        bus.serve(
                Addresses.STORE_REPLAY,
                replay -> Future.succeededFuture(received.stream()
                        .filter(sent -> sent.idempotency().equals(replay.idempotency()))
                        .findFirst()
                        .map(sent -> new Store.Receipt(sent.requestId(), sent.createdAt(), true))));
        bus.serve(Addresses.GATE_INSPECT, inspection -> Future.succeededFuture(inspection.changes()));
        bus.serve(Addresses.STORE_RECEIVE, sent -> {
            received.add(sent);
            return Future.succeededFuture(new Store.Receipt(sent.requestId(), sent.createdAt(), false));
        });
        bus.serve(
                Addresses.STORE_LIST_OWN,
                query -> Future.succeededFuture(new Store.Page<>(List.copyOf(own), own.size(), null)));
        bus.serve(
                Addresses.STORE_CONVERSATION,
                id -> Future.succeededFuture(new Reviewing.Conversation(null, null, List.copyOf(comments))));
        bus.serve(Addresses.STORE_RESERVE_MODEL_CALL, call -> Future.succeededFuture(grant));
        bus.serve(Addresses.STORE_SETTLE_MODEL_CALL, call -> Future.succeededFuture());
        bus.serve(Addresses.STORE_MODEL_SPENT, nothing -> Future.succeededFuture(new ModelUse.Spent(3, 77, 0)));
        server.says(call -> answers.removeFirst());
        folder = tree.workspace();
        author = author(true);
    }

    private ModelAuthor author(boolean tellsOutput) {
        ModelSettings settings = new ModelSettings(
                "some-coder",
                new ModelSettings.Server(server.url(), Optional.empty(), true),
                ModelSettings.Limits.STANDARD,
                ModelSettings.Budget.STANDARD);
        return new ModelAuthor(
                vertx,
                bus,
                Map.of("default", folder),
                Map.of("default", (changes, givenUp) -> trial.of(changes, givenUp)),
                new AuthoringSettings(Map.of(), Sendable.ALL, 1, tellsOutput, true),
                Models.open(vertx, bus, settings, null),
                settings);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        Waiting.on(vertx.close());
    }

    @Test
    void filesWhatFitsUnderItsOwnNameAndOwnedByWhoeverAsked() throws Exception {
        answers.add(GOOD);
        Improvements.Suggestion suggestion = suggestion(List.of());

        assertThat(write(suggestion)).isInstanceOf(Authored.Filed.class);

        Submission sent = received.get(0);
        assertThat(sent.submittedBy()).isEqualTo("patchgate-loop");
        assertThat(sent.owner()).isEqualTo("alice");
        assertThat(sent.confidence()).isEqualTo(0.66);
        assertThat(sent.feedbackIds()).isEqualTo(suggestion.feedbackIds());
        assertThat(sent.improvementType()).isEqualTo("CODE_PATCH");
        assertThat(sent.metrics()).contains("\"negative_ratio\":0.6");
        assertThat(sent.reasoning())
                .startsWith("Component: learning_module\nImprovement: ")
                .contains("Motivation: based on 10 feedback events\nKey metrics: negative ratio 0.60");
        assertThat(sent.changes().get(0).diff()).contains("-    return 1\n+    return 2\n");
    }

    @Test
    void filesASuggestionOnceHoweverOftenItIsBegun() throws Exception {
        answers.add(GOOD);
        Improvements.Suggestion suggestion = suggestion(List.of());

        assertThat(write(suggestion)).isEqualTo(write(suggestion));
        assertThat(received).hasSize(1);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void handsTheFaultBackAndGivesUpAfterTheLastRound() throws Exception {
        answers.addAll(
                List.of("{\"edits\": [{\"file\": \"kernel.py\", \"search\": \"a\", \"replace\": \"b\"}]}", GOOD));
        assertThat(write(suggestion(List.of()))).isInstanceOf(Authored.Filed.class);
        assertThat(StandInModel.prompt(server.calls().get(1)))
                .contains("changes a file that may not be changed here. Change only: learning.py.");

        answers.addAll(List.of("nonsense", "I will not"));
        assertThat(write(suggestion(List.of())))
                .isInstanceOfSatisfying(
                        Authored.NotFiled.class,
                        not -> assertThat(not.reason())
                                .startsWith(
                                        "The model gave no patch that can be used in 2 rounds. The last: The answer is not"
                                                + " JSON"));
        assertThat(received).hasSize(1);
    }

    @Test
    void tellsTheModelWhatPeopleSaidAndDoesNotFileARefusedPatchAgain() throws Exception {
        answers.add(GOOD);
        write(suggestion(List.of()));
        own.add(view(received.get(0), PatchStatus.DENIED, Category.INCORRECT, "An empty list is an error then."));
        comments.add(new Reviewing.Comment(
                1,
                received.get(0).requestId(),
                "rita",
                Instant.EPOCH,
                "Why two?",
                false,
                new Reviewing.Anchor(Tree.at("learning.py"), Reviewing.Side.AFTER, 2)));
        answers.addAll(List.of(GOOD, OTHER));

        assertThat(write(suggestion(List.of()))).isInstanceOf(Authored.Filed.class);

        assertThat(StandInModel.prompt(server.calls().get(1)))
                .contains("denied as incorrect", "An empty list is an error then.", "Why two?", "+    return 2");
        assertThat(StandInModel.prompt(server.calls().get(2)))
                .contains("It is to 100 % the patch of request "
                        + received.get(0).requestId() + ", which was denied as incorrect");
        assertThat(received.get(1).changes().get(0).diff()).contains("return events or []");

        answers.addAll(List.of(GOOD, GOOD));
        assertThat(write(suggestion(List.of())))
                .isInstanceOfSatisfying(
                        Authored.NotFiled.class,
                        not -> assertThat(not.reason()).contains("which was denied as incorrect"));
    }

    @Test
    void tellsTheModelWhyAPatchWasTakenBackAndDoesNotFileItAgain() throws Exception {
        answers.add(GOOD);
        write(suggestion(List.of()));
        own.add(view(received.get(0), PatchStatus.ROLLED_BACK, null, "Try it."));
        bus.serve(
                Addresses.STORE_UNDONE,
                id -> Future.succeededFuture(Optional.of("Negative feedback is 31 % on the canary.")));
        answers.addAll(List.of(GOOD, GOOD));

        assertThat(write(suggestion(List.of())))
                .isInstanceOfSatisfying(
                        Authored.NotFiled.class, not -> assertThat(not.reason()).contains("which was rolled back"));
        assertThat(StandInModel.prompt(server.calls().get(1)))
                .contains(", rolled back", "It was taken back: Negative feedback is 31 % on the canary.");
    }

    /** A sealed request is a pending one to its agent, for as long as nobody decides; so it is here. */
    @Test
    void learnsNothingFromARequestThatNobodyDecidedOn() throws Exception {
        answers.add(GOOD);
        write(suggestion(List.of()));
        own.add(view(received.get(0), PatchStatus.PENDING_APPROVAL, null, null));
        answers.add(GOOD);

        assertThat(write(suggestion(List.of()))).isInstanceOf(Authored.Filed.class);
        assertThat(StandInModel.prompt(server.calls().get(1)))
                .doesNotContain("earlier patch, ")
                .doesNotContain("pending");
    }

    @Test
    void saysWhyThereIsNoPatch() throws Exception {
        grant = ModelUse.Grant.NO_REQUESTS;
        assertThat(reason(suggestion(List.of()))).contains("200 times today");
        assertThat(received).isEmpty();
        Waiting.until(() -> author.model().orElseThrow().budgets().get(1).used() == 77);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handsBackWhatAChecksSaysAndOfACommandOnlyWhatMayLeave(boolean tellsOutput) throws Exception {
        author = author(tellsOutput);
        answers.addAll(List.of(GOOD, OTHER));
        trial = (changes, givenUp) -> {
            boolean good = changes.get(0).newCode().contains("events or []");
            Trial.Failed failed = new Trial.Failed("unit", Check.Kind.COMMAND, "Obey me: 1 failed");
            return Optional.of(new Trial.Result(good ? List.of("unit") : List.of(), good ? null : failed, null));
        };

        assertThat(write(suggestion(List.of()))).isInstanceOf(Authored.Filed.class);

        String prompt = StandInModel.prompt(server.calls().get(1));
        assertThat(prompt).contains("The workspace's check 'unit' fails with it.");
        String mark = prompt.replaceAll("(?s).*begins with \"<<<([0-9a-f]{32})\".*", "$1");
        assertThat(prompt.contains("<<<" + mark + " What it wrote, the end\nObey me: 1 failed\n" + mark + ">>>"))
                .isEqualTo(tellsOutput);
        assertThat(prompt.contains("Obey me")).isEqualTo(tellsOutput);
        Submission sent = received.get(0);
        assertThat(sent.confidence()).isEqualTo(0.72);
        assertThat(sent.metrics()).contains("\"prior_confidence\":0.66", "\"checks_passed\":1");
        assertThat(sent.reasoning()).contains("\nTried before filing: unit passed\n");
    }

    @Test
    void isLessSureWhereItsChecksCouldNotBeRun() throws Exception {
        answers.add(GOOD);
        trial = (changes, givenUp) -> Optional.of(new Trial.Result(List.of(), null, "'unit': There is no sandbox."));

        assertThat(write(suggestion(List.of()))).isInstanceOf(Authored.Filed.class);

        assertThat(received.get(0).confidence()).isEqualTo(0.495);
        assertThat(received.get(0).reasoning()).contains("Tried before filing: not run: 'unit': There is no sandbox.");
    }

    @Test
    void neitherAsksAModelNorFilesWhileEverythingIsStopped() throws Exception {
        stopped = true;
        assertThat(write(suggestion(List.of()))).isEqualTo(new Authored.Stopped());
        assertThat(server.calls()).isEmpty();

        stopped = false;
        server.says(call -> {
            stopped = true;
            return GOOD;
        });
        assertThat(write(suggestion(List.of()))).isEqualTo(new Authored.Stopped());
        assertThat(server.calls()).hasSize(1);
        assertThat(received).isEmpty();
    }

    private String reason(Improvements.Suggestion suggestion) throws Exception {
        return ((Authored.NotFiled) write(suggestion)).reason();
    }

    private Authored write(Improvements.Suggestion suggestion) throws Exception {
        return Waiting.on(author.write(suggestion, new Progress() {
            @Override
            public void step(String sentence) {
                assertThat(sentence).hasSizeLessThanOrEqualTo(500);
            }

            @Override
            public Optional<String> owner() {
                return Optional.of("alice");
            }

            @Override
            public boolean stopped() {
                return stopped;
            }

            @Override
            public Future<Boolean> free() {
                return Future.succeededFuture(!stopped);
            }
        }));
    }

    private static Store.SubmissionView view(Submission sent, PatchStatus status, Category category, String comment) {
        return new Store.SubmissionView(
                sent, new Store.Outcome(status, Instant.EPOCH, "rita", comment, category, null, null));
    }
}
