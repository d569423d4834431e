package io.patchgate.sandbox;

import java.time.Duration;

/**
 * What one run may use. Time is what a clock on the wall shows, for all of its processes together; memory counts all
 * of them where a control group can be made, else each one for itself.
 *
 * @param time after which everything is killed; no process may compute for longer either
 * @param memory bytes
 * @param processes threads count as processes
 * @param file bytes in one file
 * @param output bytes of standard output and error together, after which everything is killed
 */
public record Limits(Duration time, long memory, int processes, long file, long output) {
    private static final long MEBIBYTE = 1L << 20;

    public static final Limits STANDARD =
            new Limits(Duration.ofMinutes(5), 2048 * MEBIBYTE, 512, 1024 * MEBIBYTE, 64 * MEBIBYTE);

    public Limits within(Duration other) {
        return new Limits(other, memory, processes, file, output);
    }

    public Limits withMemory(long other) {
        return new Limits(time, other, processes, file, output);
    }

    public Limits withProcesses(int other) {
        return new Limits(time, memory, other, file, output);
    }

    public Limits withFile(long other) {
        return new Limits(time, memory, processes, other, output);
    }

    public Limits withOutput(long other) {
        return new Limits(time, memory, processes, file, other);
    }
}
