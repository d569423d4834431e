package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gate denies looks to its sender like what it allows, and to reviewers like nothing at all. */
@ExtendWith(SharedProduct.class)
class SilenceIT {
    private static final String WORD = "zeppelins";
    private static final String LINK = "silence/link.py";
    private static final String HARD_LINK = "silence/hard.py";
    private static final String ETHICS = "src/ai_pal/modules/ethics.py";
    private static final List<String> DENIED = List.of(
            "src/ai_pal/gates/gate_system.py",
            ETHICS,
            "src/ai_pal/improvement/patch_manager.py",
            "src/ai_pal/core/config.py",
            ".git/config",
            LINK,
            HARD_LINK,
            "src/ai_pal/modules/ethics/__init__.py",
            "SRC/AI_PAL/modules/Ethics.py");

    private final RunningProduct product;
    private final Api agent;
    private final Api reviewer;

    SilenceIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("silence-agent");
        reviewer = product.reviewer("rita");
    }

    @Test
    void answersADeniedSubmissionAsAnAllowedOneAndShowsItToNobody() throws IOException {
        Path workspace = product.workspace();
        Files.createDirectories(workspace.resolve("silence"));
        Files.createSymbolicLink(workspace.resolve(LINK), workspace.resolve(ETHICS));
        Files.createLink(workspace.resolve(HARD_LINK), workspace.resolve(ETHICS));
        String allowed = submitted("silence/allowed.py").text("request_id");
        product.admitted(allowed);
        Map<String, String> disk = disk();
        long total = total("/api/patch-requests", "total");
        long pending = total("/api/patch-requests/pending", "total_pending");
        double denials = product.metric("patchgate_gate_denials_total");
        assertThat(total("/api/patch-requests?q=" + WORD, "total")).isEqualTo(1);

        Reply pattern = submitted("silence/second.py");
        product.admitted(pattern.text("request_id"));
        List<String> ids = new ArrayList<>();
        for (String path : DENIED) {
            Reply receipt = submitted(path);
            assertThat(Shape.of(receipt)).as(path).isEqualTo(Shape.of(pattern));
            ids.add(receipt.text("request_id"));
        }
        Eventually.holds(
                "all are denied", () -> product.metric("patchgate_gate_denials_total") == denials + DENIED.size());

        String known = pattern.text("request_id");
        assertViewsAreAlike(known, ids);
        for (String id : ids) {
            assertUnknown(id);
        }
        assertThat(total("/api/patch-requests", "total")).isEqualTo(total + 1);
        assertThat(total("/api/patch-requests/pending", "total_pending")).isEqualTo(pending + 1);
        assertThat(total("/api/patch-requests?q=" + WORD, "total")).isEqualTo(2);
        assertThat(all("/api/patch-requests")).contains(known).doesNotContainAnyElementsOf(ids);
        assertThat(disk()).isEqualTo(disk);

        Reply withdrawn = agent.post("/api/patch-requests/" + known + "/withdraw");
        for (String id : ids) {
            assertThat(Shape.of(agent.post("/api/patch-requests/" + id + "/withdraw")))
                    .isEqualTo(Shape.of(withdrawn));
            assertThat(Shape.of(agent.request(id))).isEqualTo(Shape.of(agent.request(known)));
            assertThat(Shape.of(agent.post("/api/patch-requests/" + id + "/withdraw")))
                    .isEqualTo(Shape.of(agent.post("/api/patch-requests/" + known + "/withdraw")));
            assertUnknown(id);
        }
        assertThat(total("/api/patch-requests?status=WITHDRAWN&q=" + WORD, "total"))
                .isEqualTo(1);
        assertThat(disk()).isEqualTo(disk);
    }

    @Test
    void deniesAWholeSetForOneOfItsFiles() throws IOException {
        double denials = product.metric("patchgate_gate_denials_total");
        Map<String, String> disk = disk();
        String id = agent.submit(Proposals.set(
                Proposals.whole("silence/harmless.py", "x = 1\n"), Proposals.whole(ETHICS, "ALLOWED = True\n")));
        Eventually.holds("it is denied", () -> product.metric("patchgate_gate_denials_total") == denials + 1);
        assertUnknown(id);
        assertThat(disk()).isEqualTo(disk);
    }

    private Reply submitted(String path) {
        Map<String, Object> body = Proposals.file(path, "x = 1\n");
        body.put("reasoning", "For " + WORD);
        return agent.post("/api/patch-requests", body).expect(202);
    }

    private void assertViewsAreAlike(String known, List<String> ids) {
        JsonNode rows = agent.get("/api/patch-requests?limit=200").json().get("patch_requests");
        List<SortedSet<String>> listed = new ArrayList<>();
        rows.forEach(row -> listed.add(Shape.fields(row)));
        assertThat(listed).hasSize(rows.size()).containsOnly(listed.get(0));
        assertThat(MainJobIT.ids(agent.get("/api/patch-requests?limit=200"), "patch_requests"))
                .containsAll(ids);
        assertThat(agent.get("/api/patch-requests").json().get("total").asInt()).isEqualTo(rows.size());
        for (String id : ids) {
            assertThat(Shape.of(agent.request(id))).isEqualTo(Shape.of(agent.request(known)));
        }
        var waiting = Stream.concat(Stream.of(known), ids.stream())
                .map(id -> agent.getLater("/api/patch-requests/" + id + "?wait=1"))
                .toList();
        waiting.forEach(reply -> assertThat(Shape.of(reply.join()))
                .isEqualTo(Shape.of(waiting.get(0).join())));
        assertThat(waiting.get(0).join().text("status")).isEqualTo("PENDING_APPROVAL");
    }

    /** A reviewer's calls end as for an id that nobody ever had. */
    private void assertUnknown(String id) {
        String path = "/api/patch-requests/" + id;
        String never = "/api/patch-requests/" + UUID.randomUUID();
        Map<String, Boolean> approval = Map.of("approved", true);
        Map<String, Boolean> denial = Map.of("approved", false);
        assertThat(Shape.of(reviewer.get(path))).isEqualTo(Shape.of(reviewer.get(never)));
        assertThat(Shape.of(reviewer.get(path + "/timeline"))).isEqualTo(Shape.of(reviewer.get(never + "/timeline")));
        assertThat(Shape.of(reviewer.post(path + "/approve", approval)))
                .isEqualTo(Shape.of(reviewer.post(never + "/approve", approval)));
        assertThat(Shape.of(reviewer.post(path + "/approve", denial)))
                .isEqualTo(Shape.of(reviewer.post(never + "/approve", denial)));
        assertThat(Shape.of(reviewer.post(path + "/rollback"))).isEqualTo(Shape.of(reviewer.post(never + "/rollback")));
        reviewer.get(path).expectProblem(404);
    }

    private long total(String path, String field) {
        return reviewer.get(path).expect(200).json().get(field).asLong();
    }

    private List<String> all(String path) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Reply page = reviewer.get(path + "?limit=200" + cursor);
            ids.addAll(MainJobIT.ids(page, "patch_requests"));
            cursor = page.json().get("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        }
        return ids;
    }

    /** Every file with its content, those of git's and this test's links included. */
    private Map<String, String> disk() throws IOException {
        Map<String, String> disk = new TreeMap<>();
        try (Stream<Path> files = Files.walk(product.workspace())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                disk.put(file.toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return disk;
    }
}
