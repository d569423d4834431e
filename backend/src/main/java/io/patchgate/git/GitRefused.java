package io.patchgate.git;

/** A change cannot be committed as things are; the message is a sentence or two for a person. */
public final class GitRefused extends Exception {
    private static final long serialVersionUID = 1;

    public GitRefused(String message) {
        super(message);
    }

    GitRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
