package io.patchgate.generation.authoring;

import java.util.List;
import java.util.Map;

/**
 * What the loop may write about, and how often it may correct itself.
 *
 * @param components by workspace and component, the files that make it up; where a component is not named they are
 *     searched for
 * @param sendable what may be put into a prompt
 * @param repairs how often a model is told what was wrong with its answer
 * @param checkOutput whether it is told what a failing check wrote, in which anything of the workspace may be
 * @param learning whether it is told what people said of earlier patches, and may not repeat what they refused
 */
public record AuthoringSettings(
        Map<String, Map<String, List<String>>> components,
        Sendable sendable,
        int repairs,
        boolean checkOutput,
        boolean learning) {

    List<String> files(String workspace, String component) {
        return components.getOrDefault(workspace, Map.of()).getOrDefault(component, List.of());
    }
}
