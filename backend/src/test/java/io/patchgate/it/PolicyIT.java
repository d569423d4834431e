package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy over several starts, and a workspace that is away meanwhile. */
class PolicyIT {
    private static final String LIST = "/api/patch-requests/protected-files";

    @TempDir
    Path folder;

    private Installation installation(String policy) throws IOException {
        Installation installation = new Installation(folder).set("WORKSPACE", null);
        Files.writeString(
                installation.folder().resolve("patchgate.yaml"),
                "workspaces: [{name: default, root: workspace, policy: rules.yaml}]");
        write(installation, policy);
        return installation;
    }

    private static void write(Installation installation, String policy) throws IOException {
        Files.writeString(installation.folder().resolve("rules.yaml"), policy);
    }

    @Test
    void showsWhatAStartLoosenedAndKeepsWhatWasAdded() throws IOException {
        Installation installation = installation("groups: {kernel: [src/ai_pal/core/, src/ai_pal/gates/], ci: }");
        try (RunningProduct product = installation.start()) {
            JsonNode list = product.reviewer("rita").get(LIST).expect(200).json();
            assertThat(list.get("policy_changes")).isEmpty();
            product.admin().post(LIST, Map.of("pattern", "*.secret")).expect(201);
        }
        assertThat(explain(installation, "a/b.secret"))
                .contains("verdict    denied", "source     added")
                .contains("'a/b.secret' is protected by the entry '*.secret' that ada added.");

        write(installation, "groups: {kernel: [src/ai_pal/core/]}");
        try (RunningProduct product = installation.start()) {
            JsonNode list = product.reviewer("rita").get(LIST).expect(200).json();
            assertThat(list.get("policy_changes")).hasSize(1);
            JsonNode change = list.get("policy_changes").get(0);
            assertThat(change.get("change").asText()).isEqualTo("loosened");
            // What the named group listed is protected whatever the policy says.
            assertThat(change.get("removed")).extracting(JsonNode::asText).containsExactly("src/ai_pal/gates/");
            assertThat(list.get("protected_files"))
                    .extracting(JsonNode::asText)
                    .containsExactly("src/ai_pal/core/", "*.secret");
            assertThat(product.log()).contains("WARN").contains("loosened since the last start");
            product.agent("bot").get(LIST).expectProblem(403);

            String explained = explain(installation, "src/ai_pal/core/config.py");
            assertThat(explained).contains("verdict    denied", "group      kernel", "on disk    file");
            assertThat(explain(installation, "src/ai_pal/gates/gate_system.py")).contains("verdict    allowed");
            assertThat(explain(installation, "x.secret")).contains("source     added");
            assertThat(explain(installation, "../x")).contains("verdict    malformed");
        }
    }

    private static String explain(Installation installation, String path) throws IOException {
        Installation.Ended ended = installation.run("", "gate", "explain", path);
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        return ended.stdout();
    }

    @Test
    void waitsForAWorkspaceThatIsAway() throws IOException {
        Installation installation = installation("groups: {kernel: [src/ai_pal/core/]}");
        try (RunningProduct product = installation.start()) {
            Api agent = product.agent("bot");
            String pending = agent.submit(Proposals.file("src/late.py", "new\n"));
            product.admitted(pending);

            Path away = Files.move(installation.workspace(), folder.resolve("away"));
            Files.createDirectory(installation.workspace());

            String said =
                    product.reviewer("rita").approve(pending).expectProblem(503).text("detail");
            assertThat(said).isEqualTo("The workspace 'default' is empty.");
            for (String path : new String[] {"src/new.py", "src/ai_pal/core/config.py", ".git/config"}) {
                assertThat(agent.post("/api/patch-requests", Proposals.file(path, "x\n"))
                                .expectProblem(503)
                                .text("detail"))
                        .isEqualTo(said);
            }
            assertThat(agent.request(pending).expect(200).text("status")).isEqualTo("PENDING_APPROVAL");
            Eventually.holds("the metric says so", () -> product.metric("patchgate_workspace_up") == 0);
            assertThat(product.management().get("/health/ready").expect(200).body())
                    .contains("\"workspaces\":\"down\"");
            assertThat(product.log()).contains("is empty, as where something is not mounted");

            Files.delete(installation.workspace());
            Files.move(away, installation.workspace());

            assertThat(product.reviewer("rita").approve(pending).expect(200).text("action"))
                    .isEqualTo("APPLIED");
            assertThat(installation.workspace().resolve("src/late.py")).hasContent("new\n");
            Eventually.holds("the metric says so", () -> product.metric("patchgate_workspace_up") == 1);
        }
    }
}
