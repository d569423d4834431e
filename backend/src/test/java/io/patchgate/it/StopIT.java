package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The emergency stop through the API and the command line, and what it means for a decision. */
@ExtendWith(SharedProduct.class)
class StopIT {
    private final RunningProduct product;
    private final Api reviewer;
    private final Api admin;

    StopIT(RunningProduct product) {
        this.product = product;
        reviewer = product.reviewer("rita");
        admin = product.admin();
    }

    @AfterEach
    void resume() {
        admin.delete("/api/stop");
    }

    @Test
    void nothingIsWrittenWhileStoppedAndOnlyAnAdminResumes() throws IOException {
        Api agent = product.agent("stopped-agent");
        String applied = agent.submit(Proposals.file("stop/applied.txt", "applied\n"));
        product.admitted(applied);
        assertThat(reviewer.approve(applied).expect(200).text("action")).isEqualTo("APPLIED");
        String pending = agent.submit(Proposals.file("stop/pending.txt", "pending\n"));
        product.admitted(pending);

        assertThat(reviewer.get("/api/stop").expect(200).json().get("stopped").asBoolean())
                .isFalse();
        Reply stopped =
                reviewer.post("/api/stop", Map.of("reason", "look at this")).expect(200);
        assertThat(stopped.text("by")).isEqualTo("rita");
        assertThat(stopped.text("reason")).isEqualTo("look at this");

        assertThat(reviewer.approve(pending).expectProblem(409).text("detail")).contains("stopped by rita");
        assertThat(reviewer.post("/api/patch-requests/" + applied + "/rollback")
                        .expectProblem(409)
                        .text("detail"))
                .contains("stopped by rita");
        assertThat(file("stop/pending.txt")).doesNotExist();
        assertThat(Files.readString(file("stop/applied.txt"))).isEqualTo("applied\n");
        reviewer.delete("/api/stop").expectProblem(403);
        agent.get("/api/stop").expectProblem(403);
        String meanwhile = agent.submit(Proposals.file("stop/meanwhile.txt", "x\n"));
        product.admitted(meanwhile);
        assertThat(reviewer.decide(meanwhile, Map.of("approved", false, "review_comment", "no"))
                        .expect(200)
                        .text("action"))
                .isEqualTo("DENIED");

        assertThat(admin.delete("/api/stop").expect(200).json().get("stopped").asBoolean())
                .isFalse();
        assertThat(reviewer.approve(pending).expect(200).text("action")).isEqualTo("APPLIED");
        assertThat(Files.readString(file("stop/pending.txt"))).isEqualTo("pending\n");
    }

    @Test
    void theCommandLineStopsARunningService() throws IOException {
        assertThat(run("stop", "--reason", "from the terminal")).contains("Stopped.");
        assertThat(run("stop")).contains("nothing has changed");
        Reply stopped = reviewer.get("/api/stop").expect(200);
        assertThat(stopped.text("by")).isEqualTo("operator");
        assertThat(stopped.text("reason")).isEqualTo("from the terminal");
        assertThat(run("stop", "--resume")).contains("Resumed.");
        assertThat(reviewer.get("/api/stop").expect(200).json().get("stopped").asBoolean())
                .isFalse();
    }

    @Test
    void aRevokedAgentIsOutAndItsOpenRequestsAreWithdrawn() throws IOException {
        Api agent = product.agent("revoked-agent");
        String open = agent.submit(Proposals.file("stop/revoked.txt", "x\n"));
        product.admitted(open);
        reviewer.delete("/api/agents/revoked-agent").expectProblem(403);
        assertThat(admin.delete("/api/agents/revoked-agent")
                        .expect(200)
                        .json()
                        .get("withdrawn")
                        .asInt())
                .isEqualTo(1);
        agent.get("/api/me").expectProblem(401);
        assertThat(reviewer.request(open).text("status")).isEqualTo("WITHDRAWN");
    }

    private String run(String... arguments) throws IOException {
        Installation.Ended ended = product.installation().run("", arguments);
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        return ended.stdout();
    }

    private Path file(String path) {
        return product.workspace().resolve(path);
    }
}
