package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is applied to a git workspace is in its log, and nothing else is. */
class GitIT {
    private static final String FILE = "src/ai_pal/modules/learning.py";

    @TempDir
    Path folder;

    @Test
    void theLogTellsWhatWasAppliedAndTakenBack() throws IOException {
        Assumptions.assumeTrue(Tools.present("git"));
        Installation installation = new Installation(folder);
        try (RunningProduct product = installation.start()) {
            Path workspace = installation.workspace();
            Api reviewer = product.reviewer("rita");
            Path file = workspace.resolve(FILE);
            String before = Files.readString(file);
            String id = submitted(product, Proposals.file(FILE, before + "# more\n"));

            Files.writeString(file, before + "# mine\n");
            String dirty = submitted(product, Proposals.file(FILE, before + "# other\n"));
            assertThat(reviewer.approve(dirty).expectProblem(409).text("detail"))
                    .contains("not committed");
            Files.writeString(file, before);

            assertThat(reviewer.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
            assertThat(git(workspace, "log", "-1", "--format=%(trailers)").strip())
                    .isEqualTo("Patch-Request: " + id + "\nReviewed-by: rita\nLedger-Entry: " + approval(reviewer, id));
            assertThat(git(workspace, "status", "--porcelain")).isEmpty();

            reviewer.post("/api/patch-requests/" + id + "/rollback").expect(200);
            assertThat(git(workspace, "log", "-1", "--format=%s")).startsWith("Revert \"Change ");
            assertThat(git(workspace, "diff", "HEAD~2", "HEAD")).isEmpty();
            assertThat(git(workspace, "status", "--porcelain")).isEmpty();
            assertThat(git(workspace, "fsck", "--strict", "--no-dangling")).doesNotContain("error");

            String again = submitted(product, Proposals.file(FILE, before + "# more\n"));
            assertThat(reviewer.request(again).text("previously_rolled_back")).isEqualTo(id);
        }
    }

    private static String submitted(RunningProduct product, Object proposal) throws IOException {
        String id = product.agent("git-agent").submit(proposal);
        product.admitted(id);
        return id;
    }

    private static long approval(Api reviewer, String id) {
        for (JsonNode entry :
                reviewer.get("/api/patch-requests/" + id + "/timeline").json().get("entries")) {
            if (entry.get("kind").asText().equals("patch_request.approved")) {
                return entry.get("sequence").asLong();
            }
        }
        return -1;
    }

    private static String git(Path workspace, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Tools.run(workspace, "", command);
    }
}
