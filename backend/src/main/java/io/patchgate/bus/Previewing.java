package io.patchgate.bus;

import java.nio.file.Path;

/** What is asked of and answered by the preview ({@code preview.*}), each time upon a reviewer's own call. */
public final class Previewing {
    private Previewing() {}

    /**
     * What can be run to look at a request.
     *
     * @param command null where the workspace's settings name none
     * @param fault why nothing can be run on this machine, as a sentence; null where it can
     */
    public record Offer(String command, long timeoutMillis, String fault) {}

    /**
     * What came of the command.
     *
     * @param ended a phrase: "ended with exit code 1"
     * @param output its beginning, what was written to either stream
     * @param cut whether there was more
     */
    public record Outcome(
            String command,
            boolean succeeded,
            int exitCode,
            String ended,
            long durationMillis,
            String output,
            boolean cut) {}

    /** @param file whoever asked sends it and deletes it; else it is deleted some minutes later */
    public record Archive(Path file, String workspace) {}
}
