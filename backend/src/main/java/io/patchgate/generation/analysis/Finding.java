package io.patchgate.generation.analysis;

import io.patchgate.bus.Improvements.Outcome;
import io.patchgate.bus.Improvements.Suggestion;
import java.util.UUID;

/** What looking at a component led to, with the sentence that says why. */
public sealed interface Finding {
    String sentence();

    /** @param about the suggestion that stands in the way, or null */
    record NotNow(Outcome outcome, String sentence, UUID about) implements Finding {}

    record Worth(Suggestion suggestion, String sentence) implements Finding {}
}
