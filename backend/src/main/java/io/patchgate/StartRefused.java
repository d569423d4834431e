package io.patchgate;

/** The start, or a subcommand, cannot go on; the message is one line for the operator. */
final class StartRefused extends Exception {
    private static final long serialVersionUID = 1;

    StartRefused(String message) {
        super(message);
    }

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
