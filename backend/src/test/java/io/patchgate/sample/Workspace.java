package io.patchgate.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A sample workspace in which proposals are applied and Python's tests run, without a server. */
record Workspace(Path root) {
    record Outcome(int code, String output) {}

    static Workspace make(Path root) throws IOException {
        assertThat(SampleWorkspace.create(root)).isTrue();
        return new Workspace(root);
    }

    static void assumeInstalled(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            Assumptions.assumeTrue(process.waitFor() == 0, command[0] + " does not work");
        } catch (IOException missing) {
            Assumptions.abort(command[0] + " is not installed");
        }
    }

    void apply(Proposal proposal) throws Exception {
        JsonNode body = proposal.body();
        if (!body.has("changes")) {
            write(body);
            return;
        }
        for (JsonNode change : body.path("changes")) {
            if (change.path("delete").asBoolean()) {
                Files.delete(target(change));
            } else if (change.has("diff")) {
                applyDiff(change);
            } else {
                write(change);
            }
        }
    }

    /** Strictly, as the server does: git would take a diff at another line too, but says so. */
    private void applyDiff(JsonNode change) throws Exception {
        Path diff = Files.writeString(
                root.resolve(".git/sample.diff"), change.path("diff").asText());
        Outcome outcome = run("git", "apply", "--verbose", diff.toString());
        assertThat(outcome.output())
                .contains("Applied patch " + change.path("target_file").asText() + " cleanly");
        assertThat(outcome.output()).doesNotContain("offset", "fuzz");
        assertThat(outcome.code()).isZero();
    }

    private void write(JsonNode change) throws IOException {
        Files.writeString(target(change), change.path("new_code").asText());
    }

    Path target(JsonNode change) {
        return root.resolve(change.path("target_file").asText());
    }

    Outcome pythonTests() throws Exception {
        return run("python3", "-W", "error", "-m", "unittest", "-q");
    }

    Outcome run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1, output);
    }
}
