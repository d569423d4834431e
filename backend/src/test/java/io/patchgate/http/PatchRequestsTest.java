package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Events;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The routes of patch requests, with the gate, the request log and the disk played by the test. */
@Timeout(30)
class PatchRequestsTest {
    private static final String PATH = "/api/patch-requests";
    private static final String AGENT = "agent:alice";
    private static final String REVIEWER = "reviewer:rita";
    private static final String GOOD = """
            {"target_file":"src/a.py","new_code":"x","component":"c","confidence":0.5,"reasoning":"r","metrics":{"n":1.5}}""";
    private static TestServer server;

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
    }

    @Test
    void storesASubmissionAndAnswersBeforeAnyVerdict() throws IOException {
        Reply reply = post(PATH, AGENT, GOOD);
        Submission stored = server.received.get(0);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json())
                .isEqualTo(new JsonObject()
                        .put("request_id", stored.requestId().toString())
                        .put("status", "PENDING_APPROVAL")
                        .put("created_at", stored.createdAt().toString()));
        assertThat(reply.header("Location")).isEqualTo(PATH + "/" + stored.requestId());
        assertThat(stored.submittedBy()).isEqualTo("alice");
        assertThat(stored.owner()).isEqualTo("anna");
        assertThat(stored.workspace()).isEqualTo("default");
        assertThat(stored.improvementType()).isEqualTo("CODE_PATCH");
        assertThat(stored.metrics()).isEqualTo("{\"n\":1.5}");
        assertThat(stored.createdAt().getNano() % 1_000).isZero();
        assertThat(stored.idempotency()).isNull();
    }

    @Test
    void storesWhatTheInspectionMadeOfDiffs() throws IOException {
        server.when(
                Addresses.GATE_INSPECT,
                asked -> Future.succeededFuture(List.of(asked.changes().get(0).withNewCode("patched"))));
        post(
                PATH,
                AGENT,
                "{\"component\":\"c\",\"confidence\":1,\"reasoning\":\"r\",\"changes\":[{\"target_file\":\"a\",\"diff\":\"d\"}]}");
        assertThat(server.received.get(0).changes().get(0).newCode()).isEqualTo("patched");
        assertThat(server.received.get(0).changes().get(0).form()).isEqualTo(Change.Form.DIFF);
    }

    @Test
    void tellsWhatTheInspectionFound() throws IOException {
        server.when(
                Addresses.GATE_INSPECT, asked -> Future.failedFuture(Failure.invalid("target_file", "must be a file")));
        Reply reply = post(PATH, AGENT, GOOD);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problemField()).isEqualTo("target_file");
        assertThat(server.received).isEmpty();
    }

    @Test
    void keepsTheIdempotencyKeyWithAFingerprintOfTheBody() throws IOException {
        for (String key : List.of("k+1", "100%")) {
            try (RawHttp http = server.connect()) {
                assertThat(http.post(PATH, AGENT, GOOD, "Idempotency-Key: " + key)
                                .status())
                        .isEqualTo(202);
            }
        }
        assertThat(server.received.get(0).idempotency().key()).isEqualTo("k+1");
        assertThat(server.received.get(1).idempotency().key()).isEqualTo("100%");
        assertThat(server.received.get(0).idempotency().fingerprint())
                .hasSize(64)
                .isEqualTo(server.received.get(1).idempotency().fingerprint());
        try (RawHttp http = server.connect()) {
            Reply reply = http.post(PATH, AGENT, GOOD, "Idempotency-Key: " + "k".repeat(256));
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problemField()).isEqualTo("Idempotency-Key");
        }
    }

    @Test
    void answersAReplayWithTheFirstReceipt() throws IOException {
        UUID first = UUID.randomUUID();
        server.when(
                Addresses.STORE_REPLAY,
                asked -> Future.succeededFuture(Optional.of(new Store.Receipt(first, TestServer.CREATED, true))));
        // What the disk says by now does not matter: the patch itself may have been applied.
        server.when(Addresses.GATE_INSPECT, asked -> Future.failedFuture(Failure.invalid("diff", "does not apply")));
        try (RawHttp http = server.connect()) {
            Reply reply = http.post(PATH, AGENT, GOOD, "Idempotency-Key: again");
            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.json().getString("request_id")).isEqualTo(first.toString());
        }
    }

    @Test
    void takesEveryCharacterThatPathsAndCodeMayHave() throws IOException {
        post(
                PATH,
                AGENT,
                new JsonObject(GOOD)
                        .put("target_file", "é😀/a b+c%.py")
                        .put("new_code", "\u0001\r\n\t😀")
                        .encode());
        assertThat(server.received.get(0).target().value()).isEqualTo("é😀/a b+c%.py");
        assertThat(server.received.get(0).changes().get(0).newCode()).isEqualTo("\u0001\r\n\t😀");
    }

    @Test
    void refusesTheWrongRoleAndNobody() throws IOException {
        assertThat(post(PATH, REVIEWER, GOOD).status()).isEqualTo(403);
        assertThat(post(PATH, null, GOOD).status()).isEqualTo(401);
        assertThat(get(PATH + "/pending", AGENT).status()).isEqualTo(403);
        assertThat(get(PATH + "/pending", "admin:ada").status()).isEqualTo(200);
        assertThat(get(PATH, "monitor:m").status()).isEqualTo(403);
        assertThat(post(PATH + "/protected-files", REVIEWER, "{\"path\":\"a\"}").status())
                .isEqualTo(403);
        assertThat(server.received).isEmpty();
    }

    @Test
    void mapsEveryKindOfFailureToOneStatus() throws IOException {
        int[] statuses = {422, 404, 403, 409, 429, 503, 503, 503, 500};
        for (FailureKind kind : FailureKind.values()) {
            server.when(Addresses.STORE_RECEIVE, s -> Future.failedFuture(new Failure(kind, "why")));
            Reply reply = post(PATH, AGENT, GOOD);
            assertThat(reply.status()).as(kind.name()).isEqualTo(statuses[kind.ordinal()]);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.header("Retry-After"))
                    .isEqualTo(kind == FailureKind.OVERLOADED || kind == FailureKind.UNAVAILABLE ? "1" : null);
            if (kind == FailureKind.INTERNAL) {
                assertThat(reply.json().getString("instance")).startsWith("urn:uuid:");
                assertThat(reply.json().containsKey("detail")).isFalse();
            } else {
                assertThat(reply.json().getString("detail")).isEqualTo("why");
            }
        }
    }

    @Test
    void hidesADefectBehindACorrelationId() throws IOException {
        server.when(Addresses.STORE_RECEIVE, s -> {
            throw new IllegalStateException("SELECT secret");
        });
        Reply reply = post(PATH, AGENT, GOOD);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).doesNotContain("SELECT", "IllegalState");
    }

    @Test
    void listsWithTheContractsDefaultsAndAbsentColumns() throws IOException {
        AtomicReference<Store.ListQuery> asked = new AtomicReference<>();
        UUID id = UUID.randomUUID();
        Store.Cursor next = new Store.Cursor(Store.Sort.CREATED, TestServer.CREATED, id);
        server.when(Addresses.STORE_LIST, query -> {
            asked.set(query);
            return Future.succeededFuture(new Store.Page<>(List.of(TestServer.row(id, PatchStatus.APPLIED)), 7, next));
        });
        JsonObject page = get(PATH + "?q=a%2Bb%25", REVIEWER).json();
        assertThat(asked.get())
                .isEqualTo(new Store.ListQuery(null, null, null, "a+b%", Store.Sort.CREATED, 50, null, false, false));
        assertThat(page.getInteger("total")).isEqualTo(7);
        assertThat(page.getJsonArray("patch_requests").getJsonObject(0).fieldNames())
                .containsExactly(
                        "request_id",
                        "created_at",
                        "target_file",
                        "reasoning",
                        "component",
                        "improvement_type",
                        "confidence",
                        "high_confidence",
                        "status",
                        "reviewed_at",
                        "reviewed_by",
                        "review_comment",
                        "category",
                        "applied_at",
                        "application_error",
                        "feedback_ids",
                        "metrics",
                        "submitted_by",
                        "workspace",
                        "file_count",
                        "required_approvals",
                        "approvals",
                        "changes_requested");
        get(
                PATH + "?status=FAILED&limit=3&include=diff,new_code_blob&cursor=" + page.getString("next_cursor"),
                REVIEWER);
        assertThat(asked.get())
                .isEqualTo(new Store.ListQuery(
                        PatchStatus.FAILED, null, null, null, Store.Sort.CREATED, 3, next, true, true));
        JsonObject pending = get(PATH + "/pending", REVIEWER).json();
        assertThat(asked.get().limit()).isEqualTo(20);
        assertThat(asked.get().status()).isEqualTo(PatchStatus.PENDING_APPROVAL);
        assertThat(pending.fieldNames())
                .containsExactly("pending_requests", "total_pending", "total_high_confidence", "next_cursor");
    }

    @Test
    void listsByTheTimeOfDecisionWithCursorsOfThatOrderAlone() throws IOException {
        AtomicReference<Store.ListQuery> asked = new AtomicReference<>();
        Store.Cursor next = new Store.Cursor(Store.Sort.DECIDED, TestServer.CREATED, UUID.randomUUID());
        server.when(Addresses.STORE_LIST, query -> {
            asked.set(query);
            return Future.succeededFuture(new Store.Page<>(List.of(), 0, next));
        });
        String cursor = get(PATH + "?sort=decided", REVIEWER).json().getString("next_cursor");
        assertThat(asked.get().sort()).isEqualTo(Store.Sort.DECIDED);
        assertThat(get(PATH + "?sort=decided&cursor=" + cursor, REVIEWER).status())
                .isEqualTo(200);
        assertThat(asked.get().cursor()).isEqualTo(next);
        for (String query : List.of("?cursor=" + cursor, "?sort=created&cursor=" + cursor, "?sort=oldest")) {
            assertThat(get(PATH + query, REVIEWER).status()).as(query).isEqualTo(422);
        }
    }

    @Test
    void saysWhichRequestsHaveHighConfidenceAndHowManyOfAllThatWait() throws IOException {
        UUID id = UUID.randomUUID();
        List<Boolean> told = new ArrayList<>();
        for (double confidence : new double[] {0.9, 0.9000001}) {
            server.reset();
            server.when(
                    Addresses.STORE_LIST,
                    query -> Future.succeededFuture(new Store.Page<>(
                            List.of(TestServer.row(id, PatchStatus.PENDING_APPROVAL, confidence)), 7, null)));
            server.when(Addresses.STORE_COUNT_CONFIDENT, asked -> {
                assertThat(asked.above()).isEqualTo(0.9);
                assertThat(asked.query().component()).isEqualTo("learning");
                return Future.succeededFuture(5L);
            });
            JsonObject page =
                    get(PATH + "/pending?component=learning", REVIEWER).json();
            assertThat(page.getInteger("total_high_confidence")).isEqualTo(5);
            told.add(page.getJsonArray("pending_requests").getJsonObject(0).getBoolean("high_confidence"));
        }
        assertThat(told).containsExactly(false, true);
    }

    @Test
    void encodesAPageOnceALedgerPosition() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        server.when(Addresses.STORE_LIST, query -> {
            loads.incrementAndGet();
            return Future.succeededFuture(new Store.Page<>(List.of(), loads.get(), null));
        });
        String path = PATH + "?component=cached";
        Reply first = get(path, REVIEWER);
        Reply second = get(path, "reviewer:other");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(loads).hasValue(1);
        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        try (RawHttp http = server.connect()) {
            Reply known = http.get(path, REVIEWER, "If-None-Match: \"x\", " + first.header("ETag"));
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(http.get(path, AGENT.replace("agent", "ci"), "If-None-Match: *")
                            .status())
                    .isEqualTo(403);
        }
        server.ledger.advanceTo(server.ledger.get() + 1);
        Reply moved = get(path, REVIEWER);
        assertThat(loads).hasValue(2);
        assertThat(moved.header("ETag")).isNotEqualTo(first.header("ETag"));
        assertThat(get(path + "&limit=49", REVIEWER).status()).isEqualTo(200);
        assertThat(loads).hasValue(3);
    }

    @Test
    void sharesOneLoadAmongAllWhoMissAPageAndKeepsNoFailure() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<Void> release = new CompletableFuture<>();
        server.when(Addresses.STORE_LIST, query -> {
            loads.incrementAndGet();
            return Future.fromCompletionStage(release)
                    .compose(done -> Future.failedFuture(new Failure(FailureKind.UNAVAILABLE, "away")));
        });
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            replies.add(later(() -> get(PATH + "?component=shared", REVIEWER)));
        }
        while (loads.get() == 0) {
            Thread.sleep(10);
        }
        Thread.sleep(200);
        release.complete(null);
        for (CompletableFuture<Reply> reply : replies) {
            assertThat(reply.get(5, TimeUnit.SECONDS).status()).isEqualTo(503);
        }
        assertThat(loads).hasValue(1);
        server.reset();
        assertThat(get(PATH + "?component=shared", REVIEWER).status()).isEqualTo(200);
    }

    @Test
    void showsAReviewerTheWholeRequest() throws IOException {
        UUID id = UUID.randomUUID();
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        JsonObject fresh = get(PATH + "/" + id, REVIEWER).json();
        assertThat(fresh.getString("view")).isEqualTo("reviewer");
        assertThat(fresh.getString("approval_key")).isEqualTo("key");
        assertThat(fresh.getBoolean("stale")).isFalse();
        assertThat(fresh.containsKey("current_diff")).isFalse();
        assertThat(fresh.getJsonArray("checks")).isEmpty();
        assertThat(fresh.getJsonArray("changes").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"target_file":"src/a.py","kind":"modify","form":"new_code","new_code":"new","diff":null,
                         "original_code":null,"encoding":"utf-8","base_sha256":"aa","new_sha256":"bb"}"""));
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(new Gating.Standing(null, "key", "other", true, "D", Demand.ONE)));
        JsonObject stale = get(PATH + "/" + id, REVIEWER).json();
        assertThat(stale.getBoolean("stale")).isTrue();
        assertThat(stale.getString("current_diff")).isEqualTo("D");
    }

    @Test
    void saysToAReviewerWhatDeservesALook() throws IOException {
        UUID id = UUID.randomUUID();
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        assertThat(get(PATH + "/" + id, REVIEWER).json().getJsonArray("signals"))
                .isEmpty();
        Demand.Reason reason = new Demand.Reason(
                Demand.Kind.KERNEL_DEPENDENCY, new WorkspacePath("src/a.py"), 2, null, List.of(), null);
        server.when(
                Addresses.GATE_RECHECK,
                asked -> Future.succeededFuture(
                        new Gating.Standing(null, "key", "key", false, null, new Demand(2, List.of(reason)))));
        JsonObject signal =
                get(PATH + "/" + id, REVIEWER).json().getJsonArray("signals").getJsonObject(0);
        assertThat(signal.getString("kind")).isEqualTo("kernel_dependency");
        assertThat(signal.getString("severity")).isEqualTo("high");
        assertThat(signal.getString("message")).isNotBlank();
        assertThat(signal.getJsonArray("locations").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"target_file\":\"src/a.py\",\"side\":\"after\"}"));
    }

    @Test
    void showsAPendingRequestWhoseWorkspaceIsAway() throws IOException {
        UUID id = UUID.randomUUID();
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        server.when(Addresses.GATE_RECHECK, asked -> Future.failedFuture(new Failure(FailureKind.UNAVAILABLE, "away")));
        Reply reply = get(PATH + "/" + id, REVIEWER);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getString("refusal")).isNotBlank();
    }

    @Test
    void showsAnAgentOnlyWhatItSentAndWhatAPersonDecided() throws IOException {
        UUID id = UUID.randomUUID();
        Change diff = new Change(new WorkspacePath("a"), Change.Form.DIFF, "the file on disk", "@@", null);
        server.when(Addresses.STORE_FIND_OWN, asked -> {
            assertThat(asked).isEqualTo(new Store.OwnRequest("alice", id));
            return TestServer.found(TestServer.own(id, PatchStatus.PENDING_APPROVAL, diff));
        });
        Reply reply = get(PATH + "/" + id, AGENT);
        assertThat(reply.text()).doesNotContain("the file on disk");
        assertThat(reply.json().getString("view")).isEqualTo("owner");
        assertThat(reply.json().fieldNames()).doesNotContain("diff", "checks", "signals", "stale", "approval_key");
        assertThat(reply.json().getJsonArray("changes").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"target_file\":\"a\",\"diff\":\"@@\"}"));
        assertThat(reply.json().getValue("new_code_blob")).isNull();
    }

    @Test
    void listsAnAgentsOwnRequestsFromItsSubmissions() throws IOException {
        UUID id = UUID.randomUUID();
        Change change = new Change(new WorkspacePath("a"), Change.Form.NEW_CODE, "sent", null, null);
        server.when(Addresses.STORE_LIST_OWN, asked -> {
            assertThat(asked.submittedBy()).isEqualTo("alice");
            return Future.succeededFuture(
                    new Store.Page<>(List.of(TestServer.own(id, PatchStatus.PENDING_APPROVAL, change)), 1, null));
        });
        Reply reply = get(PATH + "?include=new_code_blob,diff", AGENT);
        JsonObject row = reply.json().getJsonArray("patch_requests").getJsonObject(0);
        assertThat(row.getString("new_code_blob")).isEqualTo("sent");
        assertThat(row.containsKey("diff")).isFalse();
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void answersAnUnknownIdWith404() throws IOException {
        server.when(Addresses.STORE_FIND, asked -> Future.succeededFuture(Optional.empty()));
        server.when(Addresses.STORE_FIND_OWN, asked -> Future.succeededFuture(Optional.empty()));
        server.when(Addresses.STORE_TIMELINE, asked -> Future.succeededFuture(Optional.empty()));
        String path = PATH + "/" + UUID.randomUUID();
        assertThat(get(path, REVIEWER).status()).isEqualTo(404);
        assertThat(get(path, AGENT).status()).isEqualTo(404);
        assertThat(get(path + "?wait=5", AGENT).status()).isEqualTo(404);
        assertThat(get(path + "/timeline", REVIEWER).status()).isEqualTo(404);
    }

    @Test
    void holdsAWaitingCallerUntilTheStatusChanges() throws Exception {
        UUID id = UUID.randomUUID();
        AtomicReference<PatchStatus> status = new AtomicReference<>(PatchStatus.PENDING_APPROVAL);
        Change change = new Change(new WorkspacePath("a"), Change.Form.NEW_CODE, "sent", null, null);
        AtomicInteger reads = new AtomicInteger();
        server.when(Addresses.STORE_FIND_OWN, asked -> {
            reads.incrementAndGet();
            return TestServer.found(TestServer.own(id, status.get(), change));
        });
        CompletableFuture<Reply> waiting = later(() -> get(PATH + "/" + id + "?wait=20", AGENT));
        while (reads.get() == 0) {
            Thread.sleep(10);
        }
        server.bus.publish(
                Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(UUID.randomUUID(), PatchStatus.DENIED));
        server.bus.publish(
                Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(id, PatchStatus.PENDING_APPROVAL));
        Thread.sleep(200);
        assertThat(waiting).isNotDone();
        status.set(PatchStatus.DENIED);
        server.bus.publish(Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(id, PatchStatus.DENIED));
        assertThat(waiting.get(5, TimeUnit.SECONDS).json().getString("status")).isEqualTo("DENIED");
    }

    @Test
    void doesNotMissAChangeWhileTheStatusIsRead() throws Exception {
        UUID id = UUID.randomUUID();
        Change change = new Change(new WorkspacePath("a"), Change.Form.NEW_CODE, "sent", null, null);
        AtomicInteger reads = new AtomicInteger();
        server.when(Addresses.STORE_FIND_OWN, asked -> {
            if (reads.incrementAndGet() == 1) {
                server.bus.publish(Addresses.SUBMISSION_CHANGED, new Events.SubmissionChanged(id, PatchStatus.DENIED));
                return TestServer.found(TestServer.own(id, PatchStatus.PENDING_APPROVAL, change));
            }
            return TestServer.found(TestServer.own(id, PatchStatus.DENIED, change));
        });
        long before = System.nanoTime();
        Reply reply = get(PATH + "/" + id + "?wait=9", AGENT);
        assertThat(reply.json().getString("status")).isEqualTo("DENIED");
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(8));
    }

    @Test
    void answersAWaitAsItIsWhenTheTimeIsUp() throws IOException {
        UUID id = UUID.randomUUID();
        Change change = new Change(new WorkspacePath("a"), Change.Form.NEW_CODE, "sent", null, null);
        server.when(
                Addresses.STORE_FIND_OWN,
                asked -> TestServer.found(TestServer.own(id, PatchStatus.PENDING_APPROVAL, change)));
        assertThat(get(PATH + "/" + id + "?wait=1", AGENT).json().getString("status"))
                .isEqualTo("PENDING_APPROVAL");
        assertThat(get(PATH + "/" + id + "?wait=56", AGENT).status()).isEqualTo(422);
    }

    @Test
    void letsOneCallerHold50CallsAndForgetsThoseThatHungUp() throws Exception {
        UUID id = UUID.randomUUID();
        Change change = new Change(new WorkspacePath("a"), Change.Form.NEW_CODE, "sent", null, null);
        AtomicInteger reads = new AtomicInteger();
        server.when(Addresses.STORE_FIND_OWN, asked -> {
            reads.incrementAndGet();
            return TestServer.found(TestServer.own(id, PatchStatus.PENDING_APPROVAL, change));
        });
        List<RawHttp> waiting = new ArrayList<>();
        for (int i = 0; i < StatusWaits.MAX_WAITS_PER_SUBJECT; i++) {
            RawHttp http = server.connect();
            http.send("GET " + PATH + "/" + id + "?wait=50 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + AGENT
                    + "\r\n\r\n");
            waiting.add(http);
        }
        while (reads.get() < waiting.size()) {
            Thread.sleep(10);
        }
        assertThat(get(PATH + "/" + id + "?wait=1", AGENT).status()).isEqualTo(429);
        assertThat(get(PATH + "/" + id + "?wait=1", "agent:bob").status()).isEqualTo(200);
        for (RawHttp http : waiting) {
            http.close();
        }
        Reply reply = get(PATH + "/" + id + "?wait=1", AGENT);
        for (int i = 0; i < 50 && reply.status() == 429; i++) {
            Thread.sleep(50);
            reply = get(PATH + "/" + id + "?wait=1", AGENT);
        }
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void withdrawsOnesOwnRequest() throws IOException {
        UUID id = UUID.randomUUID();
        server.when(Addresses.STORE_WITHDRAW, asked -> {
            assertThat(asked).isEqualTo(new Store.OwnRequest("alice", id));
            return Future.succeededFuture();
        });
        assertThat(post(PATH + "/" + id + "/withdraw", AGENT, "").json().getString("action"))
                .isEqualTo("WITHDRAWN");
    }

    private static Reply get(String path, String token) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.get(path, token);
        }
    }

    private static Reply post(String path, String token, String json) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.post(path, token, json);
        }
    }

    private interface Call {
        Reply make() throws IOException;
    }

    private static CompletableFuture<Reply> later(Call call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.make();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                task -> new Thread(task).start());
    }
}
