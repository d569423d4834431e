package io.patchgate.workspace;

import java.util.Optional;

/**
 * The last word before a write. It judges a resolution that is still open, so that what is judged
 * and what is written are reached through the same folder.
 */
@FunctionalInterface
public interface Guard {
    /**
     * Why the resolved path may not be written; empty when it may.
     *
     * @throws WorkspaceUnavailable when that cannot be said now; the write must wait
     */
    Optional<Refusal> refusal(Resolution resolution) throws WorkspaceUnavailable;
}
