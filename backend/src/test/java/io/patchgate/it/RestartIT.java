package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends the product, the next start on the same folders goes on where it ended. */
class RestartIT {
    @TempDir
    Path folder;

    @Test
    void goesOnAfterAKillWhereItEnded() throws IOException, SQLException {
        Installation installation = new Installation(folder);
        Path workspace = installation.workspace();
        RunningProduct killed = installation.start();
        Api agent = killed.agent("restart-agent");
        String applied = pending(killed, "restart/applied.txt");
        killed.reviewer("rita").approve(applied).expect(200);
        String waiting = pending(killed, "restart/waiting.txt");
        // A policy that is read back in another order than it was made must not count as another policy.
        for (String path : List.of("restart/z.txt", "restart/a.txt")) {
            killed.admin()
                    .post("/api/patch-requests/protected-files", Map.of("path", path))
                    .expect(201);
        }
        String current = pending(killed, "restart/current.txt");
        String approved = pending(killed, "restart/approved.txt");
        List<Long> orphans = killed.database().pids();
        String last = agent.submit(Proposals.file("restart/last.txt", "x\n"));
        killed.kill();
        assertThat(killed.database().pids()).isNotEmpty();

        String unjudged = UUID.randomUUID().toString();
        String unjudgedKernel = UUID.randomUUID().toString();
        try (StoppedDatabase database = new StoppedDatabase(installation.data())) {
            receive(database, waiting, unjudged, "restart/unjudged.txt");
            receive(database, waiting, unjudgedKernel, "src/ai_pal/core/config.py");
            approve(database, approved);
        }
        String kernel = Files.readString(workspace.resolve("src/ai_pal/core/config.py"));

        try (RunningProduct restarted = installation.start()) {
            Api reviewer = restarted.reviewer("rita");
            assertThat(restarted.database().pids()).isNotEmpty().doesNotContainAnyElementsOf(orphans);
            assertThat(reviewer.request(applied).expect(200).text("status")).isEqualTo("APPLIED");
            assertThat(reviewer.request(waiting).expect(200).text("status")).isEqualTo("PENDING_APPROVAL");
            assertThat(reviewer.request(current).expect(200).json().get("stale").asBoolean())
                    .isFalse();
            assertThat(reviewer.get("/api/patch-requests/protected-files").body())
                    .contains("restart/z.txt", "restart/a.txt");
            // A token of before is good after, and what was answered with 202 is there.
            Api sameAgent =
                    restarted.api().with("Authorization", agent.headers().get("Authorization"));
            assertThat(sameAgent.request(last).expect(200).text("status")).isEqualTo("PENDING_APPROVAL");
            restarted.admitted(last);

            restarted.admitted(unjudged);
            Eventually.holds("the kernel's is denied", () -> restarted.metric("patchgate_gate_denials_total") == 1);
            reviewer.request(unjudgedKernel).expectProblem(404);
            sameAgent.request(unjudgedKernel).expect(200);

            Eventually.holds(
                    "what was approved is applied",
                    () -> reviewer.request(approved).text("status").equals("APPLIED"));
            assertThat(Files.readString(workspace.resolve("restart/approved.txt")))
                    .isEqualTo("x\n");
            reviewer.approve(current).expect(200);
            assertThat(reviewer.post("/api/patch-requests/" + applied + "/rollback")
                            .expect(200)
                            .text("action"))
                    .isEqualTo("ROLLED_BACK");
            assertThat(workspace.resolve("restart/applied.txt")).doesNotExist();
            assertThat(Files.readString(workspace.resolve("src/ai_pal/core/config.py")))
                    .isEqualTo(kernel);
        }
    }

    @Test
    void stopsEverythingAtCtrlCAndFindsAllAgain() throws IOException {
        Installation installation = new Installation(folder);
        RunningProduct first = installation.start();
        String id = pending(first, "restart/kept.txt");
        first.interrupt();
        assertThat(first.database().pids()).isEmpty();
        assertThat(first.log()).doesNotContain(" ERROR ");
        try (RunningProduct second = installation.start()) {
            assertThat(second.reviewer("rita").approve(id).expect(200).text("action"))
                    .isEqualTo("APPLIED");
        }
    }

    private static String pending(RunningProduct product, String path) throws IOException {
        String id = product.agent("restart-agent").submit(Proposals.file(path, "x\n"));
        product.admitted(id);
        return id;
    }

    /** As if the product had been killed between the receipt and the verdict. */
    private static void receive(StoppedDatabase database, String pattern, String id, String path) throws SQLException {
        int rows = database.execute("""
                insert into submissions (request_id, created_at, submitted_by, owner, workspace, target_file, component,
                    improvement_type, confidence, reasoning, feedback_ids, metrics, changes)
                select '%s', now(), submitted_by, owner, workspace, '%s', component, improvement_type, confidence,
                    reasoning, feedback_ids, metrics, replace(changes, 'restart/waiting.txt', '%s')
                from submissions where request_id = '%s'""".formatted(id, path, path, pattern));
        assertThat(rows).isEqualTo(1);
        database.execute("update submission_counts set n = n + 1 where status = 'PENDING_APPROVAL'");
    }

    /** As if the product had been killed between the decision and the write. */
    private static void approve(StoppedDatabase database, String id) throws SQLException {
        assertThat(database.execute("insert into votes (request_id, reviewer, approved, approval_key, at)"
                        + " select request_id, 'rita', true, approval_key, now() from patch_requests"
                        + " where request_id = '" + id + "'"))
                .isEqualTo(1);
        for (String table : List.of("submissions", "patch_requests")) {
            assertThat(database.execute("update " + table + " set status = 'APPROVED', reviewed_at = now(),"
                            + " reviewed_by = 'rita' where request_id = '" + id + "'"))
                    .isEqualTo(1);
        }
        for (String counts : List.of("submission_counts", "patch_request_counts")) {
            String by = counts.startsWith("submission") ? "submitted_by, " : "";
            database.execute("update " + counts + " set n = n - 1 where status = 'PENDING_APPROVAL'");
            database.execute("insert into " + counts + " (" + by + "status, workspace, component, n) select " + by
                    + "'APPROVED', workspace, component, 1 from submissions where request_id = '" + id + "'"
                    + " on conflict (" + by + "status, workspace, component) do update set n = " + counts + ".n + 1");
        }
    }
}
