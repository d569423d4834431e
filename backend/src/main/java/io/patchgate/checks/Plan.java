package io.patchgate.checks;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.CheckPlan;
import io.patchgate.patch.PlannedCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checks of a workspace's requests: a syntax check for each language in it, then what the settings name. */
public final class Plan implements CheckPlan {
    private final Checked checked;
    private final Set<Language> parsed;

    /** @param parsers which languages can be parsed here: those that cannot are told of, but hold nothing up */
    public Plan(Checked checked, Parsers parsers) {
        this.checked = checked;
        this.parsed = parsers.available();
    }

    @Override
    public List<PlannedCheck> of(List<Change> changes) {
        List<PlannedCheck> checks = new ArrayList<>();
        if (checked.syntax()) {
            for (Language language : Language.values()) {
                if (!language.in(changes).isEmpty()) {
                    checks.add(new PlannedCheck(language.check(), Check.Kind.SYNTAX, parsed.contains(language)));
                }
            }
        }
        for (CheckCommand command : checked.commands()) {
            Check.Kind kind = command.run().isPresent() ? Check.Kind.COMMAND : Check.Kind.EXTERNAL;
            checks.add(new PlannedCheck(command.name(), kind, command.required()));
        }
        return checks;
    }
}
