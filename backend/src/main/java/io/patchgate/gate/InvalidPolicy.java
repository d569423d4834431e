package io.patchgate.gate;

/**
 * A policy cannot be used as it is; the start must stop rather than protect less than was meant. The
 * message is one sentence for the operator that names the file and the entry.
 */
public final class InvalidPolicy extends Exception {
    private static final long serialVersionUID = 1;

    InvalidPolicy(String message) {
        super(message);
    }

    InvalidPolicy(String message, Throwable cause) {
        super(message, cause);
    }
}
