package io.patchgate;

import io.patchgate.bus.Address;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Category;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.PersistenceVerticle;
import io.patchgate.persistence.TestDatabase;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The real request log, and what people, agents and monitors write into it. */
final class RequestLog implements AutoCloseable {
    private static final String SHA = "a".repeat(64);

    final Bus bus;
    final Vertx vertx = Vertx.vertx();
    private int sent;

    RequestLog() throws Exception {
        bus = Bus.install(vertx);
        DatabaseUrls urls = TestDatabase.fresh();
        vertx.deployVerticle(new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14)))
                .await();
        // As the product does at its start, with the patience that the first write of a cold process takes.
        ask(Addresses.STORE_POLICY_BEGUN, new Store.PolicyInForce("default", SHA, List.of()));
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    PatchStatus status(UUID request) {
        return ask(Addresses.STORE_FIND, request).orElseThrow().row().outcome().status();
    }

    UUID applied(Demand demand) {
        return applied(admitted(demand));
    }

    UUID applied(Submission submission) {
        approve(submission);
        ask(Addresses.STORE_FINISH, new Store.Finish(submission.requestId(), null));
        return submission.requestId();
    }

    void approve(Submission submission) {
        if (!decide(submission, "alice", true).complete()) {
            decide(submission, "carol", true);
        }
    }

    static Actor person(String name) {
        return new Actor(name, Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    Store.Tally decide(Submission submission, String by, boolean approved) {
        Demand demand =
                ask(Addresses.STORE_FIND, submission.requestId()).orElseThrow().demand();
        return ask(
                Addresses.STORE_DECIDE,
                new Store.Decision(
                        submission.requestId(),
                        person(by),
                        approved,
                        "so",
                        approved ? null : Category.OTHER,
                        SHA,
                        demand));
    }

    Submission admitted(Demand demand) {
        return admitted(demand, "bot", "{}");
    }

    Submission admitted(Demand demand, String by, String metrics) {
        return admitted("src/a.py", "learning", demand, by, metrics);
    }

    Submission admitted(String file, String component) {
        return admitted(file, component, Demand.ONE, "bot", "{}");
    }

    private Submission admitted(String file, String component, Demand demand, String by, String metrics) {
        WorkspacePath path = new WorkspacePath(file);
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                by,
                "bob",
                "default",
                component,
                "CODE_PATCH",
                0.8,
                "because",
                List.of(),
                metrics,
                List.of(new Change(path, Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
        ask(Addresses.STORE_RECEIVE, submission);
        BaseFile base = new BaseFile(path, SHA, 3, 0644, "c".repeat(64), 4);
        ask(
                Addresses.STORE_ADMIT,
                new Store.Admission(submission, "the diff", List.of(base), SHA, "b".repeat(64), demand));
        return submission;
    }

    /** As if the loop had filed the request for what it found. */
    void found(Submission submission) {
        Instant now = submission.createdAt();
        var window = new Improvements.Window(now.minus(Duration.ofDays(30)), now, 10, 5, 0, 0, 0, 0, null);
        UUID id = ask(
                Addresses.STORE_SUGGEST,
                new Improvements.Suggestion(
                        UUID.randomUUID(),
                        now,
                        submission.workspace(),
                        submission.component(),
                        new Improvements.Cause("said:crash", "crash", 5),
                        Improvements.Kind.PARAMETER_ADJUSTMENT,
                        "It crashes.",
                        0.5,
                        List.of(),
                        window,
                        List.of(),
                        List.of()));
        ask(Addresses.STORE_SUGGESTION_TRIED, new Improvements.Result(id, submission.requestId(), null));
    }

    /** What the loop knows of the component's latest request of its own. */
    Improvements.Past past() {
        Instant now = Instant.now();
        return ask(
                        Addresses.STORE_STANDING,
                        new Improvements.Stretch("default", "learning", now.minus(Duration.ofDays(30)), now))
                .history()
                .get(0);
    }

    void send(int events, int negatives, boolean trusted, Instant at) {
        send(events, negatives, trusted, null, at);
    }

    void send(int events, int negatives, String variant, Instant at) {
        send(events, negatives, true, variant, at);
    }

    void send(int events, int negatives, boolean trusted, String variant, Instant at) {
        List<Store.ReadFeedback> feedback = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            boolean negative = i < negatives;
            feedback.add(new Store.ReadFeedback(
                    new Store.Feedback(
                            "f" + sent++,
                            negative ? "explicit_negative" : "explicit_positive",
                            at.truncatedTo(ChronoUnit.MICROS),
                            "user",
                            "learning",
                            null,
                            null,
                            null,
                            null,
                            "{}",
                            "{}",
                            trusted ? "monitor" : "bot",
                            trusted,
                            "default"),
                    negative ? "unsaid" : null,
                    variant));
        }
        ask(Addresses.STORE_FEEDBACK, feedback);
    }

    <Q, R> R ask(Address<Q, R> address, Q question) {
        return bus.ask(address, question).await();
    }
}
