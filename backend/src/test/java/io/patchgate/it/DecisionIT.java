package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may decide, how often, and on what: only on what was shown, and only once. */
@ExtendWith(SharedProduct.class)
class DecisionIT {
    private static final String UNKNOWN = "/api/patch-requests/" + UUID.randomUUID();

    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    DecisionIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("decision-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void letsOneOfTwentyApprovalsWin() throws IOException {
        String id = pending("decision/raced.txt", "once\n");
        List<CompletableFuture<Reply>> racing = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Api person = product.reviewer(i % 2 == 0 ? "rita" : "rob");
            racing.add(person.postLater("/api/patch-requests/" + id + "/approve", Map.of("approved", true)));
        }
        List<Reply> replies = racing.stream().map(CompletableFuture::join).toList();
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        replies.stream().filter(reply -> reply.status() != 200).forEach(reply -> reply.expectProblem(409));
        Eventually.holds("it is applied", () -> status(id).equals("APPLIED"));
        assertThat(kinds(id)).containsOnlyOnce("patch_request.approved", "patch_request.applied");
        assertThat(Files.readString(file("decision/raced.txt"))).isEqualTo("once\n");
    }

    @Test
    void letsEitherAnApprovalOrADenialWin() throws IOException {
        String id = pending("decision/contested.txt", "perhaps\n");
        List<CompletableFuture<Reply>> racing = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Map<String, Boolean> decision = Map.of("approved", i % 2 == 0);
            racing.add(product.reviewer("rita").postLater("/api/patch-requests/" + id + "/approve", decision));
        }
        List<Reply> won = racing.stream()
                .map(CompletableFuture::join)
                .filter(reply -> reply.status() != 409)
                .toList();
        assertThat(won).hasSize(1);
        String action = won.get(0).expect(200).text("action");
        Eventually.holds(
                "it ends as it was decided",
                () -> action.equals("DENIED")
                        ? status(id).equals("DENIED")
                        : status(id).equals("APPLIED"));
        assertThat(Files.exists(file("decision/contested.txt"))).isEqualTo(!action.equals("DENIED"));
        assertThat(product.agent("decision-agent").request(id).text("status")).isEqualTo(status(id));
    }

    @Test
    void knowsNoUnknownRequest() {
        reviewer.get(UNKNOWN).expectProblem(404);
        reviewer.get(UNKNOWN + "/timeline").expectProblem(404);
        reviewer.post(UNKNOWN + "/approve", Map.of("approved", true)).expectProblem(404);
        reviewer.post(UNKNOWN + "/approve", Map.of("approved", false)).expectProblem(404);
        reviewer.post(UNKNOWN + "/rollback").expectProblem(404);
        agent.get(UNKNOWN).expectProblem(404);
        agent.post(UNKNOWN + "/withdraw").expectProblem(404);
    }

    @Test
    void keepsRolesApart() throws IOException {
        String id = pending("decision/roles.txt", "x\n");
        agent.approve(id).expectProblem(403);
        reviewer.post("/api/patch-requests", Proposals.file("decision/roles.txt", "x\n"))
                .expectProblem(403);
        reviewer.post("/api/patch-requests/" + id + "/withdraw").expectProblem(403);
        agent.get("/api/patch-requests/pending").expectProblem(403);
        agent.get("/api/patch-requests/" + id + "/timeline").expectProblem(403);
        product.api().get("/api/patch-requests").expectProblem(401);
        assertThat(status(id)).isEqualTo("PENDING_APPROVAL");
    }

    @Test
    void refusesADecisionOnOnesOwnRequest() throws IOException {
        String token = product.installation()
                .token("--role", "agent", "--subject", "owned-agent", "--owner", "olga", "--ttl", "1h");
        String id = product.api().with(token).submit(Proposals.file("decision/own.txt", "mine\n"));
        product.admitted(id);
        for (String own : List.of("olga", "owned-agent")) {
            for (boolean approved : List.of(true, false)) {
                product.reviewer(own).decide(id, Map.of("approved", approved)).expectProblem(403);
            }
        }
        assertThat(status(id)).isEqualTo("PENDING_APPROVAL");
        assertThat(file("decision/own.txt")).doesNotExist();
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void refusesAnApprovalOfAFileThatChangedSince() throws IOException {
        Path file = Tools.write(file("decision/stale.txt"), "as proposed for\n", "rw-r--r--");
        String id = pending("decision/stale.txt", "proposed\n");
        Files.writeString(file, "changed by someone\n");
        JsonNode shown = product.admitted(id);
        assertThat(shown.get("stale").asBoolean()).isTrue();
        assertThat(shown.get("current_diff").asText()).contains("-changed by someone", "+proposed");
        assertThat(reviewer.approve(id).expectProblem(409).text("detail")).contains("stale");
        String key = shown.get("approval_key").asText();
        reviewer.decide(id, Map.of("approved", true, "approval_key", key)).expectProblem(409);

        assertThat(Files.readString(file)).isEqualTo("changed by someone\n");
        assertThat(file("decision/stale.txt.backup")).doesNotExist();
        assertThat(status(id)).isEqualTo("PENDING_APPROVAL");
        assertThat(reviewer.decide(id, Map.of("approved", false)).expect(200).text("action"))
                .isEqualTo("DENIED");
    }

    @Test
    void refusesAnApprovalOfAFileThatAppearedOrVanishedSince() throws IOException {
        String created = pending("decision/appeared.txt", "proposed\n");
        Path appeared = Tools.write(file("decision/appeared.txt"), "was first\n", "rw-r--r--");
        Path vanished = Tools.write(file("decision/vanished.txt"), "here\n", "rw-r--r--");
        String modified = pending("decision/vanished.txt", "proposed\n");
        Files.delete(vanished);
        reviewer.approve(created).expectProblem(409);
        reviewer.approve(modified).expectProblem(409);
        assertThat(Files.readString(appeared)).isEqualTo("was first\n");
        assertThat(vanished).doesNotExist();
    }

    @Test
    void refusesAnApprovalByTheKeyOfSomethingElse() throws IOException {
        String id = pending("decision/key.txt", "one\n");
        String other = pending("decision/other-key.txt", "two\n");
        String key = product.admitted(other).get("approval_key").asText();
        reviewer.decide(id, Map.of("approved", true, "approval_key", key)).expectProblem(409);
        assertThat(status(id)).isEqualTo("PENDING_APPROVAL");
        assertThat(file("decision/key.txt")).doesNotExist();
    }

    @Test
    void writesNothingOfASetOfWhichOneFileChanged() throws IOException {
        Path first = Tools.write(file("decision/set/first.txt"), "first\n", "rw-r--r--");
        Path second = Tools.write(file("decision/set/second.txt"), "second\n", "rw-r--r--");
        String id = agent.submit(Proposals.set(
                Proposals.whole("decision/set/first.txt", "1\n"), Proposals.whole("decision/set/second.txt", "2\n")));
        product.admitted(id);
        Files.writeString(second, "moved on\n");
        reviewer.approve(id).expectProblem(409);
        assertThat(Files.readString(first)).isEqualTo("first\n");
        assertThat(Files.readString(second)).isEqualTo("moved on\n");
    }

    private String pending(String path, String content) throws IOException {
        String id = agent.submit(Proposals.file(path, content));
        product.admitted(id);
        return id;
    }

    private String status(String id) {
        return reviewer.request(id).expect(200).text("status");
    }

    private List<String> kinds(String id) {
        JsonNode entries = reviewer.get("/api/patch-requests/" + id + "/timeline")
                .expect(200)
                .json()
                .get("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.get("kind").asText())
                .toList();
    }

    private Path file(String path) {
        return product.workspace().resolve(path);
    }
}
