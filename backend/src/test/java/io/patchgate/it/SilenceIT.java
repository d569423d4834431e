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
import java.util.TreeSet;
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
            assertThat(shape(receipt)).as(path).isEqualTo(shape(pattern));
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
            assertThat(shape(agent.post("/api/patch-requests/" + id + "/withdraw")))
                    .isEqualTo(shape(withdrawn));
            assertThat(shape(agent.request(id))).isEqualTo(shape(agent.request(known)));
            assertThat(shape(agent.post("/api/patch-requests/" + id + "/withdraw")))
                    .isEqualTo(shape(agent.post("/api/patch-requests/" + known + "/withdraw")));
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
        rows.forEach(row -> listed.add(fields(row)));
        assertThat(listed).hasSize(rows.size()).containsOnly(listed.get(0));
        assertThat(MainJobIT.ids(agent.get("/api/patch-requests?limit=200"), "patch_requests"))
                .containsAll(ids);
        assertThat(agent.get("/api/patch-requests").json().get("total").asInt()).isEqualTo(rows.size());
        for (String id : ids) {
            assertThat(shape(agent.request(id))).isEqualTo(shape(agent.request(known)));
        }
        var waiting = Stream.concat(Stream.of(known), ids.stream())
                .map(id -> agent.getLater("/api/patch-requests/" + id + "?wait=1"))
                .toList();
        waiting.forEach(reply ->
                assertThat(shape(reply.join())).isEqualTo(shape(waiting.get(0).join())));
        assertThat(waiting.get(0).join().text("status")).isEqualTo("PENDING_APPROVAL");
    }

    /** A reviewer's calls end as for an id that nobody ever had. */
    private void assertUnknown(String id) {
        String path = "/api/patch-requests/" + id;
        String never = "/api/patch-requests/" + UUID.randomUUID();
        Map<String, Boolean> approval = Map.of("approved", true);
        Map<String, Boolean> denial = Map.of("approved", false);
        assertThat(shape(reviewer.get(path))).isEqualTo(shape(reviewer.get(never)));
        assertThat(shape(reviewer.get(path + "/timeline"))).isEqualTo(shape(reviewer.get(never + "/timeline")));
        assertThat(shape(reviewer.post(path + "/approve", approval)))
                .isEqualTo(shape(reviewer.post(never + "/approve", approval)));
        assertThat(shape(reviewer.post(path + "/approve", denial)))
                .isEqualTo(shape(reviewer.post(never + "/approve", denial)));
        assertThat(shape(reviewer.post(path + "/rollback"))).isEqualTo(shape(reviewer.post(never + "/rollback")));
        reviewer.get(path).expectProblem(404);
    }

    /** Status, names of headers, names of fields and all that is not an id, a time or a path. */
    private static Map<String, Object> shape(Reply reply) {
        Map<String, Object> shape = new TreeMap<>();
        shape.put("status", reply.status());
        SortedSet<String> headers = new TreeSet<>(reply.headers().map().keySet());
        headers.remove("date");
        shape.put("headers", headers);
        shape.put("fields", fields(reply.json()));
        for (String same : List.of("status", "action", "message", "title", "detail", "reviewed_by", "view")) {
            shape.put("value of " + same, reply.json().path(same).toString());
        }
        shape.put("length of the id", reply.text("request_id").length());
        return shape;
    }

    private static SortedSet<String> fields(JsonNode node) {
        SortedSet<String> fields = new TreeSet<>();
        node.properties().forEach(field -> {
            fields.add(field.getKey() + " " + field.getValue().getNodeType());
            field.getValue().forEach(inner -> fields.addAll(inner.isObject() ? fields(inner) : List.of()));
        });
        return fields;
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
