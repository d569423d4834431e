package io.patchgate.generation;

import java.util.UUID;

/** What came of a suggestion. */
public sealed interface Authored {
    /** A patch was submitted; what the gate made of it nobody here knows. */
    record Filed(UUID requestId) implements Authored {}

    /** @param reason a sentence for reviewers */
    record NotFiled(String reason) implements Authored {}

    /** Everything was stopped before there was anything: it is to be begun again. */
    record Stopped() implements Authored {}
}
