package io.patchgate.gate;

import io.patchgate.patch.WorkspacePath;

/** What the gate says of a whole change set. */
public sealed interface Verdict {

    record Allowed() implements Verdict {}

    /**
     * One path is enough to deny all.
     *
     * @param rule what decides, with an explanation for auditors
     * @param path as proposed
     * @param resolved what it is on disk, or why that cannot be said
     */
    record Denied(String rule, WorkspacePath path, String resolved) implements Verdict {}
}
