package io.patchgate.adversary;

import io.patchgate.gate.WholePath;
import java.util.List;

/** A way for a change set from its proposal to the disk, with everything approved on it. */
public interface Way {

    /** @param code the whole new content; null for a deletion */
    record Proposed(String path, String code) {}

    /** @param between what happens on disk between two checks */
    WholePath.End run(List<Proposed> changes, WholePath.Between between) throws Exception;
}
