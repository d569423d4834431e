package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.sandbox.Sandbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Parses files of known languages, with their own parsers, and runs nothing of them. What a parser cannot bear is a fault
 * of the file. All but the parsers of Python, JavaScript and TypeScript are in this process: they are linear, read bounded
 * files, resolve nothing and get a thread that is given up when it takes too long.
 */
public final class Parsers {
    private static final int SHOWN = 200;
    private static final int NAMED = 3;
    private static final long STACK = 4L << 20;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Sandbox sandbox;

    public Parsers(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    Set<Language> available() {
        Set<Language> available = EnumSet.allOf(Language.class);
        if (!JavaSyntax.available()) {
            available.remove(Language.JAVA);
        }
        if (PythonSyntax.fault(sandbox).isPresent()) {
            available.remove(Language.PYTHON);
        }
        if (ScriptSyntax.fault(sandbox).isPresent()) {
            available.removeAll(EnumSet.of(Language.JAVASCRIPT, Language.TYPESCRIPT));
        }
        return available;
    }

    /** Empty when the service stops. */
    Optional<Outcome> check(Language language, List<Change> changes) throws IOException {
        List<Change> files = language.in(changes);
        for (Change file : files) {
            if (file.newCode().length() > language.longest()) {
                return Optional.of(Outcome.notRun("'" + file.target() + "' is too long to be parsed: more than "
                        + language.longest() + " characters."));
            }
        }
        if (language == Language.PYTHON) {
            return PythonSyntax.check(sandbox, files);
        }
        if (language == Language.JAVASCRIPT || language == Language.TYPESCRIPT) {
            return ScriptSyntax.check(sandbox, files);
        }
        if (language == Language.JAVA && !JavaSyntax.available()) {
            return Optional.of(Outcome.notRun("This Java runtime has no compiler."));
        }
        List<Fault> faults = bounded(language, files);
        return Optional.of(
                faults == null
                        ? Outcome.notRun("Parsing took longer than " + PATIENCE_MILLIS / 1_000 + " s.")
                        : outcome(faults, files.size()));
    }

    /** Null when it takes too long. A thread that is given up ends when its parser does. */
    private static List<Fault> bounded(Language language, List<Change> files) {
        AtomicReference<List<Fault>> found = new AtomicReference<>();
        Thread thread = new Thread(null, () -> found.set(faults(language, files)), "syntax", STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found.get();
    }

    private static List<Fault> faults(Language language, List<Change> files) {
        List<Fault> faults = new ArrayList<>();
        for (Change file : files) {
            try {
                DataSyntax.fault(language, file).ifPresent(faults::add);
            } catch (StackOverflowError e) {
                faults.add(new Fault(file.target().value(), 0, "is nested too deeply"));
            } catch (RuntimeException | AssertionError e) {
                faults.add(new Fault(file.target().value(), 0, "cannot be parsed: " + e));
            }
        }
        return faults;
    }

    static Outcome outcome(List<Fault> faults, int files) {
        if (faults.isEmpty()) {
            return new Outcome(Check.Status.PASSED, null, files == 1 ? "1 file" : files + " files", null);
        }
        String log = faults.stream().limit(SHOWN).map(Fault::toString).collect(Collectors.joining("\n", "", "\n"));
        String more = faults.size() > NAMED ? "\n… and " + (faults.size() - NAMED) + " more" : "";
        return new Outcome(
                Check.Status.FAILED,
                null,
                faults.stream().limit(NAMED).map(Fault::toString).collect(Collectors.joining("\n")) + more,
                log);
    }
}
