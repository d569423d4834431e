package io.patchgate.generation.authoring;

/** A model's answer that cannot become a patch; the message says to the model what to do otherwise. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String message) {
        super(message, null, false, false);
    }
}
