package io.patchgate.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Guard;
import io.patchgate.workspace.Refusal;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A workspace's commands on a real folder, in the real sandbox where there is one. */
@Timeout(120)
class CommandRunTest {
    @TempDir
    Path root;

    @TempDir
    Path data;

    private Sandbox sandbox;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(root.resolve("tests"));
        Files.writeString(root.resolve("a.txt"), "old\n");
        Files.writeString(root.resolve("tests/judge.sh"), "grep -q good a.txt && test -e new/b.txt\n");
        Files.writeString(root.resolve("junit.xml"), "<testsuite><testcase name='stale'/></testsuite>");
        Files.setLastModifiedTime(root.resolve("junit.xml"), FileTime.fromMillis(0));
        sandbox = Sandbox.open(data);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void runsOnACopyWithTheChangeInItAndTheJudgeAsItWas() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
        List<Change> changes = List.of(
                ParsersTest.change("a.txt", "good\n"),
                ParsersTest.change("new/b.txt", "b"),
                ParsersTest.change("tests/judge.sh", "exit 0\n"));
        Outcome good = run("sh tests/judge.sh; s=$?; ls; exit $s", changes);
        assertThat(good.status()).isEqualTo(Check.Status.PASSED);
        assertThat(good.summary()).isEqualTo("It ended in order.");
        assertThat(good.log()).contains("'tests/judge.sh' is left as it is.", "a.txt", "new", "tests");
        Outcome bad = run("sh tests/judge.sh", changes.subList(1, 3));
        assertThat(bad.status()).isEqualTo(Check.Status.FAILED);
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(root.resolve("a.txt")).hasContent("old\n");
        assertThat(root.resolve("new")).doesNotExist();
    }

    @Test
    void sumsUpReportsThatTheRunWrote() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
        String report = "<testsuites><testsuite><testcase name=\"one\"/><testcase name=\"two\"><failure/><error/>"
                + "</testcase><testcase name=\"three\"><skipped/></testcase></testsuite></testsuites>";
        Outcome outcome = run("mkdir -p test-results; echo '" + report + "' > test-results/r.xml; exit 3", List.of());
        assertThat(outcome.summary()).isEqualTo("3 tests, 1 failed: two; 1 skipped\nIt ended with exit code 3.");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(run("ln -s /etc/passwd reports.xml; ln -s " + data + "/x junit2.xml", List.of())
                        .summary())
                .isEqualTo("It ended in order.");
    }

    @Test
    void endsWhatTakesTooLongAndKeepsTheEndOfALongLog() {
        assumeTrue(sandbox.fault().isEmpty(), () -> sandbox.fault().get());
        Outcome outcome = run("echo begin; sleep 600", List.of());
        assertThat(outcome.status()).isEqualTo(Check.Status.FAILED);
        assertThat(outcome.exitCode()).isNull();
        assertThat(outcome.summary()).contains("time limit");
        assertThat(outcome.log()).isEqualTo("begin\n");
        Outcome loud = run("echo begin; seq 1 400000; echo end", List.of());
        assertThat(loud.log())
                .startsWith("begin\n1\n")
                .endsWith("400000\nend\n")
                .contains(" bytes are left out …");
        assertThat(loud.log().getBytes(StandardCharsets.UTF_8).length).isLessThan(ChecksVerticle.LONGEST_LOG + 200);
    }

    @Test
    void neverPassesWhereItCannotRun() throws IOException {
        Files.createDirectories(root.resolve("away"));
        Checked gone = new Checked(
                new Workspace("default", root.resolve("nowhere")), List.of(), r -> Optional.empty(), true, List.of());
        Outcome outcome = new CommandRun(sandbox, gone, command("true"))
                .run(List.of(), new BoundedLog(1 << 16))
                .orElseThrow();
        assertThat(outcome.status()).isEqualTo(Check.Status.NOT_RUN);
        assertThat(outcome.summary()).isNotBlank();
    }

    private Outcome run(String line, List<Change> changes) {
        Guard guard = resolution -> resolution.path().equals(new WorkspacePath("tests/judge.sh"))
                ? Optional.of(new Refusal("the rule", "a file"))
                : Optional.empty();
        Checked checked = new Checked(new Workspace("default", root), List.of(), guard, true, List.of());
        return new CommandRun(sandbox, checked, command(line))
                .run(changes, new BoundedLog(ChecksVerticle.LONGEST_LOG))
                .orElseThrow();
    }

    private static CheckCommand command(String line) {
        return new CheckCommand("unit", Optional.of(line), Duration.ofSeconds(8), true, Optional.empty());
    }
}
