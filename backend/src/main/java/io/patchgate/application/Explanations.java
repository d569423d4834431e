package io.patchgate.application;

import io.patchgate.bus.Store;
import io.patchgate.patch.BaseFile;
import java.util.List;
import java.util.stream.Collectors;

/** Words for people about a change set. */
final class Explanations {
    private Explanations() {}

    /** What a change set does with its files, as a commit's subject begins. */
    static String verb(List<BaseFile> files) {
        List<String> kinds = files.stream().map(BaseFile::kind).distinct().toList();
        return kinds.size() > 1
                ? "Change"
                : switch (kinds.get(0)) {
                    case "create" -> "Create";
                    case "delete" -> "Delete";
                    default -> "Change";
                };
    }

    /** A refusal, with the requests that were applied since to a file that it names. */
    static String withLater(String refusal, List<Store.Later> all) {
        List<Store.Later> later = all.stream()
                .filter(request -> refusal.contains("'" + request.target() + "'"))
                .toList();
        if (later.isEmpty()) {
            return refusal;
        }
        return refusal
                + later.stream()
                        .map(request -> "'" + request.target() + "' by the request " + request.requestId())
                        .collect(Collectors.joining(
                                ", ", " Applied since: ", ". Roll these back first, the newest one first."));
    }
}
