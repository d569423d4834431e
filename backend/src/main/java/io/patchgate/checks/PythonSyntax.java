package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.sandbox.Ending;
import io.patchgate.sandbox.Job;
import io.patchgate.sandbox.Limits;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.Scratch;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Python by the machine's own Python, in the sandbox: one process reads all files from its standard input and compiles
 * them, and runs none. Whatever a file makes of the process, it can tell lies of its own request alone.
 */
final class PythonSyntax {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final int KEPT = 64 * 1024;
    private static final Limits LIMITS = Limits.STANDARD
            .within(Duration.ofSeconds(60))
            .withMemory(1L << 30)
            .withProcesses(16)
            .withOutput(1L << 20);

    private static final String PROGRAM = """
            import json, sys
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
            bad = 0
            for line in sys.stdin.buffer:
                path, code, encoding = json.loads(line)
                try:
                    compile(code.encode(encoding), path, "exec", dont_inherit=True)
                except SyntaxError as e:
                    bad += 1
                    print(f"{path}:{e.lineno or 0}: {e.msg}")
                except (ValueError, RecursionError, MemoryError, OverflowError) as e:
                    bad += 1
                    print(f"{path}: cannot be parsed: {e or type(e).__name__}")
            sys.exit(1 if bad else 0)
            """;

    private PythonSyntax() {}

    /** Why it cannot be done here, as a sentence; empty where it can. */
    static Optional<String> fault(Sandbox sandbox) {
        return sandbox.fault()
                .or(() -> Files.isExecutable(PYTHON)
                        ? Optional.empty()
                        : Optional.of("There is no " + PYTHON + " (package python3)."));
    }

    /** Empty when the service stops. */
    static Optional<Outcome> check(Sandbox sandbox, List<Change> files) throws IOException {
        Optional<String> fault = fault(sandbox);
        if (fault.isPresent()) {
            return fault.map(Outcome::notRun);
        }
        String input = files.stream()
                .map(file -> new JsonArray()
                        .add(file.target().value())
                        .add(file.newCode())
                        .add(file.encoding().id())
                        .encode())
                .collect(Collectors.joining("\n"));
        List<String> command = List.of(PYTHON.toString(), "-I", "-S", "-W", "ignore", "-c", PROGRAM);
        BoundedLog log = new BoundedLog(KEPT);
        try (Scratch scratch = sandbox.scratch()) {
            Ending ending = sandbox.run(scratch, new Job(command, input.getBytes(StandardCharsets.UTF_8), LIMITS), log);
            return ending.cause() == Ending.Cause.CANCELLED
                    ? Optional.empty()
                    : Optional.of(outcome(ending, log.text(), files.size()));
        }
    }

    private static Outcome outcome(Ending ending, String said, int files) {
        if (ending.succeeded()) {
            return Parsers.outcome(List.of(), files);
        }
        if (ending.cause() == Ending.Cause.EXITED && ending.exitCode() == 1 && !said.isBlank()) {
            String first = said.lines().limit(3).collect(Collectors.joining("\n"));
            long more = said.lines().count() - 3;
            return new Outcome(Check.Status.FAILED, null, more > 0 ? first + "\n… and " + more + " more" : first, said);
        }
        return ending.cause() == Ending.Cause.EXITED || ending.cause() == Ending.Cause.OUT_OF_MEMORY
                ? new Outcome(Check.Status.FAILED, ending.exitCode(), "Python " + ending.described() + ".", said)
                : Outcome.notRun("Python " + ending.described() + ".");
    }
}
