package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Improvements;
import io.patchgate.bus.Store;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.Category;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reviewers, admins and senders of feedback do, with the rest played by the test. */
@Timeout(30)
class ReviewTest {
    private static final String PATH = "/api/patch-requests/";
    private static final String REVIEWER = "reviewer:rita";
    private static TestServer server;

    private final UUID id = UUID.randomUUID();
    private final AtomicReference<Store.Decision> decided = new AtomicReference<>();

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
        server.when(Addresses.STORE_DECIDE, decision -> {
            decided.set(decision);
            return Future.succeededFuture(new Store.Tally(1, 1));
        });
    }

    @Test
    void nobodyAsksTheLoopByAnAgentThatNobodyAnswersFor() throws IOException {
        server.when(Addresses.GENERATION_CONSIDER, ask -> Future.succeededFuture(queued(ask)));
        String body = "{\"component\":\"learning\"}";
        try (RawHttp http = server.connect()) {
            assertThat(http.post("/api/improvements", "agent:bot", body).status())
                    .isEqualTo(202);
            Reply refused = http.post("/api/improvements", "agent:" + TestServer.ORPHAN, body);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().getString("detail")).contains("names no owner");
        }
    }

    @Test
    void deniesWithoutAskingTheGate() throws IOException {
        server.when(Addresses.GATE_RECHECK, asked -> Future.failedFuture(new Failure(FailureKind.UNAVAILABLE, "away")));
        Reply reply = decide("{\"approved\":false,\"review_comment\":\"no\",\"category\":\"out_of_scope\"}");
        assertOutcome(reply, true, "Patch request denied", "DENIED");
        assertThat(decided.get().category()).isEqualTo(Category.OUT_OF_SCOPE);
        assertThat(decided.get().comment()).isEqualTo("no");
        assertThat(decided.get().actor().subject()).isEqualTo("rita");
    }

    @Test
    void reportsWhatCameOfAnApproval() throws IOException {
        outcome(PatchStatus.APPLIED);
        assertOutcome(
                decide("{\"approved\":true,\"approval_key\":\"key\"}"),
                true,
                "Patch request approved and applied",
                "APPLIED");
        assertThat(decided.get().approvalKey()).isEqualTo("key");
        outcome(PatchStatus.FAILED);
        assertOutcome(decide("{\"approved\":true}"), false, "Patch request approved but failed to apply", "FAILED");
        assertThat(decided.get().approvalKey())
                .as("every vote is for what stood there")
                .isEqualTo("key");
    }

    @Test
    void answersAfterAWhileThatThePatchIsStillBeingApplied() throws IOException {
        assertOutcome(decide("{\"approved\":true}"), true, "Patch request approved; still being applied", "APPROVED");
    }

    @Test
    void letsOneReviewerApproveManyRequestsAtOnce() throws Exception {
        List<RawHttp> calls = new ArrayList<>();
        String body = "{\"approved\":true}";
        for (int i = 0; i < StatusWaits.MAX_WAITS_PER_SUBJECT + 10; i++) {
            RawHttp http = server.connect();
            http.send("POST " + PATH + UUID.randomUUID() + "/approve HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
                    + REVIEWER + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            calls.add(http);
        }
        for (RawHttp http : calls) {
            assertThat(http.receive("POST").status()).isEqualTo(200);
            http.close();
        }
    }

    @Test
    void aVoteBelowTheQuorumIsAnsweredWithoutWaitingForAnOutcome() throws IOException {
        Demand two = new Demand(2, List.of());
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "key", "key", false, null, two)));
        server.when(Addresses.STORE_DECIDE, decision -> {
            decided.set(decision);
            return Future.succeededFuture(new Store.Tally(1, 2));
        });
        assertOutcome(decide("{\"approved\":true}"), true, "Vote recorded: 1 of 2 approvals", "VOTE_RECORDED");
        assertThat(decided.get().demand()).isEqualTo(two);
    }

    @Test
    void aCallForARollbackBelowTheQuorumIsAVote() throws IOException {
        server.when(Addresses.APPLICATION_ROLL_BACK, start -> Future.succeededFuture(new Store.Tally(1, 3)));
        try (RawHttp http = server.connect()) {
            Reply reply = http.post(PATH + id + "/rollback", REVIEWER, "{}");
            assertOutcome(reply, true, "Vote recorded: 1 of 3 approvals", "VOTE_RECORDED");
        }
    }

    @Test
    void refusesToApproveWhatIsStaleWhateverTheKey() throws IOException {
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "K", "K", true, "D", Demand.ONE)));
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        Reply reply = decide("{\"approved\":true,\"approval_key\":\"K\"}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().getString("detail")).contains("stale");
        assertThat(decided.get()).isNull();
    }

    @Test
    void comparesTheKeyThatWasShownOrTheOneAtAdmissionWithThatOfThisMoment() throws IOException {
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "admitted", "now", false, null, Demand.ONE)));
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        for (String body : List.of(
                "{\"approved\":true}",
                "{\"approved\":true,\"approval_key\":\"admitted\"}",
                "{\"approved\":true,\"approval_key\":\"other\"}")) {
            assertThat(decide(body).status()).as(body).isEqualTo(409);
            assertThat(decided.get()).isNull();
        }
        outcome(PatchStatus.APPLIED);
        assertThat(decide("{\"approved\":true,\"approval_key\":\"now\"}").status())
                .isEqualTo(200);
    }

    @Test
    void refusesToApproveWhatHasARedCheckAndNamesIt() throws IOException {
        standing(check("unit", true, Check.Status.PASSED), check("lint", true, Check.Status.FAILED));
        Reply reply = decide("{\"approved\":true}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().getString("detail")).isEqualTo("The required check 'lint' has failed.");
        assertThat(decided.get()).isNull();

        standing(check("unit", true, Check.Status.PASSED), check("lint", false, Check.Status.FAILED));
        outcome(PatchStatus.APPLIED);
        assertThat(decide("{\"approved\":true}").status()).isEqualTo(200);
        assertThat(decided.get().evidence()).contains("unit", "lint");
    }

    @Test
    void waitsForChecksOnlyWhereNoKeyWasSent() throws IOException {
        List<Check> running = List.of(check("unit", true, Check.Status.RUNNING));
        int[] looks = {0};
        server.when(Addresses.GATE_RECHECK, asked -> {
            List<Check> checks = ++looks[0] < 3 ? running : List.of(check("unit", true, Check.Status.PASSED));
            return Future.succeededFuture(new Gating.Standing(
                    null, "content", "content", "key" + looks[0], checks, false, null, Demand.ONE, false));
        });
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        assertThat(decide("{\"approved\":true,\"approval_key\":\"key1\"}").status())
                .isEqualTo(409);
        assertThat(looks[0]).isEqualTo(1);
        looks[0] = 0;
        outcome(PatchStatus.APPLIED);
        assertThat(decide("{\"approved\":true}").status()).isEqualTo(200);
        assertThat(decided.get().approvalKey()).isEqualTo("key3");
    }

    private void standing(Check... checks) {
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(
                        new Gating.Standing(null, "K", "K", "K2", List.of(checks), false, null, Demand.ONE, false)));
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
    }

    private static Check check(String name, boolean required, Check.Status status) {
        return new Check(name, Check.Kind.COMMAND, required, status, 7L, 0, "so", null, null);
    }

    @Test
    void refusesToApproveWhatTheGateDoesNotLetThroughAnyMore() throws IOException {
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(
                        new Gating.Standing("The file is protected now.", "K", "K", false, null, Demand.ONE)));
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        Reply reply = decide("{\"approved\":true}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().getString("detail")).contains("The file is protected now.");
        assertThat(decided.get()).isNull();
    }

    @Test
    void saysThatSomeoneElseDecidedFirstThoughTheRequestLooksStale() throws IOException {
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "K", "K", true, "D", Demand.ONE)));
        server.when(Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.APPLIED)));
        assertThat(decide("{\"approved\":true}").json().getString("detail"))
                .isEqualTo("The patch request is no longer pending; it is APPLIED.");
    }

    @Test
    void passesOnWhyAStoreRefusesADecision() throws IOException {
        for (FailureKind kind : List.of(FailureKind.FORBIDDEN, FailureKind.CONFLICT, FailureKind.NOT_FOUND)) {
            server.when(Addresses.STORE_DECIDE, asked -> Future.failedFuture(new Failure(kind, "why")));
            Reply reply = decide("{\"approved\":true}");
            assertThat(reply.status()).isEqualTo(Problems.Answer.of(kind).status);
            assertThat(reply.json().getString("detail")).isEqualTo("why");
        }
    }

    @Test
    void refusesADecisionThatIsNone() throws IOException {
        assertThat(decide("{}").problemField()).isEqualTo("approved");
        assertThat(decide("{\"approved\":\"yes\"}").problemField()).isEqualTo("approved");
        assertThat(decide("{\"approved\":false,\"category\":\"ugly\"}").problemMessage())
                .startsWith("must be one of incorrect, ");
        assertThat(decide("{\"approved\":true,\"review_comment\":\"" + "c".repeat(10_001) + "\"}")
                        .problemField())
                .isEqualTo("review_comment");
        assertThat(decided.get()).isNull();
    }

    @Test
    void rollsBackWithAndWithoutAComment() throws IOException {
        AtomicReference<Store.RollbackStart> asked = new AtomicReference<>();
        server.when(Addresses.APPLICATION_ROLL_BACK, start -> {
            asked.set(start);
            return Future.succeededFuture(new Store.Tally(1, 1));
        });
        try (RawHttp http = server.connect()) {
            Reply bare = http.call("POST", PATH + id + "/rollback", REVIEWER, null);
            assertOutcome(bare, true, "Patch request rolled back", "ROLLED_BACK");
            assertThat(asked.get().comment()).isNull();
            http.post(PATH + id + "/rollback", REVIEWER, "{\"comment\":\"broke it\"}");
            assertThat(asked.get().comment()).isEqualTo("broke it");
        }
    }

    @Test
    void showsTheTimelineAsItIsInTheLedger() throws IOException {
        server.when(
                Addresses.STORE_TIMELINE,
                asked -> Future.succeededFuture(Optional.of(List.of(new Store.TimelineEntry(
                        4, TestServer.CREATED, "patch_request.pending", "alice", "{\"a\":1}")))));
        try (RawHttp http = server.connect()) {
            assertThat(http.get(PATH + id + "/timeline", REVIEWER).json())
                    .isEqualTo(new JsonObject("""
                            {"request_id":"%s","entries":[{"sequence":4,"at":"%s","kind":"patch_request.pending",
                             "actor":"alice","body":{"a":1}}]}""".formatted(id, TestServer.CREATED)));
        }
    }

    @Test
    void takesOneFeedbackEventAndSeveral() throws IOException {
        AtomicReference<List<Store.Feedback>> asked = new AtomicReference<>();
        server.when(Addresses.GENERATION_FEEDBACK, events -> {
            asked.set(events);
            return Future.succeededFuture(new Store.FeedbackReceipt(events.size(), 0));
        });
        try (RawHttp http = server.connect()) {
            Reply one = http.post(
                    "/api/feedback",
                    "agent:alice",
                    "{\"type\":\"ari_alert\",\"component\":\"c\",\"feedback_id\":\"f1\"}");
            assertThat(one.status()).isEqualTo(202);
            assertThat(one.json().getJsonArray("feedback_ids")).isEqualTo(JsonArray.of("f1"));
            assertThat(asked.get().get(0).trusted()).isFalse();
            assertThat(asked.get().get(0).source()).isEqualTo("alice");
            Reply two = http.post(
                    "/api/feedback",
                    "monitor:m",
                    "[{\"type\":\"ari_alert\",\"component\":\"c\",\"timestamp\":\"2026-11-22T10:00:00+01:00\"},{\"type\":\"ari_alert\",\"component\":\"c\"}]");
            assertThat(two.json().getInteger("accepted")).isEqualTo(2);
            assertThat(asked.get().get(0).trusted()).isTrue();
            assertThat(asked.get().get(0).timestamp()).hasToString("2026-11-22T09:00:00Z");
            Reply bad = http.post(
                    "/api/feedback",
                    "monitor:m",
                    "[{\"type\":\"ari_alert\",\"component\":\"c\",\"timestamp\":\"yesterday\"}]");
            assertThat(bad.status()).isEqualTo(422);
            assertThat(bad.problemField()).isEqualTo("body[0].timestamp");
        }
    }

    private void outcome(PatchStatus status) {
        server.when(Addresses.STORE_DECIDE, decision -> {
            decided.set(decision);
            // Before the store's own answer: the listener must already be there.
            server.bus.publish(Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(id, PatchStatus.APPROVED));
            server.bus.publish(Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(id, status));
            return Future.succeededFuture(new Store.Tally(1, 1));
        });
    }

    private Improvements.Consideration queued(Improvements.Ask ask) {
        return new Improvements.Consideration(
                id,
                ask.workspace(),
                ask.component(),
                ask.askedBy(),
                TestServer.CREATED,
                Improvements.State.QUEUED,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private Reply decide(String body) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.post(PATH + id + "/approve", REVIEWER, body);
        }
    }

    private void assertOutcome(Reply reply, boolean success, String message, String action) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .isEqualTo(new JsonObject()
                        .put("success", success)
                        .put("message", message)
                        .put("request_id", id.toString())
                        .put("action", action));
    }
}
