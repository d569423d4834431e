package io.patchgate.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Trial;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is tried before the loop files, on a real folder and in the real sandbox where there is one. */
@Timeout(120)
class WorkspaceTrialTest {
    @TempDir
    Path root;

    @TempDir
    Path data;

    private Sandbox sandbox;

    @BeforeEach
    void layOut() throws IOException {
        Files.writeString(root.resolve("a.json"), "{}\n");
        sandbox = Sandbox.open(data);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void whatDoesNotParseIsNotRun() {
        Trial.Failed failed = tried("{\"a\": 1,}\n", "touch " + data + "/run").failed();
        assertThat(failed.check()).isEqualTo("syntax-json");
        assertThat(failed.kind()).isEqualTo(Check.Kind.SYNTAX);
        assertThat(failed.said()).contains("a.json:1: ");
    }

    /** What the gate would refuse to change is changed here like the rest: its outcome says nothing of that. */
    @Test
    void theWorkspacesCommandsSeeAllOfTheChange() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
        String line = "echo looked; grep -q good a.json";
        assertThat(tried("\"good\"\n", line)).isEqualTo(new Trial.Result(List.of("unit"), null, null));
        Trial.Failed failed = tried("\"bad\"\n", line).failed();
        assertThat(failed.check()).isEqualTo("unit");
        assertThat(failed.said()).isEqualTo("looked\nIt ended with exit code 1.");
        assertThat(root.resolve("a.json")).hasContent("{}\n");
    }

    @Test
    void whatIsGivenUpEndsAtOnce() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
        assertThat(trial("sleep 600").of(List.of(ParsersTest.change("a.json", "1\n")), () -> true))
                .isEmpty();
    }

    @Test
    void saysWhatCouldNotBeRun() throws IOException {
        sandbox.close();
        sandbox = Sandbox.open(Files.writeString(data.resolve("file"), ""));
        assertThat(tried("1\n", "true").passed()).isEmpty();
        assertThat(tried("1\n", "true").notRun()).startsWith("'unit': The sandbox cannot be prepared");
    }

    private Trial.Result tried(String content, String line) {
        List<Change> changes = List.of(ParsersTest.change("a.json", content));
        return trial(line).of(changes, () -> false).orElseThrow();
    }

    private Trial trial(String line) {
        List<CheckCommand> commands = new ArrayList<>();
        commands.add(new CheckCommand("lint", Optional.of("exit 1"), Duration.ofMinutes(1), false, Optional.empty()));
        commands.add(new CheckCommand("ci", Optional.empty(), Duration.ofMinutes(1), true, Optional.empty()));
        commands.add(new CheckCommand("unit", Optional.of(line), Duration.ofMinutes(1), true, Optional.empty()));
        Checked checked = new Checked(
                new Workspace("default", root),
                List.of(),
                resolution -> Optional.of(new Refusal("the rule", "a file")),
                true,
                commands);
        return new WorkspaceTrial(checked, sandbox, new Parsers(sandbox));
    }
}
