package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every call that an agent can make on a submission ends for a denied one as for an allowed one. */
@ExtendWith(SharedProduct.class)
class SilenceCallsIT {
    private static final String ETHICS = "src/ai_pal/modules/ethics.py";
    private static final String DIALOGUE = "src/ai_pal/modules/dialogue.py";
    private static final String REQUESTS = "/api/patch-requests";
    private static final String SEALED = "/api/audit/sealed-requests";
    private static final int QUOTA = 200;

    private final RunningProduct product;

    SilenceCallsIT(RunningProduct product) {
        this.product = product;
    }

    @Test
    void aRetryIsAnsweredWithTheFirstReceipt() {
        List<List<Object>> seen = new ArrayList<>();
        for (String path : List.of(DIALOGUE, ETHICS)) {
            Api agent = product.agent("silence-retry").with("Idempotency-Key", "key-" + path.length());
            Map<String, Object> body = Proposals.file(path, "x = 1\n");
            Reply first = agent.post(REQUESTS, body).expect(202);
            Reply again = agent.post(REQUESTS, body).expect(202);
            assertThat(again.json()).isEqualTo(first.json());
            body.put("reasoning", "Another one.");
            Reply other = agent.post(REQUESTS, body).expectProblem(409);
            agent.post(REQUESTS + "/" + first.text("request_id") + "/withdraw").expect(200);
            Reply late = agent.post(REQUESTS, Proposals.file(path, "x = 1\n")).expect(202);
            seen.add(List.of(Shape.of(first), Shape.of(again), Shape.of(other), Shape.of(late)));
        }
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    @Test
    void theQuotaCountsDeniedOnesAlike() {
        List<Object> refusals = new ArrayList<>();
        for (String path : List.of(DIALOGUE, ETHICS)) {
            Api agent = product.agent("silence-quota-" + path.length());
            Map<String, Object> body = Proposals.file(path, "x = 1\n");
            String last = "";
            for (int i = 0; i < QUOTA; i++) {
                last = agent.submit(body);
            }
            refusals.add(Shape.of(agent.post(REQUESTS, body).expectProblem(429)));
            agent.post(REQUESTS + "/" + last + "/withdraw").expect(200);
            agent.submit(body);
            agent.post(REQUESTS, body).expectProblem(429);
            assertThat(agent.get(REQUESTS + "?status=PENDING_APPROVAL&limit=1")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(QUOTA);
        }
        assertThat(refusals.get(1)).isEqualTo(refusals.get(0));
    }

    @Test
    void aDeniedOneSupersedesAndIsSuperseded() throws IOException {
        Api agent = product.agent("silence-supersedes");
        List<List<Object>> seen = new ArrayList<>();
        for (String path : List.of(DIALOGUE, ETHICS)) {
            String first = agent.submit(Proposals.file(path, "x = 1\n"));
            Map<String, Object> body = Proposals.file(path, "x = 2\n");
            body.put("supersedes", first);
            Reply second = agent.post(REQUESTS, body).expect(202);
            Reply again = agent.post(REQUESTS, body).expectProblem(422);
            assertThat(agent.request(first).text("status")).isEqualTo("SUPERSEDED");
            seen.add(List.of(
                    Shape.of(second),
                    Shape.of(again),
                    Shape.of(agent.request(first)),
                    Shape.of(agent.request(second.text("request_id"))),
                    Shape.of(agent.post(REQUESTS + "/" + first + "/withdraw"))));
        }
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    @Test
    void whatDoesNotFitTheDiskIsRefusedAlikeWhateverThePath() throws IOException {
        Path gates = product.workspace().resolve("src/ai_pal/gates");
        assertThat(gates).isDirectory();
        Api agent = product.agent("silence-errors");
        String diff = "--- a/%1$s\n+++ b/%1$s\n@@ -1,1 +1,1 @@\n-no such line\n+another\n";
        List<List<Object>> there = new ArrayList<>();
        for (String path : List.of(DIALOGUE, ETHICS)) {
            there.add(List.of(
                    refusal(agent, Map.of("target_file", path, "diff", diff.formatted(path))),
                    refusal(agent, Map.of("target_file", path + "/below.py", "new_code", "x = 1\n")),
                    refusal(agent, Map.of("target_file", path, "diff", diff.formatted("other.py"))),
                    refusal(agent, Map.of("target_file", "./" + path, "new_code", "x = 1\n"))));
        }
        assertThat(there.get(1)).isEqualTo(there.get(0));
        List<List<Object>> missing = new ArrayList<>();
        for (String path : List.of("src/ai_pal/nothing.py", ".git/nothing")) {
            missing.add(List.of(
                    refusal(agent, Map.of("target_file", path, "diff", diff.formatted(path))),
                    refusal(agent, Map.of("target_file", path, "delete", true))));
        }
        assertThat(missing.get(1)).isEqualTo(missing.get(0));
        assertThat(refusal(agent, Map.of("target_file", "src/ai_pal/gates", "new_code", "x")))
                .isEqualTo(refusal(agent, Map.of("target_file", "src/ai_pal/modules", "new_code", "x")));
    }

    @Test
    void whatLeavesTheWorkspaceIsAnsweredLikeAMissingFile() throws IOException {
        Path outside = Files.writeString(product.installation().folder().resolve("outside.py"), "secret = 1\n");
        Path folder = Files.createDirectories(product.workspace().resolve("leaving"));
        Files.createSymbolicLink(folder.resolve("link.py"), outside);
        Files.createSymbolicLink(folder.resolve("away"), outside.getParent());
        Files.createSymbolicLink(folder.resolve("nowhere.py"), Path.of("/nowhere/at/all"));
        Api agent = product.agent("silence-leaving");
        String diff = "--- a/%1$s\n+++ b/%1$s\n@@ -1,1 +1,1 @@\n-secret = 1\n+secret = 2\n";
        List<List<Object>> seen = new ArrayList<>();
        for (String path :
                List.of("leaving/missing.py", "leaving/link.py", "leaving/away/outside.py", "leaving/nowhere.py")) {
            Reply receipt =
                    agent.post(REQUESTS, Proposals.file(path, "x = 1\n")).expect(202);
            seen.add(List.of(
                    Shape.of(receipt),
                    Shape.of(agent.request(receipt.text("request_id"))),
                    refusal(agent, Map.of("target_file", path, "delete", true)),
                    refusal(agent, Map.of("target_file", path, "diff", diff.formatted(path)))));
        }
        assertThat(seen).containsOnly(seen.get(0));
        assertThat(outside).hasContent("secret = 1\n");
    }

    @Test
    void theSealedRecordHoldsEverythingAndOpensToAuditorsAlone() throws IOException {
        Api agent = product.agent("silence-sealed");
        Map<String, Object> body = Proposals.file(ETHICS, "ALLOWED = True\n");
        body.put("reasoning", "It is in the way.");
        String id = agent.submit(body);
        Api auditor = product.as("auditor", "otto");
        JsonNode sealed = Eventually.present("the auditor reads it", () -> {
            Reply reply = auditor.get(SEALED + "/" + id);
            return reply.status() == 404
                    ? Optional.empty()
                    : Optional.of(reply.expect(200).json());
        });
        assertThat(sealed.get("submitted_by").asText()).isEqualTo("silence-sealed");
        assertThat(sealed.get("owner").asText()).isEqualTo("ada");
        assertThat(sealed.get("rule").asText()).contains(ETHICS);
        assertThat(sealed.get("target_file").asText()).isEqualTo(ETHICS);
        assertThat(sealed.get("resolved").asText()).isNotBlank();
        assertThat(sealed.get("policy_version").asText()).hasSize(64);
        assertThat(sealed.get("reasoning").asText()).isEqualTo("It is in the way.");
        assertThat(sealed.get("diff").asText()).contains("+ALLOWED = True");
        assertThat(sealed.at("/changes/0/new_code").asText()).isEqualTo("ALLOWED = True\n");

        agent.post(REQUESTS + "/" + id + "/withdraw").expect(200);
        assertThat(auditor.get(SEALED + "/" + id).text("status")).isEqualTo("WITHDRAWN");
        assertThat(MainJobIT.ids(auditor.get(SEALED + "?limit=200"), "sealed_requests"))
                .contains(id);
        for (Api other : List.of(agent, product.reviewer("rita"), product.admin(), product.as("monitor", "mo"))) {
            other.get(SEALED).expectProblem(403);
            other.get(SEALED + "/" + id).expectProblem(403);
        }
        auditor.get(REQUESTS).expectProblem(403);
    }

    /** Everything that is said, with the path that was sent left out. */
    private static Object refusal(Api agent, Map<String, Object> change) {
        Reply reply = agent.post(REQUESTS, Proposals.set(change)).expectProblem(422);
        String path = change.get("target_file").toString();
        return List.of(Shape.of(reply), reply.body().replace(path, "PATH"));
    }
}
