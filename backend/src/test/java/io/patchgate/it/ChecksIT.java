package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried before a decision, from the submission to the decision that it forbids or allows. */
class ChecksIT {
    @TempDir
    static Path folder;

    private static RunningProduct product;

    private final Api agent = product.agent("checked-agent");
    private final Api reviewer = product.reviewer("rita");

    @BeforeAll
    static void start() throws IOException {
        Installation installation = new Installation(folder);
        Path settings = Files.writeString(
                installation.folder().resolve("patchgate.yaml"), """
                workspaces:
                  - name: default
                    root: %s
                    git: {include_dirty: true}
                    checks:
                      - {name: unit, run: "date +%%N; test ! -e checks/broken.txt", timeout: 60s}
                      - {name: elsewhere, required: false}
                """.formatted(installation.workspace()));
        installation.set("CONFIG", settings.toString()).set("WORKSPACE", null);
        product = installation.start();
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
    }

    @Test
    void aSyntaxErrorIsARedCheckThatForbidsTheApproval() throws IOException {
        String id = agent.submit(Proposals.file("checks/a.json", "{\"a\": 1,}\n"));
        JsonNode red = ended(id, "syntax-json");
        assertThat(red.get("status").asText()).isEqualTo("failed");
        assertThat(red.get("summary").asText()).startsWith("checks/a.json:1: ");
        Reply refused = reviewer.approve(id);
        refused.expectProblem(409);
        assertThat(refused.text("detail")).isEqualTo("The required check 'syntax-json' has failed.");
        assertThat(product.workspace().resolve("checks/a.json")).doesNotExist();
        assertThat(agent.request(id).json().has("checks")).isFalse();
        Reply log = reviewer.get(red.get("log_url").asText()).expect(200);
        assertThat(log.body()).isEqualTo(red.get("summary").asText() + "\n");
    }

    @Test
    void anApprovalWithoutAKeyWaitsForTheChecksAndOneOnOlderEvidenceIsRefused() throws IOException {
        String id = agent.submit(Proposals.file("checks/b.json", "{\"a\": 1}\n"));
        product.admitted(id);
        if (!runs(id)) {
            reviewer.approve(id).expectProblem(409);
            assertThat(reviewer.approve(id).text("detail")).isEqualTo("The required check 'unit' was not run.");
            return;
        }
        String before = reviewer.request(id).text("approval_key");
        assertThat(reviewer.post("/api/patch-requests/" + id + "/checks", Map.of("name", "unit"))
                        .expect(202)
                        .json()
                        .at("/queued/0")
                        .asText())
                .isEqualTo("unit");
        ended(id, "unit");
        reviewer.decide(id, Map.of("approved", true, "approval_key", before)).expectProblem(409);
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
        reviewer.post("/api/patch-requests/" + id + "/checks", Map.of()).expectProblem(409);
        assertThat(kinds(id)).contains("patch_request.check_ended", "patch_request.check_queued");
        String quick = agent.submit(Proposals.file("checks/quick.json", "[]\n"));
        product.admitted(quick);
        assertThat(reviewer.approve(quick).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void aCommandJudgesTheWorkspaceAsItWouldBe() throws IOException {
        String id = agent.submit(Proposals.file("checks/broken.txt", "x\n"));
        product.admitted(id);
        if (runs(id)) {
            JsonNode unit = ended(id, "unit");
            assertThat(unit.get("status").asText()).isEqualTo("failed");
            assertThat(unit.get("exit_code").asInt()).isEqualTo(1);
            assertThat(unit.get("summary").asText()).isEqualTo("It ended with exit code 1.");
            assertThat(reviewer.approve(id).text("detail")).isEqualTo("The required check 'unit' has failed.");
        }
    }

    @Test
    void otherMachinesReportUnderNamesThatAreNotOurs() throws IOException {
        String id = agent.submit(Proposals.file("checks/c.txt", "x\n"));
        product.admitted(id);
        Api ci = product.as("ci", "buildbot");
        String checks = "/api/patch-requests/" + id + "/checks/";
        assertThat(check(id, "elsewhere").get("status").asText()).isEqualTo("queued");
        ci.put(checks + "elsewhere", Map.of("status", "passed", "duration_ms", 5, "summary", "12 tests", "log", "ok\n"))
                .expect(204);
        ci.put(checks + "more", Map.of("status", "running")).expect(204);
        assertThat(check(id, "elsewhere").get("summary").asText()).isEqualTo("12 tests");
        assertThat(check(id, "more").get("required").asBoolean()).isFalse();
        assertThat(reviewer.get(checks + "elsewhere/log").expect(200).body()).isEqualTo("ok\n");
        ci.put(checks + "unit", Map.of("status", "passed")).expectProblem(409);
        ci.put(checks + "syntax-json", Map.of("status", "passed")).expectProblem(409);
        reviewer.put(checks + "elsewhere", Map.of("status", "passed")).expectProblem(403);
        agent.put(checks + "elsewhere", Map.of("status", "passed")).expectProblem(403);
        agent.get(checks + "unit/log").expectProblem(403);
    }

    @Test
    void checksOfWhatTheGateDeniedAreForAuditorsAlone() throws IOException {
        String id = agent.submit(Proposals.file("src/ai_pal/core/config.py", "def f(:\n"));
        Api auditor = product.as("auditor", "otto");
        String sealed = "/api/audit/sealed-requests/" + id;
        Set<String> open = Set.of("queued", "running");
        JsonNode checks = Eventually.present("its checks end", () -> {
            Reply reply = auditor.get(sealed);
            return reply.status() == 404
                            || StreamSupport.stream(reply.json().get("checks").spliterator(), false)
                                    .filter(check -> !check.get("kind").asText().equals("external"))
                                    .anyMatch(check ->
                                            open.contains(check.get("status").asText()))
                    ? Optional.empty()
                    : Optional.of(reply.json().get("checks"));
        });
        assertThat(checks.findValuesAsText("name")).containsExactly("syntax-python", "unit", "elsewhere");
        String path = "/api/patch-requests/" + id + "/checks";
        reviewer.post(path, Map.of()).expectProblem(404);
        reviewer.get(path + "/unit/log").expectProblem(404);
        product.as("ci", "buildbot")
                .put(path + "/elsewhere", Map.of("status", "passed"))
                .expectProblem(404);
        auditor.get(path + "/unit/log").expectProblem(403);
    }

    /** False where this machine has no sandbox. */
    private boolean runs(String id) throws IOException {
        return !ended(id, "unit").get("status").asText().equals("not_run");
    }

    private JsonNode ended(String id, String name) throws IOException {
        product.admitted(id);
        return Eventually.present(name + " ends", () -> {
            JsonNode check = check(id, name);
            return Set.of("queued", "running").contains(check.get("status").asText())
                    ? Optional.empty()
                    : Optional.of(check);
        });
    }

    private JsonNode check(String id, String name) {
        return StreamSupport.stream(
                        reviewer.request(id).expect(200).json().get("checks").spliterator(), false)
                .filter(check -> check.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String kinds(String id) {
        return reviewer.get("/api/patch-requests/" + id + "/timeline")
                .expect(200)
                .body();
    }
}
