package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of what no patch can reach grows by an admin's word, at once, also for what was sent before. */
@ExtendWith(SharedProduct.class)
class ProtectedFilesIT {
    private static final String LIST = "/api/patch-requests/protected-files";

    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    ProtectedFilesIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("protected-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void listsTheKernelFilesToReviewersAlone() {
        JsonNode list = reviewer.get(LIST).expect(200).json();
        assertThat(paths())
                .contains(
                        "src/ai_pal/gates/gate_system.py",
                        "src/ai_pal/modules/ethics.py",
                        "src/ai_pal/improvement/patch_manager.py",
                        "src/ai_pal/core/config.py");
        assertThat(list.get("total").asInt()).isEqualTo(paths().size());
        assertThat(list.get("description").asText()).isNotBlank();
        agent.get(LIST).expectProblem(403);
    }

    @Test
    void isAddedToByAdminsAlone() {
        Map<String, String> body = Map.of("path", "protected/never.py");
        reviewer.post(LIST, body).expectProblem(403);
        agent.post(LIST, body).expectProblem(403);
        assertThat(paths()).doesNotContain("protected/never.py");
    }

    @Test
    void protectsAtOnceWhatAnAdminAdds() throws IOException {
        Path file = Tools.write(product.workspace().resolve("protected/late.py"), "old\n", "rw-r--r--");
        String before = agent.submit(Proposals.file("protected/late.py", "new\n"));
        String elsewhere = agent.submit(Proposals.file("protected/elsewhere.py", "new\n"));
        assertThat(product.admitted(before).has("refusal")).isFalse();
        product.admitted(elsewhere);

        Map<String, String> body = Map.of("path", "protected/late.py");
        Reply added = product.admin().post(LIST, body).expect(201);
        assertThat(added.json().get("added").asBoolean()).isTrue();
        assertThat(product.admin()
                        .post(LIST, body)
                        .expect(201)
                        .json()
                        .get("added")
                        .asBoolean())
                .isFalse();
        assertThat(paths()).containsOnlyOnce("protected/late.py");

        assertThat(product.admitted(before).get("refusal").asText()).contains("protected/late.py");
        reviewer.approve(before).expectProblem(409);
        assertThat(Files.readString(file)).isEqualTo("old\n");
        // What was judged by another policy than today's is not what a reviewer was shown.
        JsonNode shown = product.checked(elsewhere);
        assertThat(shown.get("stale").asBoolean()).isFalse();
        reviewer.approve(elsewhere).expectProblem(409);
        assertThat(product.workspace().resolve("protected/elsewhere.py")).doesNotExist();
        String key = shown.get("approval_key").asText();
        assertThat(reviewer.decide(elsewhere, Map.of("approved", true, "approval_key", key))
                        .expect(200)
                        .text("action"))
                .isEqualTo("APPLIED");

        double denials = product.metric("patchgate_gate_denials_total");
        String after = agent.submit(Proposals.file("protected/late.py", "newer\n"));
        Eventually.holds("it is denied", () -> product.metric("patchgate_gate_denials_total") == denials + 1);
        reviewer.request(after).expectProblem(404);
        String later = agent.submit(Proposals.file("protected/elsewhere.py", "newer\n"));
        product.admitted(later);
        assertThat(reviewer.approve(later).expect(200).text("action")).isEqualTo("APPLIED");
    }

    @Test
    void protectsAtOnceWhatAPatternMatches() throws IOException {
        Tools.write(product.workspace().resolve("patterns/one.rules"), "old\n", "rw-r--r--");
        Tools.write(product.workspace().resolve("patterns/deep/two.rules"), "old\n", "rw-r--r--");

        JsonNode added = product.admin()
                .post(LIST, Map.of("pattern", "patterns/**/*.rules"))
                .expect(201)
                .json();

        assertThat(added.get("pattern").asText()).isEqualTo("patterns/**/*.rules");
        assertThat(added.get("matches").get("total").asInt()).isEqualTo(2);
        assertThat(added.get("matches").get("files"))
                .extracting(JsonNode::asText)
                .containsExactly("patterns/deep/two.rules", "patterns/one.rules");
        JsonNode entry = entry("patterns/**/*.rules");
        assertThat(entry.get("source").asText()).isEqualTo("added");
        assertThat(entry.get("added_by").asText()).isEqualTo("ada");
        assertThat(entry("src/ai_pal/core/config.py").get("group").asText()).isEqualTo("kernel");
        double denials = product.metric("patchgate_gate_denials_total");
        agent.submit(Proposals.file("patterns/new/three.rules", "new\n"));
        Eventually.holds("it is denied", () -> product.metric("patchgate_gate_denials_total") == denials + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "/", "**/*", "!src/a.py", "# src", "a[", "../x", "a//b", " "})
    void refusesAPatternThatWouldFreeOrCloseOrMeanNothing(String pattern) {
        Reply refused = product.admin().post(LIST, Map.of("pattern", pattern)).expectProblem(422);

        assertThat(refused.json().get("errors").get(0).get("field").asText()).isEqualTo("pattern");
        assertThat(paths()).doesNotContain(pattern);
    }

    @Test
    void explainsAPathToAuditorsAlone() {
        String explain = "/api/gate/explain?path=src/ai_pal/core/config.py";

        JsonNode said = product.as("auditor", "olga").get(explain).expect(200).json();

        assertThat(said.get("verdict").asText()).isEqualTo("denied");
        assertThat(said.get("rule").get("entry").get("group").asText()).isEqualTo("kernel");
        assertThat(said.get("resolves_to").asText()).isEqualTo("file");
        agent.get(explain).expectProblem(403);
        reviewer.get(explain).expectProblem(403);
        product.admin().get(explain).expectProblem(403);
    }

    private JsonNode entry(String text) {
        return StreamSupport.stream(
                        reviewer.get(LIST).expect(200).json().get("entries").spliterator(), false)
                .filter(entry -> entry.get("entry").asText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private List<String> paths() {
        return StreamSupport.stream(
                        reviewer.get(LIST)
                                .expect(200)
                                .json()
                                .get("protected_files")
                                .spliterator(),
                        false)
                .map(JsonNode::asText)
                .toList();
    }
}
