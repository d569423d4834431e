package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Ending;
import io.patchgate.sandbox.Job;
import io.patchgate.sandbox.Limits;
import io.patchgate.sandbox.Output;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.SandboxUnavailable;
import io.patchgate.sandbox.Scratch;
import io.patchgate.workspace.Resolution;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One run of a workspace's command, in the sandbox, on a copy of its own with the change set in it. What the gate refuses
 * to change stays as it is in the copy.
 */
final class CommandRun {
    private static final int REPORTS = 4 << 20;
    private static final String COMMON_REPORTS = "junit.xml *-junit.xml test-results/*.xml test-reports/*.xml"
            + " reports/*.xml target/surefire-reports/TEST-*.xml build/test-results/test/TEST-*.xml";

    private final Sandbox sandbox;
    private final Checked checked;
    private final CheckCommand command;

    CommandRun(Sandbox sandbox, Checked checked, CheckCommand command) {
        this.sandbox = sandbox;
        this.checked = checked;
        this.command = command;
    }

    /** @return empty when the service stops */
    Optional<Outcome> run(List<Change> changes, BoundedLog log) {
        return run(changes, log, () -> false);
    }

    /** @return empty when it is given up, too */
    Optional<Outcome> run(List<Change> changes, BoundedLog log, BooleanSupplier givenUp) {
        try (Scratch scratch = sandbox.scratch()) {
            scratch.copy(checked.workspace().root());
            for (WorkspacePath own : checked.hidden()) {
                scratch.remove(own);
            }
            for (Change change : changes) {
                put(scratch, change, log);
            }
            long begin = System.currentTimeMillis() / 1_000;
            Job job = Job.shell(command.run().orElseThrow(), Limits.STANDARD.within(command.timeout()));
            Ending ending = sandbox.run(scratch, job, log, null, givenUp);
            return switch (ending.cause()) {
                case CANCELLED -> Optional.empty();
                case MACHINE_SHORT -> Optional.of(notRun("The command " + ending.described() + ".", log));
                default -> Optional.of(outcome(ending, reports(scratch, begin), log));
            };
        } catch (SandboxUnavailable | WorkspaceUnavailable e) {
            return Optional.of(notRun(e.getMessage(), log));
        } catch (IOException e) {
            return Optional.of(notRun("The workspace could not be copied: " + e.getMessage(), log));
        }
    }

    private void put(Scratch scratch, Change change, BoundedLog log) throws IOException {
        try (Resolution resolution = checked.workspace().resolve(change.target())) {
            if (checked.guard().refusal(resolution).isPresent()) {
                byte[] note = ("'" + change.target() + "' is left as it is.\n").getBytes(StandardCharsets.UTF_8);
                log.write(note, note.length);
                return;
            }
        }
        if (change.deletes()) {
            scratch.remove(change.target());
        } else {
            scratch.put(change.target(), change.content());
        }
    }

    /**
     * Read from inside: out here the folder is a stranger's. Reports that are older than the run came with the copy.
     */
    private String reports(Scratch scratch, long begin) throws IOException {
        String files = command.junit().orElse(COMMON_REPORTS);
        String line = "for f in " + files + "; do if [ -f \"$f\" ] && [ \"$(stat -c %Y -- \"$f\")\" -ge " + begin
                + " ]; then head -c 1048576 -- \"$f\"; printf '\\0'; fi; done";
        BoundedLog read = new BoundedLog(2 * REPORTS);
        Limits limits = Limits.STANDARD.within(Duration.ofSeconds(20)).withOutput(REPORTS);
        sandbox.run(scratch, Job.shell(line, limits), read, Output.NOWHERE);
        return read.text();
    }

    private static Outcome outcome(Ending ending, String reports, BoundedLog log) {
        String ended = "It " + ending.described() + ".";
        String summary = JUnitReports.summary(reports)
                .map(tests -> ending.succeeded() ? tests : tests + "\n" + ended)
                .orElse(ended);
        Integer exitCode = ending.cause() == Ending.Cause.EXITED ? ending.exitCode() : null;
        return new Outcome(
                ending.succeeded() ? Check.Status.PASSED : Check.Status.FAILED, exitCode, summary, log.text());
    }

    private static Outcome notRun(String why, BoundedLog log) {
        return new Outcome(Check.Status.NOT_RUN, null, why, log.text());
    }
}
