package io.patchgate.generation.model;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a model is asked.
 *
 * @param messages in their order; at least one
 * @param schema of the JSON that is wanted for an answer: a wish, which a server may not know how to grant
 */
public record Prompt(List<Message> messages, JsonObject schema) {

    public Prompt {
        messages = List.copyOf(messages);
    }

    /** @param role as the chat protocol names it */
    public record Message(String role, String text) {
        public static Message system(String text) {
            return new Message("system", text);
        }

        public static Message user(String text) {
            return new Message("user", text);
        }

        public static Message assistant(String text) {
            return new Message("assistant", text);
        }
    }

    /** About how many tokens it is; never far too few. */
    public int tokens() {
        return messages.stream()
                .mapToInt(message -> Tokens.estimate(message.text()))
                .sum();
    }
}
