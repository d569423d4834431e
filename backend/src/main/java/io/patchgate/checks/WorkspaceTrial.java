package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Trial;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Parses what would be filed, and runs what the workspace requires on a copy with all of it in. */
public final class WorkspaceTrial implements Trial {
    private static final int LONGEST_LOG = 64 * 1024;

    private final Checked checked;
    private final Sandbox sandbox;
    private final Parsers parsers;

    public WorkspaceTrial(Checked checked, Sandbox sandbox, Parsers parsers) {
        // Without the guard: what it left as it is would show by the outcome.
        this.checked = new Checked(
                checked.workspace(),
                checked.hidden(),
                resolution -> Optional.empty(),
                checked.syntax(),
                checked.commands());
        this.sandbox = sandbox;
        this.parsers = parsers;
    }

    @Override
    public Optional<Result> of(List<Change> changes, BooleanSupplier givenUp) {
        String notRun = null;
        for (Language language : checked.syntax() ? Language.values() : new Language[0]) {
            if (language.in(changes).isEmpty()) {
                continue;
            }
            Optional<Outcome> outcome = parsed(language, changes);
            if (outcome.isEmpty()) {
                return Optional.empty();
            }
            if (outcome.get().status() == Check.Status.FAILED) {
                return Optional.of(failed(language.check(), Check.Kind.SYNTAX, outcome.get()));
            }
            notRun = reason(notRun, language.check(), outcome.get());
        }
        return commands(changes, givenUp, notRun);
    }

    private Optional<Result> commands(List<Change> changes, BooleanSupplier givenUp, String unparsed) {
        String notRun = unparsed;
        List<String> passed = new ArrayList<>();
        for (CheckCommand command : checked.commands()) {
            if (!command.required() || command.run().isEmpty()) {
                continue;
            }
            Optional<Outcome> outcome =
                    new CommandRun(sandbox, checked, command).run(changes, new BoundedLog(LONGEST_LOG), givenUp);
            if (outcome.isEmpty() || givenUp.getAsBoolean()) {
                return Optional.empty();
            }
            switch (outcome.get().status()) {
                case PASSED -> passed.add(command.name());
                case FAILED -> {
                    return Optional.of(failed(command.name(), Check.Kind.COMMAND, outcome.get()));
                }
                default -> notRun = reason(notRun, command.name(), outcome.get());
            }
        }
        return Optional.of(new Result(passed, null, notRun));
    }

    private Optional<Outcome> parsed(Language language, List<Change> changes) {
        try {
            return parsers.check(language, changes);
        } catch (SandboxUnavailable e) {
            return Optional.of(Outcome.notRun(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(Outcome.notRun("It could not be run."));
        }
    }

    /** The first one is told. */
    private static String reason(String earlier, String check, Outcome outcome) {
        return earlier != null || outcome.status() != Check.Status.NOT_RUN
                ? earlier
                : "'" + check + "': " + outcome.summary();
    }

    private static Result failed(String check, Check.Kind kind, Outcome outcome) {
        String log = outcome.log() == null ? "" : outcome.log();
        return new Result(List.of(), new Failed(check, kind, log + outcome.summary()), null);
    }
}
