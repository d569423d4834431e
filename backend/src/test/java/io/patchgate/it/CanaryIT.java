package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is approved in a workspace with a canary folder, from there into the workspace or out again. */
class CanaryIT {
    private static final String LEARNING = "src/ai_pal/modules/learning.py";
    private static final String MEMORY = "src/ai_pal/modules/memory.py";
    private static final String DIALOGUE = "src/ai_pal/modules/dialogue.py";

    @TempDir
    static Path folder;

    private static Installation installation;
    private static RunningProduct product;
    private static Path workspace;
    private static Path canary;

    @BeforeAll
    static void start() throws IOException {
        installation = new Installation(Files.createDirectory(folder.resolve("installation")));
        workspace = installation.workspace();
        canary = installation.canary();
        Files.writeString(
                installation.folder().resolve("patchgate.yaml"),
                "workspaces:\n  - {name: default, root: '" + workspace + "', canary: {root: '" + canary
                        + "', share: 0.25, watch: 2h}}\n");
        product = installation.start();
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
    }

    private final Api reviewer = product.reviewer("rita");

    @Test
    void goesToTheCanaryAloneAndIntoTheWorkspaceByItsPromotionAndOutOfBothByARollback() throws IOException {
        String before = text(workspace, LEARNING);
        String after = before + "# better\n";
        String id = inCanary(LEARNING, after);
        assertThat(text(canary, LEARNING)).isEqualTo(after);
        assertThat(text(workspace, LEARNING)).isEqualTo(before);
        String head = git("rev-parse", "HEAD");
        assertThat(canary.resolve(".git")).doesNotExist();

        JsonNode shown = reviewer.request(id).expect(200).json();
        assertThat(shown.get("status").asText()).isEqualTo("CANARY");
        assertThat(shown.at("/canary/share").asDouble()).isEqualTo(0.25);
        assertThat(shown.at("/canary/verdict").asText()).isEqualTo("unclear");
        assertThat(shown.at("/canary/act").isNull()).isTrue();
        assertThat(reviewer.get("/api/patch-requests?status=CANARY").json().findValuesAsText("request_id"))
                .containsExactly(id);
        Reply listed = product.as("monitor", "watcher").get("/api/canaries").expect(200);
        assertThat(listed.json().findValuesAsText("request_id")).containsExactly(id);
        product.agent("canary-agent").get("/api/canaries").expectProblem(403);
        assertThat(product.agent("canary-agent").request(id).text("status")).isEqualTo("CANARY");
        assertThat(product.metric("patchgate_patch_requests")).isGreaterThan(0);

        assertThat(promote(product.admin(), id).expectProblem(403).text("detail"))
                .contains("you or an agent of yours");
        Reply promoted = promote(reviewer, id).expect(200);
        assertThat(promoted.text("action")).isEqualTo("APPLIED");
        assertThat(text(workspace, LEARNING)).isEqualTo(after);
        assertThat(git("log", "-1", "--format=%(trailers:key=Patch-Request,valueonly)"))
                .isEqualTo(id);
        assertThat(git("rev-parse", "HEAD~1")).isEqualTo(head);
        assertThat(reviewer.request(id).json().at("/canary/act/by").asText()).isEqualTo("rita");
        assertThat(kinds(id))
                .containsExactly(
                        "patch_request.pending",
                        "patch_request.approved",
                        "patch_request.canary",
                        "patch_request.applied");
        promote(reviewer, id).expectProblem(409);

        reviewer.post("/api/patch-requests/" + id + "/rollback").expect(200);
        assertThat(text(workspace, LEARNING)).isEqualTo(before);
        assertThat(text(canary, LEARNING)).isEqualTo(before);
    }

    @Test
    void whatIsWithdrawnWasNeverInTheWorkspace() throws IOException {
        String before = text(workspace, MEMORY);
        String created = "src/ai_pal/modules/extra/shiny.py";
        String id = product.agent("canary-agent")
                .submit(Proposals.set(
                        Proposals.whole(MEMORY, before + "# other\n"), Proposals.whole(created, "SHINY = 1\n")));
        product.admitted(id);
        approve(id);
        String over = submitted(MEMORY, before + "# yet another\n");
        assertThat(reviewer.approve(over).expectProblem(409).text("detail"))
                .contains(id, "in the canary: promote or withdraw that first.");

        Reply unsaid = reviewer.post("/api/patch-requests/" + id + "/canary/withdraw", Map.of());
        assertThat(unsaid.expectProblem(422).fields()).containsExactly("comment");
        Reply withdrawn = withdraw(product.admin(), id).expect(200);
        assertThat(withdrawn.text("action")).isEqualTo("ROLLED_BACK");
        assertThat(text(canary, MEMORY)).isEqualTo(before);
        assertThat(canary.resolve("src/ai_pal/modules/extra")).doesNotExist();
        assertThat(text(workspace, MEMORY)).isEqualTo(before);
        assertThat(workspace.resolve(created)).doesNotExist();
        assertThat(reviewer.request(id).text("status")).isEqualTo("ROLLED_BACK");
        assertThat(reviewer.request(id).json().at("/canary/act/comment").asText())
                .isEqualTo("It answers more slowly.");

        approve(over);
        withdraw(reviewer, over).expect(200);
    }

    @Test
    void whatIsNotAsItWasReviewedIsNotWrittenOver() throws IOException {
        String before = text(workspace, DIALOGUE);
        Files.writeString(canary.resolve(DIALOGUE), before + "# by hand\n");
        String id = submitted(DIALOGUE, before + "# proposed\n");
        assertThat(reviewer.request(id).text("refusal")).contains("The canary folder has another '" + DIALOGUE + "'");
        assertThat(reviewer.approve(id).expectProblem(409).text("detail"))
                .contains("The canary folder has another '" + DIALOGUE + "'");
        assertThat(reviewer.request(id).text("status")).isEqualTo("PENDING_APPROVAL");
        Files.writeString(canary.resolve(DIALOGUE), before);
        approve(id);

        Files.writeString(workspace.resolve(DIALOGUE), before + "# by hand\n");
        String refusal = promote(reviewer, id).expectProblem(409).text("detail");
        assertThat(refusal).contains("'" + DIALOGUE + "' changed since it was reviewed.");
        JsonNode stays = reviewer.request(id).json();
        assertThat(stays.get("status").asText()).isEqualTo("CANARY");
        assertThat(stays.at("/canary/note").asText()).isEqualTo(refusal);
        assertThat(text(workspace, DIALOGUE)).isEqualTo(before + "# by hand\n");
        Files.writeString(workspace.resolve(DIALOGUE), before);

        reviewer.post("/api/stop", Map.of("reason", "wait")).expect(200);
        assertThat(promote(reviewer, id).expectProblem(409).text("detail")).contains("stopped by rita");
        assertThat(withdraw(reviewer, id).expectProblem(409).text("detail")).contains("stopped by rita");
        product.admin().delete("/api/stop").expect(200);

        product.close();
        product = installation.start();
        Api afterwards = product.reviewer("rita");
        assertThat(text(canary, DIALOGUE)).isEqualTo(before + "# proposed\n");
        assertThat(promote(afterwards, id).expect(200).text("action")).isEqualTo("APPLIED");
        assertThat(text(workspace, DIALOGUE)).isEqualTo(before + "# proposed\n");
        afterwards.post("/api/patch-requests/" + id + "/rollback").expect(200);
    }

    private String inCanary(String path, String content) throws IOException {
        String id = submitted(path, content);
        approve(id);
        return id;
    }

    private static String submitted(String path, String content) throws IOException {
        String id = product.agent("canary-agent").submit(Proposals.file(path, content));
        product.admitted(id);
        return id;
    }

    private void approve(String id) {
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("CANARY");
    }

    private static Reply promote(Api who, String id) {
        return who.post("/api/patch-requests/" + id + "/canary/promote");
    }

    private static Reply withdraw(Api who, String id) {
        return who.post("/api/patch-requests/" + id + "/canary/withdraw", Map.of("comment", "It answers more slowly."));
    }

    private List<String> kinds(String id) {
        return reviewer
                .get("/api/patch-requests/" + id + "/timeline")
                .json()
                .get("entries")
                .findValuesAsText("kind")
                .stream()
                .filter(kind -> kind.startsWith("patch_request.") && !kind.startsWith("patch_request.check"))
                .distinct()
                .toList();
    }

    private static String text(Path root, String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private static String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        return Tools.run(workspace, "", command.toArray(String[]::new)).strip();
    }
}
