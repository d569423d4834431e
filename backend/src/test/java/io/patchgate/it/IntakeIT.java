package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agent can do with its requests besides proposing: take back, replace, repeat, up to a number. */
@ExtendWith(SharedProduct.class)
class IntakeIT {
    private static final int QUOTA = 200;

    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    IntakeIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("intake-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void takesAWithdrawnRequestOutOfReview() throws IOException {
        String id = agent.submit(Proposals.file("intake/withdrawn.txt", "x\n"));
        product.admitted(id);
        product.agent("another-agent").post(path(id) + "/withdraw").expectProblem(404);
        assertThat(agent.post(path(id) + "/withdraw").expect(200).text("action"))
                .isEqualTo("WITHDRAWN");
        agent.post(path(id) + "/withdraw").expectProblem(409);
        reviewer.approve(id).expectProblem(409);
        assertThat(reviewer.request(id).text("status")).isEqualTo("WITHDRAWN");
        assertThat(agent.request(id).text("status")).isEqualTo("WITHDRAWN");
        assertThat(product.workspace().resolve("intake/withdrawn.txt")).doesNotExist();
    }

    @Test
    void replacesAnEarlierRequestByALaterOne() throws IOException {
        String first = agent.submit(Proposals.file("intake/superseded.txt", "1\n"));
        product.admitted(first);
        Map<String, Object> body = Proposals.file("intake/superseded.txt", "2\n");
        body.put("supersedes", first);
        Reply stranger = product.agent("another-agent").post("/api/patch-requests", body);
        assertThat(stranger.expectProblem(422).fields()).containsExactly("supersedes");

        String second = agent.submit(body);
        assertThat(reviewer.request(first).text("status")).isEqualTo("SUPERSEDED");
        assertThat(agent.request(first).text("status")).isEqualTo("SUPERSEDED");
        assertThat(product.admitted(second).get("supersedes").asText()).isEqualTo(first);
        reviewer.approve(first).expectProblem(409);
        assertThat(agent.post("/api/patch-requests", body).expectProblem(422).fields())
                .containsExactly("supersedes");
        assertThat(reviewer.approve(second).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void answersARepeatedSubmissionAsTheFirstTime() throws IOException {
        Tools.write(product.workspace().resolve("intake/repeated.txt"), "one\n", "rw-r--r--");
        Map<String, Object> body = Proposals.set(Proposals.diff("intake/repeated.txt", "@@ -1 +1 @@", "-one", "+two"));
        Api repeating = agent.with("Idempotency-Key", "nightly-1");
        Reply first = repeating.post("/api/patch-requests", body).expect(202);
        assertThat(repeating.post("/api/patch-requests", body).expect(202).body())
                .isEqualTo(first.body());
        String id = first.text("request_id");
        product.admitted(id);
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
        // The diff does not apply any more, for it has been applied.
        assertThat(repeating.post("/api/patch-requests", body).expect(202).body())
                .isEqualTo(first.body());
        assertThat(agent.post("/api/patch-requests", body).expectProblem(422).fields())
                .containsExactly("changes[0].diff");

        body.put("confidence", 0.1);
        repeating.post("/api/patch-requests", body).expectProblem(409);
        Reply stranger = product.agent("another-agent")
                .with("Idempotency-Key", "nightly-1")
                .post("/api/patch-requests", Proposals.file("intake/else.txt", "x\n"));
        assertThat(stranger.expect(202).text("request_id")).isNotEqualTo(id);
    }

    @Test
    void storesOneOfManyEqualSubmissionsAtOnce() throws IOException {
        Map<String, Object> body = Proposals.file("intake/at-once.txt", "x\n");
        List<CompletableFuture<Reply>> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(agent.with("Idempotency-Key", "at-once").postLater("/api/patch-requests", body));
        }
        assertThat(sent.stream()
                        .map(CompletableFuture::join)
                        .map(reply -> reply.expect(202).text("request_id")))
                .hasSize(20)
                .containsOnly(sent.get(0).join().text("request_id"));
        Reply own = agent.get("/api/patch-requests?q=at-once.txt");
        assertThat(own.expect(200).json().get("total").asInt()).isEqualTo(1);
    }

    @Test
    void letsAnAgentHaveTwoHundredOpenRequests() throws IOException {
        Api greedy = product.agent("greedy-agent");
        List<String> ids = new ArrayList<>();
        while (ids.size() < QUOTA) {
            List<CompletableFuture<Reply>> sent = IntStream.range(ids.size(), ids.size() + 20)
                    .mapToObj(i -> greedy.with("Idempotency-Key", "greedy-" + i)
                            .postLater("/api/patch-requests", Proposals.file("intake/greedy/" + i + ".txt", "x\n")))
                    .toList();
            sent.forEach(reply -> ids.add(reply.join().expect(202).text("request_id")));
        }
        Map<String, Object> further = Proposals.file("intake/greedy/further.txt", "x\n");
        greedy.post("/api/patch-requests", further).expectProblem(429);
        // A repetition opens nothing, and others are not concerned.
        Reply repeated = greedy.with("Idempotency-Key", "greedy-0")
                .post("/api/patch-requests", Proposals.file("intake/greedy/0.txt", "x\n"));
        assertThat(repeated.expect(202).text("request_id")).isEqualTo(ids.get(0));
        agent.submit(Proposals.file("intake/modest.txt", "x\n"));

        greedy.post(path(ids.get(0)) + "/withdraw").expect(200);
        greedy.submit(further);
        greedy.post("/api/patch-requests", Proposals.file("intake/greedy/more.txt", "x\n"))
                .expectProblem(429);
        ids.stream().skip(1).forEach(id -> greedy.post(path(id) + "/withdraw").expect(200));
    }

    @Test
    void pagesThroughAnAgentsOwnRequestsWithoutGapsOrRepetitions() {
        Api paging = product.agent("paging-agent");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.add(0, paging.submit(Proposals.file("intake/paged/" + i + ".txt", "x\n")));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = paging.get("/api/patch-requests?limit=3" + cursor);
            seen.addAll(MainJobIT.ids(page, "patch_requests"));
            assertThat(page.json().get("total").asInt()).isEqualTo(7);
            cursor = page.json().get("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        } while (cursor != null);
        assertThat(seen).isEqualTo(sent);
        assertThat(Files.exists(product.workspace().resolve("intake/paged"))).isFalse();
    }

    private static String path(String id) {
        return "/api/patch-requests/" + id;
    }
}
