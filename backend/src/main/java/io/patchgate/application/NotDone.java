package io.patchgate.application;

/**
 * A change set could not be made and, as far as the message does not say otherwise, nothing of it is
 * on disk. The message is a sentence or two for a person.
 */
public final class NotDone extends Exception {
    private static final long serialVersionUID = 1;

    NotDone(String message) {
        super(message);
    }

    NotDone(String message, Throwable cause) {
        super(message, cause);
    }
}
