package io.patchgate.preview;

import java.time.Duration;

/** A line for the shell that shows a request at work, as the operator has set it. */
public record PreviewCommand(String run, Duration timeout) {
    public static final Duration STANDARD = Duration.ofSeconds(30);

    /** A reviewer waits for it. */
    public static final Duration LONGEST = Duration.ofSeconds(60);
}
