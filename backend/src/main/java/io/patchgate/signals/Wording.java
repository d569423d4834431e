package io.patchgate.signals;

import io.patchgate.patch.Signal.Kind;

/** The sentence that explains a signal. */
final class Wording {
    private Wording() {}

    static String of(Kind kind, String what) {
        return switch (kind) {
            case NOT_EXAMINED -> "The change is too large to be looked into for signs of risk: " + what + ".";
            case SECRET -> "It looks as if a secret were written into the patch: " + what + ".";
            case HIDDEN_UNICODE ->
                "Added lines hold characters that do not show or that reorder what shows: " + what + ".";
            case MIXED_SCRIPT ->
                "Names on added lines mix scripts or hold letters that look like others: " + what + ".";
            case KERNEL_DEPENDENCY -> "The protected kernel loads, or may load, what is changed: " + what + ".";
            case AUTHORIZATION_WEAKENED ->
                "Lines that speak of authorisation are removed and not replaced in their" + " place: " + what + ".";
            case TESTS_WEAKENED -> "Tests are removed, skipped or made to pass always: " + what + ".";
            case CODE_EVALUATION -> "New code evaluates or loads code at run time: " + what + ".";
            case DESERIALIZATION -> "New code deserialises in a way that can run what it reads: " + what + ".";
            case PROCESS_CALL -> "New code starts or controls processes: " + what + ".";
            case NETWORK_CALL -> "New code uses the network: " + what + ".";
            case FILE_DELETION -> "New code deletes files: " + what + ".";
            case NEW_DEPENDENCY -> "A dependency is declared that was not there before, in " + what + ".";
            case ASSERTIONS_REMOVED -> "There are fewer assertions than before: " + what + ".";
            case LOGGING_REMOVED -> "There is less logging than before: " + what + ".";
            case BINARY_LOOKING -> "Added lines hold long runs that look like encoded data: " + what + ".";
            case GENERATED -> "The content says that a program makes it: " + what + ".";
            case LONG_LINES -> "Added lines are too long to be read: " + what + ".";
            case LARGER_THAN_EXPLAINED -> "The change is much larger than its reasoning suggests: " + what + ".";
        };
    }
}
