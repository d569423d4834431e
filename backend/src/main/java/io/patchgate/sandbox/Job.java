package io.patchgate.sandbox;

import java.util.List;

/**
 * A command for the sandbox. Its program is looked for in the sandbox's own folders, and it starts in
 * {@link Scratch#INSIDE}.
 *
 * @param input what it reads from its standard input
 */
public record Job(List<String> command, byte[] input, Limits limits) {
    public Job {
        command = List.copyOf(command);
    }

    /** A line for the shell, with nothing to read. */
    public static Job shell(String line, Limits limits) {
        return new Job(List.of("/bin/sh", "-c", line), new byte[0], limits);
    }
}
