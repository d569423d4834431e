package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What reviewers make of a request, and what its agent learns of it. */
@ExtendWith(SharedProduct.class)
class RevisionIT {
    private static final String LINES = "1\r\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20";

    private final RunningProduct product;
    private final Api agent;
    private final Api rita;
    private final Api carl;

    RevisionIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("revision-agent");
        rita = product.reviewer("rita");
        carl = product.reviewer("carl");
    }

    @Test
    void goesOnWithSomeHunksAndTellsTheAgentWhatWasDropped() throws IOException {
        Path file = write("revision/hunks.txt", LINES);
        write("revision/other.txt", "a\n");
        String id = pending(Proposals.set(
                Proposals.whole("revision/hunks.txt", LINES.replace("1\r\n2", "one\r\n2") + "\n"),
                Proposals.whole("revision/other.txt", "b\n")));

        String key = rita.request(id).text("approval_key");
        Reply made = reduce(id, key, Map.of("target_file", "revision/hunks.txt", "hunks", List.of(1)));
        String revision = made.expect(201).text("request_id");
        assertThat(made.header("Location")).endsWith(revision);
        product.admitted(revision);

        JsonNode shown = rita.request(revision).json();
        assertThat(shown.at("/revision/kind").asText()).isEqualTo("reduction");
        assertThat(shown.at("/revision/by").asText()).isEqualTo("rita");
        assertThat(shown.get("supersedes").asText()).isEqualTo(id);
        assertThat(shown.get("submitted_by").asText()).isEqualTo("revision-agent");
        assertThat(shown.get("approvals").asInt()).isZero();
        JsonNode before = rita.request(id).json();
        assertThat(before.get("status").asText()).isEqualTo("SUPERSEDED");
        assertThat(before.at("/superseded_by/request_id").asText()).isEqualTo(revision);

        JsonNode own = agent.request(id).json();
        assertThat(own.get("status").asText()).isEqualTo("SUPERSEDED");
        assertThat(own.at("/superseded_by/request_id").asText()).isEqualTo(revision);
        JsonNode dropped = own.at("/superseded_by/revision/dropped");
        assertThat(dropped.get(0).get("from_line").asInt()).isEqualTo(1);
        assertThat(dropped.get(1).get("target_file").asText()).isEqualTo("revision/other.txt");
        // Its lines are of the file on disk too, which the agent has not seen.
        assertThat(agent.request(revision).body()).doesNotContain("\"new_code\"", "\\r");

        JsonNode interdiff = rita.get("/api/patch-requests/" + revision + "/interdiff")
                .expect(200)
                .json();
        assertThat(interdiff.get("diff").asText()).contains("-one\r\n", "+1\r\n", "-b\n", "+a\n");
        assertThat(interdiff.get("rebased").asBoolean()).isFalse();

        rita.approve(revision).expectProblem(403);
        assertThat(carl.approve(revision).expect(200).text("action")).isEqualTo("APPLIED");
        assertThat(Files.readString(file)).isEqualTo(LINES + "\n");
        assertThat(Files.readString(file("revision/other.txt"))).isEqualTo("a\n");
    }

    @Test
    void refusesToKeepNothingEverythingOrWhatWasNotShown() throws IOException {
        write("revision/refused.txt", LINES);
        String id = pending(Proposals.set(
                Proposals.whole("revision/refused.txt", LINES.replace("2\n3", "two\n3") + "\n"),
                Proposals.whole("revision/refused-new.txt", "new\n")));
        String key = rita.request(id).text("approval_key");
        Map<String, Object> whole = Map.of("target_file", "revision/refused.txt");
        Map<String, Object> created = Map.of("target_file", "revision/refused-new.txt");
        assertThat(reduce(id, key, whole, created).expectProblem(422).fields()).containsExactly("keep");
        assertThat(reduce(id, key).expectProblem(422).fields()).containsExactly("keep");
        assertThat(reduce(id, key, whole, whole).expectProblem(422).fields()).containsExactly("keep[1].target_file");
        assertThat(reduce(id, key, Map.of("target_file", "revision/refused.txt", "hunks", List.of(2)))
                        .expectProblem(422)
                        .fields())
                .containsExactly("keep[0].hunks");
        assertThat(reduce(id, key, Map.of("target_file", "revision/elsewhere.txt"))
                        .expectProblem(422)
                        .fields())
                .containsExactly("keep[0].target_file");
        reduce(id, "another key", created).expectProblem(409);
        agent.post("/api/patch-requests/" + id + "/reduce", Map.of("approval_key", key, "keep", List.of(created)))
                .expectProblem(403);
        reduce(id, key, created).expect(201);
        reduce(id, key, created).expectProblem(409);
    }

    @Test
    void mergesAStaleRequestWithWhatItsFileHasBecome() throws IOException {
        Path file = write("revision/merged.txt", LINES);
        String id = pending(Proposals.file("revision/merged.txt", LINES.replace("10\n", "ten\n")));
        rita.get("/api/patch-requests/" + id + "/merge").expectProblem(409);
        Files.writeString(file, LINES.replace("1\r\n", "one\r\n"));
        JsonNode preview =
                rita.get("/api/patch-requests/" + id + "/merge").expect(200).json();
        assertThat(preview.get("clean").asBoolean()).isTrue();
        assertThat(preview.get("interdiff").asText()).contains("-1\r\n", "+one\r\n");
        assertThat(preview.get("diff").asText()).contains("-10\n", "+ten\n").doesNotContain("-1\r");
        Files.writeString(file, LINES.replace("1\r\n", "uno\r\n"));
        merge(id, preview.get("merge_key").asText()).expectProblem(409);
        String key = rita.get("/api/patch-requests/" + id + "/merge").text("merge_key");
        String revision = merge(id, key).expect(201).text("request_id");
        product.admitted(revision);
        JsonNode shown = rita.request(revision).json();
        assertThat(shown.get("stale").asBoolean()).isFalse();
        assertThat(rita.get("/api/patch-requests/" + revision + "/interdiff")
                        .json()
                        .get("rebased")
                        .asBoolean())
                .isTrue();
        rita.approve(revision).expectProblem(403);
        carl.approve(revision).expect(200);
        assertThat(Files.readString(file))
                .isEqualTo(LINES.replace("1\r\n", "uno\r\n").replace("10\n", "ten\n"));
    }

    @Test
    void namesTheLinesWhereAMergeConflictsAndSendsThemBack() throws IOException {
        Path file = write("revision/conflict.txt", LINES);
        String id = pending(Proposals.file("revision/conflict.txt", LINES.replace("10\n", "ten\n")));
        Files.writeString(file, "0\n" + LINES.replace("10\n", "dix\n"));
        JsonNode preview =
                rita.get("/api/patch-requests/" + id + "/merge").expect(200).json();
        assertThat(preview.get("clean").asBoolean()).isFalse();
        assertThat(preview.at("/conflicts/0/from_line").asInt()).isEqualTo(11);
        assertThat(preview.get("diff").isNull()).isTrue();
        merge(id, preview.get("merge_key").asText()).expectProblem(409);

        comment(id, Map.of("body", "Line 11 is 'dix' by now.", "request_changes", true))
                .expect(201);
        JsonNode own = agent.request(id).json();
        assertThat(own.get("status").asText()).isEqualTo("PENDING_APPROVAL");
        assertThat(own.get("changes_requested").asBoolean()).isTrue();
        assertThat(own.at("/comments/0/body").asText()).isEqualTo("Line 11 is 'dix' by now.");
        Map<String, Object> answer =
                Proposals.file("revision/conflict.txt", "0\n" + LINES.replace("10\n", "dix, ten\n"));
        answer.put("supersedes", id);
        String revision = pending(answer);
        JsonNode shown = rita.request(revision).json();
        assertThat(shown.get("changes_requested").asBoolean()).isFalse();
        assertThat(shown.at("/comments/0/request_id").asText()).isEqualTo(id);
        assertThat(kinds(id)).contains("patch_request.changes_requested");
    }

    @Test
    void keepsCommentsOnLinesInBounds() throws IOException {
        String id = pending(Proposals.file("revision/talk.txt", "new\n"));
        Map<String, Object> line = Map.of("target_file", "revision/talk.txt", "side", "after", "line", 1);
        Reply stored = comment(id, with(line, "body", "<b>Why?</b>"));
        assertThat(stored.expect(201).text("author")).isEqualTo("rita");
        assertThat(comment(id, with(line, "target_file", "revision/none.txt", "body", "?"))
                        .expectProblem(422)
                        .fields())
                .containsExactly("target_file");
        assertThat(comment(id, Map.of("body", "?", "side", "after"))
                        .expectProblem(422)
                        .fields())
                .containsExactly("target_file");
        comment(id, Map.of("body", " \n")).expectProblem(422);
        comment(id, Map.of("body", "x".repeat(4_001))).expectProblem(422);
        agent.post("/api/patch-requests/" + id + "/comments", Map.of("body", "I?"))
                .expectProblem(403);
        rita.approve(id).expect(200);
        comment(id, Map.of("body", "Late")).expectProblem(409);
    }

    @Test
    void takesAnAppliedRequestBackBesideLaterChangesOfOtherLines() throws IOException {
        Path file = write("revision/revert.txt", LINES);
        String id = applied(Proposals.file("revision/revert.txt", LINES.replace("2\n3", "two\n3")));
        rita.get("/api/patch-requests/" + id + "/revert").expectProblem(409);
        String later = applied(Proposals.file(
                "revision/revert.txt", LINES.replace("2\n3", "two\n3").replace("18", "eighteen")));
        assertThat(rollback(id).expectProblem(409).text("detail")).contains(later, "other lines", "revert");
        JsonNode preview =
                rita.get("/api/patch-requests/" + id + "/revert").expect(200).json();
        assertThat(preview.get("clean").asBoolean()).isTrue();
        assertThat(preview.at("/later/0/request_id").asText()).isEqualTo(later);
        String revert = rita.post("/api/patch-requests/" + id + "/revert", Map.of("comment", "It broke."))
                .expect(201)
                .text("request_id");
        rita.post("/api/patch-requests/" + id + "/revert").expectProblem(409);
        product.admitted(revert);
        JsonNode shown = rita.request(revert).json();
        assertThat(shown.get("submitted_by").asText()).isEqualTo("rita");
        assertThat(shown.at("/revision/kind").asText()).isEqualTo("revert");
        assertThat(shown.at("/revision/of").asText()).isEqualTo(id);
        rita.approve(revert).expectProblem(403);
        carl.approve(revert).expect(200);
        assertThat(Files.readString(file)).isEqualTo(LINES.replace("18", "eighteen"));
        assertThat(rita.request(id).text("status")).isEqualTo("APPLIED");
    }

    @Test
    void makesADeletedFileAgainAsItWas() throws IOException {
        Path deleted = Tools.write(file("revision/gone.sh"), "exit 0\n", "rwxr-x--x");
        write("revision/beside.txt", LINES);
        String id = applied(Proposals.set(
                Proposals.deletion("revision/gone.sh"),
                Proposals.whole("revision/beside.txt", LINES.replace("2\n3", "two\n3"))));
        applied(Proposals.file(
                "revision/beside.txt", LINES.replace("2\n3", "two\n3").replace("18", "eighteen")));
        String revert =
                rita.post("/api/patch-requests/" + id + "/revert").expect(201).text("request_id");
        product.admitted(revert);
        assertThat(rita.request(revert).text("diff")).contains("new file mode 100755");
        carl.approve(revert).expect(200);
        assertThat(Files.readString(deleted)).isEqualTo("exit 0\n");
        assertThat(Tools.mode(deleted)).isEqualTo("rwxr-x--x");
    }

    /** What was denied by the gate is not named to reviewers, neither by what supersedes it nor as what supersedes. */
    @Test
    void namesNoRequestToReviewersThatTheyDoNotSee() throws IOException {
        Map<String, Object> kernel = Proposals.file("src/ai_pal/modules/ethics.py", "x = 1\n");
        String denied = agent.submit(kernel);
        sealed(denied);
        String shown = pending(with(Proposals.file("revision/after.txt", "1\n"), "supersedes", denied));
        assertThat(rita.request(shown).json().get("supersedes").isNull()).isTrue();
        assertThat(agent.request(shown).text("supersedes")).isEqualTo(denied);

        String earlier = pending(Proposals.file("revision/before.txt", "1\n"));
        String later = agent.submit(with(kernel, "supersedes", earlier));
        sealed(later);
        assertThat(rita.request(earlier).body()).contains("SUPERSEDED").doesNotContain(later);
        assertThat(rita.get("/api/patch-requests/" + earlier + "/timeline").body())
                .contains("patch_request.superseded")
                .doesNotContain(later);
        assertThat(agent.request(earlier).json().at("/superseded_by/request_id").asText())
                .isEqualTo(later);
    }

    private void sealed(String id) throws IOException {
        Api auditor = product.as("auditor", "audrey");
        Eventually.holds(
                "it is judged",
                () -> auditor.get("/api/audit/sealed-requests/" + id).status() == 200);
    }

    @Test
    void saysWhichLinesStandAgainstTakingARequestBack() throws IOException {
        write("revision/same.txt", LINES);
        String id = applied(Proposals.file("revision/same.txt", LINES.replace("5\n", "five\n")));
        String later = applied(Proposals.file("revision/same.txt", LINES.replace("5\n", "FIVE\n")));
        assertThat(rollback(id).expectProblem(409).text("detail"))
                .contains(later, "'revision/same.txt' from line 5", "same lines");
        rita.post("/api/patch-requests/" + id + "/revert").expectProblem(409);
    }

    @Test
    void supersedesNothingTwiceWhateverTheKey() throws IOException {
        String id = pending(Proposals.file("revision/twice.txt", "1\n"));
        Map<String, Object> answer = Proposals.file("revision/twice.txt", "2\n");
        answer.put("supersedes", id);
        Api keyed = agent.with("Idempotency-Key", "revision-twice");
        String first = keyed.submit(answer);
        assertThat(keyed.submit(answer)).isEqualTo(first);
        agent.with("Idempotency-Key", "revision-thrice")
                .post("/api/patch-requests", answer)
                .expectProblem(422);
    }

    private Reply reduce(String id, String key, Object... keep) {
        return rita.post("/api/patch-requests/" + id + "/reduce", Map.of("approval_key", key, "keep", List.of(keep)));
    }

    private Reply merge(String id, String key) {
        return rita.post("/api/patch-requests/" + id + "/merge", Map.of("merge_key", key));
    }

    private Reply comment(String id, Map<String, Object> comment) {
        return rita.post("/api/patch-requests/" + id + "/comments", comment);
    }

    private Reply rollback(String id) {
        return rita.post("/api/patch-requests/" + id + "/rollback");
    }

    private static Map<String, Object> with(Map<String, Object> body, Object... more) {
        Map<String, Object> whole = new HashMap<>(body);
        for (int i = 0; i < more.length; i += 2) {
            whole.put((String) more[i], more[i + 1]);
        }
        return whole;
    }

    private List<String> kinds(String id) {
        JsonNode entries =
                rita.get("/api/patch-requests/" + id + "/timeline").json().get("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .map(entry -> entry.get("kind").asText())
                .toList();
    }

    private String pending(Object body) throws IOException {
        String id = agent.submit(body);
        product.admitted(id);
        return id;
    }

    private String applied(Object body) throws IOException {
        String id = pending(body);
        assertThat(carl.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
        return id;
    }

    private Path write(String path, String content) throws IOException {
        return Tools.write(file(path), content, "rw-r--r--");
    }

    private Path file(String path) {
        return product.workspace().resolve(path);
    }
}
