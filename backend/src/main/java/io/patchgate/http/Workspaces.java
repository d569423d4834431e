package io.patchgate.http;

import io.patchgate.bus.Failure;
import java.util.List;

/** The names of the workspaces there are, and which is meant where none is named: the only one. */
record Workspaces(List<String> names) {

    /** @throws Failure {@code INVALID} when there is no such workspace, or none is named and there are several */
    String resolve(String name) {
        if (name == null) {
            if (names.size() != 1) {
                throw Failure.invalid("workspace", "is required, since there are several workspaces");
            }
            return names.get(0);
        }
        if (!names.contains(name)) {
            throw Failure.invalid("workspace", "must be the name of a workspace");
        }
        return name;
    }
}
