package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Canaries.Act;
import io.patchgate.bus.Canaries.ActStart;
import io.patchgate.bus.Canaries.OnCanary;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Outcomes.Verdict;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who learns what is in the canary, and who ends that. */
@Timeout(30)
class CanaryRoutesTest {
    private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
    private static TestServer server;

    private final UUID id = UUID.randomUUID();
    private final String path = "/api/patch-requests/" + id + "/canary/";

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
    void tellsMonitorsAndReviewersWhatIsThereAndWhetherItWaitsForAPerson() throws IOException {
        server.when(
                Addresses.STORE_ON_CANARY, nothing -> Future.succeededFuture(List.of(running(false), running(true))));
        for (String who : List.of("monitor:watch", "reviewer:rita")) {
            Reply reply = get("/api/canaries", who);
            assertThat(reply.json().getJsonArray("canaries").stream().map(JsonObject.class::cast))
                    .as(who)
                    .allSatisfy(canary -> assertThat(canary.getDouble("share")).isEqualTo(0.25))
                    .extracting(canary -> canary.getBoolean("waiting"))
                    .containsExactly(false, true);
        }
        assertThat(get("/api/canaries", "agent:alice").status()).isEqualTo(403);
    }

    @Test
    void tellsAReviewerWhereAnApprovalWouldWrite() throws IOException {
        server.when(
                Addresses.STORE_FIND, asked -> TestServer.found(TestServer.detail(id, PatchStatus.PENDING_APPROVAL)));
        for (boolean first : List.of(true, false)) {
            server.when(
                    Addresses.GATE_RECHECK,
                    asked -> Future.succeededFuture(
                            new Gating.Standing(null, "key", "key", "key", List.of(), false, null, Demand.ONE, first)));
            Reply reply = get("/api/patch-requests/" + id, "reviewer:rita");
            assertThat(reply.json().getBoolean("canary_first")).isEqualTo(first);
        }
    }

    @Test
    void handsOnWhatAReviewerWantsAndWhyItWasRefused() throws IOException {
        List<ActStart> asked = new ArrayList<>();
        server.when(Addresses.APPLICATION_CANARY_ACT, start -> {
            asked.add(start);
            return start.act() == Act.PROMOTE
                    ? Failure.future(FailureKind.CONFLICT, "'src/a.py' was changed since.")
                    : Future.succeededFuture();
        });
        Reply refused = post(path + "promote", "reviewer:rita", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("detail")).isEqualTo("'src/a.py' was changed since.");

        Reply withdrawn = post(path + "withdraw", "reviewer:rita", "{\"comment\":\"slow\"}");
        assertThat(withdrawn.json().getString("action")).isEqualTo("ROLLED_BACK");
        assertThat(asked).extracting(ActStart::comment).containsExactly(null, "slow");
    }

    @Test
    void withdrawsNothingWithoutACommentAndNothingForAgents() throws IOException {
        assertThat(post(path + "withdraw", "reviewer:rita", "{}").problemField())
                .isEqualTo("comment");
        for (String act : List.of("promote", "withdraw")) {
            assertThat(post(path + act, "agent:alice", "{\"comment\":\"mine\"}").status())
                    .isEqualTo(403);
        }
    }

    private OnCanary running(boolean waiting) {
        return new OnCanary(
                id,
                "default",
                "learning",
                "src/a.py",
                START,
                START.plusSeconds(60),
                0.25,
                1,
                Verdict.UNCLEAR,
                null,
                null,
                waiting,
                null,
                false);
    }

    private Reply get(String path, String who) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.get(path, who);
        }
    }

    private Reply post(String path, String who, String json) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.post(path, who, json);
        }
    }
}
