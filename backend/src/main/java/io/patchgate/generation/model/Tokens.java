package io.patchgate.generation.model;

/** About how many tokens a text is, where nobody who knows says so. */
public final class Tokens {
    /** Code has three to four characters a token; the smaller number errs on the side of the budget. */
    private static final int CHARACTERS = 3;

    private Tokens() {}

    public static int estimate(String text) {
        return (text.length() + CHARACTERS - 1) / CHARACTERS;
    }
}
