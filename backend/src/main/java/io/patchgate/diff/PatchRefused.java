package io.patchgate.diff;

/**
 * Why a diff is not accepted, in one sentence for the agent that sent it.
 *
 * <p>The message holds line numbers of the diff and of the file, never the file's content: an agent must not be able to
 * read a file through the errors it provokes.
 */
public final class PatchRefused extends Exception {
    PatchRefused(String message) {
        super(message);
    }

    static PatchRefused at(int diffLine, String why) {
        return new PatchRefused("Line " + diffLine + " of the diff: " + why);
    }
}
