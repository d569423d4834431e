package io.patchgate.workspace;

/**
 * Why a path may not be written.
 *
 * @param rule the rule that decides, short
 * @param explanation a sentence for a reviewer or an auditor, never for an agent
 */
public record Refusal(String rule, String explanation) {}
