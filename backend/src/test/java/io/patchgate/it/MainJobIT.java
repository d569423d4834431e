package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent proposes, the gate judges, a human decides, the file changes: over HTTP, against the jar. */
@ExtendWith(SharedProduct.class)
class MainJobIT {
    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    MainJobIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("main-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void carriesAFileFromTheAgentToTheDiskByteForByte() throws IOException {
        String before = "first\r\nsecond\r\nno end of line here";
        String after = "first\r\n2nd, with ünïcode and a lone\nfeed\r\nno end of line here";
        Path file = write("main/single.txt", before, "rwxr-x--x");

        Reply receipt = agent.post("/api/patch-requests", Proposals.file("main/single.txt", after));
        receipt.expect(202);
        String id = receipt.text("request_id");
        assertThat(receipt.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("request_id", "status", "created_at");
        assertThat(receipt.text("status")).isEqualTo("PENDING_APPROVAL");
        assertThat(receipt.header("Location")).isEqualTo("/api/patch-requests/" + id);

        JsonNode shown = product.checked(id);
        assertThat(shown.get("view").asText()).isEqualTo("reviewer");
        assertThat(shown.get("new_code_blob").asText()).isEqualTo(after);
        assertThat(shown.get("stale").asBoolean()).isFalse();
        assertThat(ids(reviewer.get("/api/patch-requests/pending?limit=200"), "pending_requests"))
                .contains(id);
        assertThat(Files.readString(file)).isEqualTo(before);
        assertGitAccepts(shown.get("diff").asText());

        Reply decided = reviewer.decide(
                id,
                Map.of(
                        "approved",
                        true,
                        "review_comment",
                        "Good.",
                        "approval_key",
                        shown.get("approval_key").asText()));
        decided.expect(200);
        assertThat(decided.text("action")).isEqualTo("APPLIED");
        assertThat(decided.json().get("success").asBoolean()).isTrue();
        assertThat(decided.text("request_id")).isEqualTo(id);

        assertThat(Files.readString(file)).isEqualTo(after);
        assertThat(Tools.mode(file)).isEqualTo("rwxr-x--x");
        Path backup = file.resolveSibling("single.txt.backup");
        assertThat(Files.readString(backup)).isEqualTo(before);
        assertThat(Tools.mode(backup)).isEqualTo("rwxr-x--x");
        try (var names = Files.list(file.getParent())) {
            assertThat(names.map(name -> name.getFileName().toString()).filter(name -> name.startsWith("single")))
                    .containsExactlyInAnyOrder("single.txt", "single.txt.backup");
        }
        assertThat(ids(reviewer.get("/api/patch-requests/pending?limit=200"), "pending_requests"))
                .doesNotContain(id);
        assertTimeline(id, "patch_request.pending", "patch_request.approved", "patch_request.applied");
    }

    @Test
    void carriesAChangeSetOfEveryForm() throws IOException {
        Path changed = write("main/set/changed.py", "a = 1\n", "rw-r--r--");
        Path patched = write("main/set/patched.py", "one\ntwo\nthree\n", "rwxr-xr-x");
        Path deleted = write("main/set/deleted.py", "gone = True\n", "rw-r--r--");
        String id = agent.submit(Proposals.set(
                Proposals.whole("main/set/new/deep/created.py", "fresh = 1\n"),
                Proposals.whole("main/set/changed.py", "a = 2\n"),
                Proposals.diff("main/set/patched.py", "@@ -1,3 +1,3 @@", " one", "-two", "+TWO", " three"),
                Proposals.deletion("main/set/deleted.py")));

        JsonNode shown = product.admitted(id);
        assertThat(shown.get("file_count").asInt()).isEqualTo(4);
        assertThat(shown.get("changes").findValuesAsText("kind"))
                .containsExactly("create", "modify", "modify", "delete");
        assertThat(shown.get("changes").findValuesAsText("form"))
                .containsExactly("new_code", "new_code", "diff", "delete");
        assertGitAccepts(shown.get("diff").asText());
        assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");

        Path created = product.workspace().resolve("main/set/new/deep/created.py");
        assertThat(Files.readString(created)).isEqualTo("fresh = 1\n");
        assertThat(created.resolveSibling("created.py.backup")).doesNotExist();
        assertThat(Files.readString(changed)).isEqualTo("a = 2\n");
        assertThat(Files.readString(patched)).isEqualTo("one\nTWO\nthree\n");
        assertThat(Tools.mode(patched)).isEqualTo("rwxr-xr-x");
        assertThat(deleted).doesNotExist();
        assertThat(Files.readString(deleted.resolveSibling("deleted.py.backup")))
                .isEqualTo("gone = True\n");
    }

    @Test
    void showsTheAgentItsOwnRequestAndNothingOfTheReview() throws IOException {
        write("main/own.txt", "old\n", "rw-r--r--");
        String id = agent.submit(Proposals.file("main/own.txt", "new\n"));
        product.admitted(id);
        JsonNode own = agent.request(id).expect(200).json();
        assertThat(own.get("view").asText()).isEqualTo("owner");
        assertThat(own.get("status").asText()).isEqualTo("PENDING_APPROVAL");
        assertThat(own.get("new_code_blob").asText()).isEqualTo("new\n");
        assertThat(own.fieldNames())
                .toIterable()
                .doesNotContain("diff", "approval_key", "checks", "stale", "policy_version", "current_diff");
        product.agent("another-agent").request(id).expectProblem(404);

        reviewer.decide(id, Map.of("approved", true, "review_comment", "Thank you."))
                .expect(200);
        JsonNode applied = agent.request(id).expect(200).json();
        assertThat(applied.get("status").asText()).isEqualTo("APPLIED");
        assertThat(applied.get("reviewed_by").asText()).isEqualTo("rita");
        assertThat(applied.get("review_comment").asText()).isEqualTo("Thank you.");
        assertThat(applied.get("applied_at").isNull()).isFalse();
        assertThat(ids(agent.get("/api/patch-requests?status=APPLIED"), "patch_requests"))
                .contains(id);
    }

    @Test
    void tellsAWaitingAgentWhatThePersonSaid() throws IOException {
        String id = agent.submit(Proposals.file("main/denied.txt", "never\n"));
        product.admitted(id);
        CompletableFuture<Reply> waiting = agent.getLater("/api/patch-requests/" + id + "?wait=55");
        Eventually.pause();
        assertThat(waiting).isNotDone();
        Reply denied = reviewer.decide(
                id, Map.of("approved", false, "review_comment", "It hides the cause.", "category", "incomplete"));
        assertThat(denied.expect(200).text("action")).isEqualTo("DENIED");

        JsonNode told = waiting.join().expect(200).json();
        assertThat(told.get("status").asText()).isEqualTo("DENIED");
        assertThat(told.get("review_comment").asText()).isEqualTo("It hides the cause.");
        assertThat(told.get("category").asText()).isEqualTo("incomplete");
        assertThat(product.workspace().resolve("main/denied.txt")).doesNotExist();
    }

    @Test
    void findsRequestsByStatusComponentAndText() throws IOException {
        Map<String, Object> body = Proposals.file("main/found.txt", "x\n");
        body.put("component", "a_rare_component");
        body.put("reasoning", "Because of xylophones.");
        String id = agent.submit(body);
        product.admitted(id);
        for (String filter :
                List.of("component=a_rare_component", "q=xyloph", "status=PENDING_APPROVAL&q=xylophones")) {
            Reply page = reviewer.get("/api/patch-requests?" + filter).expect(200);
            assertThat(ids(page, "patch_requests")).as(filter).containsExactly(id);
            assertThat(page.json().get("total").asInt()).isEqualTo(1);
        }
        Reply none = reviewer.get("/api/patch-requests?status=APPLIED&q=xylophones");
        assertThat(ids(none, "patch_requests")).isEmpty();
    }

    private void assertGitAccepts(String diff) throws IOException {
        if (Tools.present("git")) {
            assertThat(Tools.run(product.workspace(), diff, "git", "apply", "--check", "-"))
                    .isEmpty();
        }
    }

    private void assertTimeline(String id, String... kinds) {
        JsonNode entries = reviewer.get("/api/patch-requests/" + id + "/timeline")
                .expect(200)
                .json()
                .get("entries");
        assertThat(entries.findValuesAsText("kind")).containsSubsequence(kinds);
    }

    static List<String> ids(Reply page, String field) {
        return StreamSupport.stream(page.expect(200).json().get(field).spliterator(), false)
                .map(row -> row.get("request_id").asText())
                .toList();
    }

    private Path write(String path, String content, String mode) throws IOException {
        return Tools.write(product.workspace().resolve(path), content, mode);
    }
}
