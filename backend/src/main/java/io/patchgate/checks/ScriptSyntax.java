package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Ending;
import io.patchgate.sandbox.Job;
import io.patchgate.sandbox.Limits;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * JavaScript and TypeScript, with JSX, by a parser that is native and for that reason a process of its own in the
 * sandbox. A file that ends the process is at fault; what comes after it in the set is not looked at then.
 */
final class ScriptSyntax {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final WorkspacePath BUNDLE = new WorkspacePath("parser.jar");
    private static final int KEPT = 256 * 1024;
    private static final Limits LIMITS = Limits.STANDARD
            .within(Duration.ofSeconds(60))
            .withMemory(1536L << 20)
            .withProcesses(128)
            .withOutput(1L << 20);

    private ScriptSyntax() {}

    /** Why it cannot be done here, as a sentence; empty where it can. */
    static Optional<String> fault(Sandbox sandbox) {
        return sandbox.fault()
                .or(ScriptBundle::fault)
                .or(() -> JAVA.startsWith("/usr")
                        ? Optional.empty()
                        : Optional.of("The sandbox has no Java: Patchgate's own lies outside /usr."));
    }

    /** Empty when the service stops. */
    static Optional<Outcome> check(Sandbox sandbox, List<Change> files) throws IOException {
        Optional<String> fault = fault(sandbox);
        if (fault.isPresent()) {
            return fault.map(Outcome::notRun);
        }
        List<String> command = List.of(
                JAVA.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+SuppressFatalErrorMessage",
                "-cp",
                BUNDLE.value(),
                ScriptProgram.class.getName());
        BoundedLog said = new BoundedLog(KEPT);
        BoundedLog errors = new BoundedLog(KEPT);
        try (Scratch scratch = sandbox.scratch()) {
            scratch.put(BUNDLE, ScriptBundle.bytes());
            Ending ending = sandbox.run(scratch, new Job(command, input(files), LIMITS), said, errors);
            return ending.cause() == Ending.Cause.CANCELLED
                    ? Optional.empty()
                    : Optional.of(outcome(ending, said.text(), files));
        }
    }

    private static byte[] input(List<Change> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(files.size());
        for (Change file : files) {
            byte[] code = file.newCode().getBytes(StandardCharsets.UTF_8);
            out.writeUTF(kind(file.target().fileName().toLowerCase(Locale.ROOT)));
            out.writeInt(code.length);
            out.write(code);
        }
        return bytes.toByteArray();
    }

    /** JSX is understood in every JavaScript file, as the tools of those who use it do. */
    private static String kind(String name) {
        if (name.endsWith(".tsx")) {
            return "Tsx";
        }
        return name.endsWith("ts") ? "TypeScript" : "Jsx";
    }

    private static Outcome outcome(Ending ending, String said, List<Change> files) {
        List<Fault> faults = new ArrayList<>();
        int begun = 0;
        for (String line : said.lines().toList()) {
            if (line.equals("+")) {
                begun++;
            } else if (begun > 0 && begun <= files.size() && line.matches("\\d{1,9} .+")) {
                int space = line.indexOf(' ');
                faults.add(new Fault(
                        files.get(begun - 1).target().value(),
                        Long.parseLong(line.substring(0, space)),
                        line.substring(space + 1)));
            }
        }
        if (ending.succeeded() && begun == files.size()) {
            return Parsers.outcome(faults, files.size());
        }
        boolean broken = ending.cause() == Ending.Cause.EXITED || ending.cause() == Ending.Cause.OUT_OF_MEMORY;
        if (!broken || begun == 0) {
            return Outcome.notRun("The parser " + ending.described() + ".");
        }
        faults.add(new Fault(
                files.get(Math.min(begun, files.size()) - 1).target().value(),
                0,
                "is nested too deeply, or otherwise more than the parser bears; what comes after it was not parsed"));
        return Parsers.outcome(faults, files.size());
    }
}
