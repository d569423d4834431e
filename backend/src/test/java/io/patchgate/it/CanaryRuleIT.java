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

/** The real product, from what monitors say of two folders to what the rule makes of it. */
class CanaryRuleIT {
    private static final String LEARNING = "src/ai_pal/modules/learning.py";
    private static final String MEMORY = "src/ai_pal/modules/memory.py";
    private static final String DIALOGUE = "src/ai_pal/modules/dialogue.py";

    @TempDir
    static Path folder;

    private static RunningProduct product;
    private static Path workspace;
    private static Path canary;

    private final Api reviewer = product.reviewer("rita");
    private final Api monitor = product.as("monitor", "watcher");

    @BeforeAll
    static void start() throws IOException {
        Installation installation = new Installation(Files.createDirectory(folder.resolve("installation")));
        workspace = installation.workspace();
        canary = installation.canary();
        Files.writeString(
                installation.folder().resolve("patchgate.yaml"),
                "workspaces:\n  - {name: default, root: '" + workspace + "', canary: {root: '" + canary
                        + "', watch: 10s, promote: true}}\n");
        product = installation.start();
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
    }

    @Test
    void whatIsWorseGoesWhatIsNotGoesOnAndWhatNobodyReportedOnWaits() throws IOException {
        String learning = text(workspace, LEARNING);
        String memory = text(workspace, MEMORY);
        String worse = inCanary("learning", LEARNING);
        String fine = inCanary("memory", MEMORY);
        String silent = inCanary("dialogue", DIALOGUE);
        report("learning", "stable", 100, 12);
        report("learning", "canary", 100, 62);
        report("memory", "stable", 100, 12);
        report("memory", "canary", 25, 3);

        JsonNode withdrawn = becomes(worse, "ROLLED_BACK");
        assertThat(withdrawn.at("/canary/act/by").asText()).isEqualTo("patchgate-canary");
        assertThat(withdrawn.at("/canary/act/comment").asText())
                .isEqualTo("Withdrawn by the rule. Negative feedback is 62 % on the canary and 12 % on stable.");
        assertThat(text(canary, LEARNING)).isEqualTo(learning);
        assertThat(text(workspace, LEARNING)).isEqualTo(learning);

        JsonNode promoted = becomes(fine, "APPLIED");
        assertThat(promoted.at("/canary/act/comment").asText())
                .isEqualTo(
                        "Promoted by the rule. Over 25 events on the canary and 100 on stable no difference is beyond"
                                + " chance.");
        assertThat(text(workspace, MEMORY)).isEqualTo(memory + "# better\n");

        Eventually.holds(
                "a person is asked",
                () -> !reviewer.request(silent)
                        .json()
                        .at("/canary/waiting_since")
                        .isNull());
        assertThat(reviewer.request(silent).text("status")).isEqualTo("CANARY");
        assertThat(reviewer.get("/api/patch-requests/" + silent + "/timeline")
                        .json()
                        .get("entries"))
                .filteredOn(entry -> entry.get("kind").asText().equals("patch_request.canary_waiting"))
                .hasSize(1);

        for (String counter : List.of("withdrawn", "promoted", "waiting")) {
            assertThat(product.metric("patchgate_loop_canaries_" + counter + "_total"))
                    .as(counter)
                    .isEqualTo(1);
        }
        JsonNode canaries = reviewer.get("/api/analytics").expect(200).json().get("canaries");
        assertThat(canaries.findValuesAsText("request_id")).containsExactly(silent, fine, worse);
        assertThat(canaries.findValuesAsText("verdict")).containsExactly("unclear", "unclear", "worse");
    }

    @Test
    void aMonitorThatNamesAnotherVariantIsToldAndAnAgentMayCallThingsAsItLikes() {
        Reply refused = monitor.post("/api/feedback", event("learning", "B", true));
        assertThat(refused.expectProblem(422).fields()).containsExactly("context.variant");
        product.agent("canary-agent")
                .post("/api/feedback", event("learning", "B", true))
                .expect(202);
    }

    private String inCanary(String component, String path) throws IOException {
        Map<String, Object> proposal = Proposals.file(path, text(workspace, path) + "# better\n");
        proposal.put("component", component);
        String id = product.agent("canary-agent").submit(proposal);
        product.admitted(id);
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("CANARY");
        return id;
    }

    private void report(String component, String variant, int events, int negatives) {
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(event(component, variant, i < negatives));
        }
        monitor.post("/api/feedback", batch).expect(202);
    }

    private static Map<String, Object> event(String component, String variant, boolean negative) {
        return Map.of(
                "type",
                negative ? "implicit_negative" : "implicit_positive",
                "component",
                component,
                "context",
                Map.of("variant", variant));
    }

    private JsonNode becomes(String id, String status) throws IOException {
        Eventually.holds(
                id + " is " + status, () -> reviewer.request(id).text("status").equals(status));
        return reviewer.request(id).json();
    }

    private static String text(Path root, String path) throws IOException {
        return Files.readString(root.resolve(path));
    }
}
