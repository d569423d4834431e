package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While PostgreSQL is away every call is answered, by 503 and soon, and service resumes by itself. */
class DatabaseAwayIT {
    /** The promise is two seconds; a busy machine that runs tests may take longer, a hang takes much longer. */
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    static Path folder;

    private static RunningProduct product;

    @BeforeAll
    static void start() throws IOException {
        product = new Installation(folder).includingDirty().start();
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
    }

    @Test
    void answersWhileTheServerIsFrozenAndResumesWhenItIsBack() throws IOException {
        Api agent = product.agent("away-agent");
        Api reviewer = product.reviewer("rita");
        String id = pending("away/frozen.txt");
        Map<String, Object> body = Proposals.file("away/during.txt", "x\n");
        Api repeating = agent.with("Idempotency-Key", "during");
        List<Supplier<Reply>> calls = calls(agent, reviewer, id);
        List<Long> frozen = product.database().pids();
        ServerProcesses.signal("STOP", frozen);
        try {
            assertAway(() -> repeating.post("/api/patch-requests", body));
            calls.forEach(DatabaseAwayIT::assertAway);
            assertNotReady();
        } finally {
            ServerProcesses.signal("CONT", frozen);
        }
        assertResumes(id);
        // What timed out may have been stored; asking again finds out, and stores it once.
        String stored = repeating.submit(body);
        assertThat(repeating.submit(body)).isEqualTo(stored);
        assertThat(agent.get("/api/patch-requests?q=away/during.txt")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void answersWhileTheServerIsDeadAndStartsItAgain() throws IOException {
        Api agent = product.agent("away-agent");
        Api reviewer = product.reviewer("rita");
        String id = pending("away/killed.txt");
        List<Supplier<Reply>> calls = calls(agent, reviewer, id);
        long dead = product.database().postmaster();
        ServerProcesses.signal("KILL", List.of(dead));
        boolean seen = false;
        for (int i = 0; i < 20; i++) {
            for (Supplier<Reply> call : calls) {
                Reply reply = soon(call);
                assertThat(reply.status()).as(reply.body()).isIn(200, 202, 409, 503);
                seen |= reply.status() == 503;
            }
        }
        assertThat(seen).as("the absence was noticed").isTrue();
        Eventually.holds("there is another server", () -> product.database().postmaster() != dead);
        assertResumes(id);
    }

    private static List<Supplier<Reply>> calls(Api agent, Api reviewer, String id) {
        return List.of(
                () -> agent.post("/api/patch-requests", Proposals.file("away/else.txt", "x\n")),
                () -> agent.request(id),
                () -> agent.get("/api/patch-requests"),
                () -> reviewer.request(id),
                () -> reviewer.get("/api/patch-requests?status=DENIED"),
                () -> reviewer.get("/api/patch-requests?q=nothing"),
                () -> reviewer.get("/api/patch-requests/" + id + "/timeline"),
                () -> reviewer.decide(id, Map.of("approved", true)));
    }

    private static Reply soon(Supplier<Reply> call) {
        long begun = System.nanoTime();
        Reply reply = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        return reply;
    }

    private static void assertAway(Supplier<Reply> call) {
        soon(call).expectProblem(503);
    }

    private static void assertNotReady() {
        Reply ready = soon(() -> product.management().get("/health/ready"));
        assertThat(ready.expect(503).json().at("/checks/database").asText()).isEqualTo("down");
        soon(() -> product.management().get("/health/live")).expect(200);
    }

    private static void assertResumes(String id) throws IOException {
        Api reviewer = product.reviewer("rita");
        Eventually.holds(
                "it is ready again",
                () -> product.management().get("/health/ready").status() == 200);
        Eventually.holds("reading resumes", () -> reviewer.request(id).status() == 200);
        // An approval during the absence was answered by 503: it may have been recorded or not, but never by half.
        if (reviewer.request(id).text("status").equals("PENDING_APPROVAL")) {
            Eventually.holds("deciding resumes", () -> reviewer.approve(id).status() != 503);
        }
        Eventually.holds(
                "it is applied", () -> reviewer.request(id).text("status").equals("APPLIED"));
        assertThat(Files.readString(
                        product.workspace().resolve(reviewer.request(id).text("target_file"))))
                .isEqualTo("x\n");
        product.admitted(product.agent("away-agent").submit(Proposals.file("away/after.txt", "x\n")));
    }

    private static String pending(String path) throws IOException {
        String id = product.agent("away-agent").submit(Proposals.file(path, "x\n"));
        product.admitted(id);
        return id;
    }
}
