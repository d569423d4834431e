package io.patchgate.generation.model;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The model that writes patches: how it is reached, how long it may take and how much of it may be used.
 *
 * @param name of the model, as its server knows it, or as it is called in records
 */
public record ModelSettings(String name, Provider provider, Limits limits, Budget budget) {

    /** How it is reached. */
    public sealed interface Provider {}

    /**
     * A server that speaks the chat completions protocol.
     *
     * @param url up to {@code /v1}, without what is behind it
     * @param stream whether the answer is asked for piece by piece
     */
    public record Server(URI url, Optional<ApiKey> key, boolean stream) implements Provider {}

    /**
     * A program that reads the prompt and writes the answer.
     *
     * @param line for the shell
     * @param memory bytes that it may use
     */
    public record Program(String line, long memory) implements Provider {
        public static final long STANDARD_MEMORY = 4L << 30;
    }

    /**
     * @param connect until there is a connection
     * @param firstToken until the answer begins
     * @param total until it has ended
     * @param promptTokens that a prompt may have, as estimated
     * @param answerTokens that the model is asked not to exceed
     * @param answerBytes over which an answer is given up
     * @param retries after the first attempt
     */
    public record Limits(
            Duration connect,
            Duration firstToken,
            Duration total,
            int promptTokens,
            int answerTokens,
            int answerBytes,
            int retries) {
        public static final Limits STANDARD = new Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(5), 12_000, 4_096, 1 << 20, 3);
    }

    /** What may be used in a day (UTC) and at once, by all nodes together. */
    public record Budget(int requestsPerDay, long tokensPerDay, int concurrent) {
        public static final Budget STANDARD = new Budget(200, 2_000_000, 1);
    }
}
