package io.patchgate.patch;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * How a person made a request out of another one. Its agent may know all of it.
 *
 * @param by who made it
 * @param of the request it was made of: the one that it supersedes, or that it takes back
 * @param editors everybody whose hands the content went through, {@code by} among them; none of them may approve it
 * @param dropped what of the earlier request it leaves out
 */
public record Revision(Kind kind, String by, UUID of, List<String> editors, List<Dropped> dropped) {

    public enum Kind {
        /** Brought together with what the files have become since. */
        MERGE,
        /** Some hunks left out. */
        REDUCTION,
        /** An applied request taken back, brought together with what was done since. */
        REVERT;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Lines of the earlier request's file, as that request has it.
     *
     * @param from counted from 1; 0 where the whole file is meant
     * @param to the last line; before {@code from} where lines were only deleted
     */
    public record Dropped(WorkspacePath target, int from, int to) {}

    public Revision {
        editors = List.copyOf(editors);
        dropped = List.copyOf(dropped);
    }
}
