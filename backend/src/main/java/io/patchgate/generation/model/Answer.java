package io.patchgate.generation.model;

/**
 * What a model said, to its end.
 *
 * @param promptTokens as the server counted them, else estimated
 * @param answerTokens so too
 */
public record Answer(String text, int promptTokens, int answerTokens) {
    public int tokens() {
        return promptTokens + answerTokens;
    }
}
