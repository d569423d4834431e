package io.patchgate.patch;

import java.util.List;

/** Which checks a change set is to have. It reads nothing but the changes, so that it costs the same for every path. */
@FunctionalInterface
public interface CheckPlan {
    CheckPlan NONE = changes -> List.of();

    List<PlannedCheck> of(List<Change> changes);
}
