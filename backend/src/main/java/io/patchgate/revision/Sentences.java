package io.patchgate.revision;

import io.patchgate.bus.Reviewing.Conflict;
import java.util.List;
import java.util.stream.Collectors;

/** Words for people about conflicts. */
final class Sentences {
    private static final int MOST = 5;

    private Sentences() {}

    static String of(List<Conflict> conflicts) {
        String said = conflicts.stream().limit(MOST).map(Sentences::of).collect(Collectors.joining(" "));
        return conflicts.size() > MOST ? said + " And " + (conflicts.size() - MOST) + " more." : said;
    }

    private static String of(Conflict conflict) {
        String file = "'" + conflict.target() + "'";
        if (conflict.from() == 0) {
            return file + ": " + conflict.reason();
        }
        String where = conflict.to() < conflict.from()
                ? " before line " + conflict.from()
                : conflict.to() == conflict.from()
                        ? " line " + conflict.from()
                        : " lines " + conflict.from() + " to " + conflict.to();
        return file + where + ": " + conflict.reason();
    }
}
