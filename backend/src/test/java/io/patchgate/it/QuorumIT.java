package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where one person's word is not enough: critical paths and what the kernel loads. */
class QuorumIT {
    @TempDir
    static Path folder;

    private static RunningProduct product;

    private final Api agent = product.agent("quorum-agent");

    @BeforeAll
    static void start() throws IOException {
        Installation installation = new Installation(folder);
        Path settings = Files.writeString(
                installation.folder().resolve("patchgate.yaml"), """
                workspaces:
                  - name: default
                    root: %s
                    critical: [{paths: ["critical/", "*.sql"], approvals: 2}, {paths: ["critical/most/**"], approvals: 3}]
                """.formatted(installation.workspace()));
        installation.set("CONFIG", settings.toString()).set("WORKSPACE", null);
        Path kernel = installation.workspace().resolve("src/ai_pal/gates/gate_system.py");
        Files.writeString(kernel, Files.readString(kernel) + "\nfrom ai_pal.storage import database\n");
        product = installation.start();
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
    }

    @Test
    void twoPeopleApplyWhatIsCriticalAndTwoRollItBack() throws IOException {
        String id = pending("critical/both.txt", "both\n");
        assertThat(approve("anna", id).expect(200).text("action")).isEqualTo("VOTE_RECORDED");
        assertThat(file("critical/both.txt")).doesNotExist();
        JsonNode detail = detail(id);
        assertThat(detail.get("status").asText()).isEqualTo("PENDING_APPROVAL");
        assertThat(detail.get("required_approvals").asInt()).isEqualTo(2);
        assertThat(detail.get("approvals").asInt()).isEqualTo(1);
        assertThat(detail.at("/votes/0/reviewer").asText()).isEqualTo("anna");
        assertThat(detail.at("/votes/0/counts").asBoolean()).isTrue();
        assertThat(detail.at("/approval_reasons/0/kind").asText()).isEqualTo("critical_path");
        assertThat(detail.at("/approval_reasons/0/pattern").asText()).isEqualTo("critical/");

        approve("anna", id).expectProblem(409);
        assertThat(approve("ben", id).expect(200).text("action")).isEqualTo("APPLIED");
        assertThat(Files.readString(file("critical/both.txt"))).isEqualTo("both\n");
        assertThat(kinds(id))
                .containsExactly(
                        "patch_request.pending",
                        "patch_request.vote_recorded",
                        "patch_request.approved",
                        "patch_request.applied");

        assertThat(rollback("anna", id).expect(200).text("action")).isEqualTo("VOTE_RECORDED");
        rollback("anna", id).expectProblem(409);
        assertThat(file("critical/both.txt")).exists();
        assertThat(rollback("carl", id).expect(200).text("action")).isEqualTo("ROLLED_BACK");
        assertThat(file("critical/both.txt")).doesNotExist();
    }

    @Test
    void theHighestOfAllPatternsThatMatchAnyFileCounts() throws IOException {
        String id = agent.submit(Proposals.set(
                Proposals.whole("ordinary/one.txt", "1\n"), Proposals.whole("critical/most/three.txt", "3\n")));
        product.admitted(id);
        assertThat(detail(id).get("required_approvals").asInt()).isEqualTo(3);
        assertThat(row(id).get("required_approvals").asInt()).isEqualTo(3);
        approve("anna", id).expect(200);
        approve("ben", id).expect(200);
        assertThat(row(id).get("approvals").asInt()).isEqualTo(2);
        assertThat(approve("carl", id).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void whatTheKernelLoadsIsShownWithTheChainAndNeedsTwo() throws IOException {
        String path = "src/ai_pal/storage/database.py";
        String id = pending(path, Files.readString(file(path)) + "\n# Noted.\n");
        JsonNode reason = detail(id).at("/approval_reasons/0");
        assertThat(reason.get("kind").asText()).isEqualTo("kernel_dependency");
        assertThat(reason.at("/chain/0/file").asText()).isEqualTo("src/ai_pal/gates/gate_system.py");
        assertThat(reason.at("/chain/0/module").asText()).isEqualTo("ai_pal.storage.database");
        assertThat(approve("anna", id).expect(200).text("action")).isEqualTo("VOTE_RECORDED");
        assertThat(approve("ben", id).expect(200).text("action")).isEqualTo("APPLIED");

        String created = pending("src/sqlite3.py", "connect = None\n");
        assertThat(detail(created).at("/approval_reasons/0/note").asText()).contains("no such file yet");
        String free = pending("src/free.py", "free = 1\n");
        assertThat(detail(free).get("required_approvals").asInt()).isEqualTo(1);
        assertThat(detail(free).get("approval_reasons")).isEmpty();
    }

    @Test
    void aRequestNeedsTwoAlsoWhenTheKernelBeganToLoadItsFileAfterIt() throws IOException {
        String id = pending("src/late.py", "late = 1\n");
        assertThat(detail(id).get("required_approvals").asInt()).isEqualTo(1);
        Path kernel = file("src/ai_pal/core/config.py");
        Files.writeString(kernel, Files.readString(kernel) + "\nimport late\n");
        assertThat(approve("anna", id).expect(200).text("action")).isEqualTo("VOTE_RECORDED");
        assertThat(row(id).get("required_approvals").asInt()).isEqualTo(2);
        assertThat(approve("ben", id).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void aVoteNoLongerCountsWhenThePolicyHasChanged() throws IOException {
        String id = pending("critical/policy.txt", "x\n");
        approve("anna", id).expect(200);
        product.admin()
                .post("/api/patch-requests/protected-files", Map.of("path", "quorum/" + id + ".txt"))
                .expect(201);
        JsonNode detail = detail(id);
        assertThat(detail.get("approvals").asInt()).isZero();
        assertThat(detail.at("/votes/0/counts").asBoolean()).isFalse();
        approve("ben", id).expectProblem(409);
        Map<String, Object> shown = Map.of(
                "approved", true, "approval_key", detail.get("approval_key").asText());
        assertThat(product.reviewer("ben").decide(id, shown).expect(200).text("action"))
                .isEqualTo("VOTE_RECORDED");
        assertThat(product.reviewer("anna").decide(id, shown).expect(200).text("action"))
                .isEqualTo("APPLIED");
    }

    @Test
    void ofTwentyVotesAtOnceTwoAreTakenAndItIsAppliedOnce() throws IOException {
        String id = pending("critical/raced.txt", "once\n");
        List<Api> people = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            people.add(product.reviewer("racer-" + i));
        }
        List<CompletableFuture<Reply>> racing = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            racing.add(
                    people.get(i % 10).postLater("/api/patch-requests/" + id + "/approve", Map.of("approved", true)));
        }
        List<Reply> replies = racing.stream().map(CompletableFuture::join).toList();
        List<String> actions = replies.stream()
                .filter(reply -> reply.status() == 200)
                .map(reply -> reply.text("action"))
                .toList();
        assertThat(actions).hasSize(2).contains("VOTE_RECORDED");
        replies.stream().filter(reply -> reply.status() != 200).forEach(reply -> reply.expectProblem(409));
        Eventually.holds(
                "it is applied", () -> detail(id).get("status").asText().equals("APPLIED"));
        assertThat(detail(id).get("votes")).hasSize(2);
        assertThat(kinds(id)).hasSize(4).containsOnlyOnce("patch_request.vote_recorded", "patch_request.approved");
    }

    @Test
    void oneDenialIsEnoughAlsoByWhoHasApproved() throws IOException {
        String id = pending("critical/denied.txt", "x\n");
        approve("anna", id).expect(200);
        assertThat(product.reviewer("anna")
                        .decide(id, Map.of("approved", false, "review_comment", "I had missed it."))
                        .expect(200)
                        .text("action"))
                .isEqualTo("DENIED");
        approve("ben", id).expectProblem(409);
    }

    @Test
    void theAgentSeesNothingOfVotes() throws IOException {
        String critical = pending("critical/silent.txt", "x\n");
        String ordinary = pending("ordinary/silent.txt", "x\n");
        approve("anna", critical).expect(200);
        JsonNode own = agent.request(critical).expect(200).json();
        assertThat(own.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> agent.request(ordinary).json().fieldNames());
        assertThat(own.toString()).doesNotContain("vote", "approvals", "anna", "critical_path");
        String list = agent.get("/api/patch-requests").expect(200).body();
        assertThat(list).contains(critical).doesNotContain("approvals");
    }

    private String pending(String path, String content) throws IOException {
        String id = agent.submit(Proposals.file(path, content));
        product.admitted(id);
        return id;
    }

    private static Reply approve(String person, String id) {
        return product.reviewer(person).approve(id);
    }

    private static Reply rollback(String person, String id) {
        return product.reviewer(person).post("/api/patch-requests/" + id + "/rollback");
    }

    private static JsonNode detail(String id) {
        return product.reviewer("anna").request(id).expect(200).json();
    }

    private static JsonNode row(String id) {
        JsonNode rows = product.reviewer("anna")
                .get("/api/patch-requests?limit=200")
                .expect(200)
                .json()
                .get("patch_requests");
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.get("request_id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> kinds(String id) {
        JsonNode entries = product.reviewer("anna")
                .get("/api/patch-requests/" + id + "/timeline")
                .expect(200)
                .json()
                .get("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.get("kind").asText())
                .toList();
    }

    private static Path file(String path) {
        return product.workspace().resolve(path);
    }
}
