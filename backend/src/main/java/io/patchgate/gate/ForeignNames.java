package io.patchgate.gate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names that mean another file on filesystems which were made for other systems and can be mounted
 * under this one: FAT and NTFS give a long name a short one besides, and NTFS reads a colon as the
 * beginning of a stream of the file before it.
 */
final class ForeignNames {
    private static final Pattern SHORT = Pattern.compile("[^./~]{1,8}~[0-9]{1,6}(\\.[^./]{0,3})?");

    private ForeignNames() {}

    /** The segment that could be the short name of a longer one; empty when there is none. */
    static Optional<String> shortName(String path) {
        if (path.indexOf('~') < 0) {
            return Optional.empty();
        }
        for (String segment : path.split("/", -1)) {
            if (SHORT.matcher(segment).matches()) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** The path with each segment up to its first colon; empty when none has one after its beginning. */
    static Optional<String> withoutStreams(String path) {
        String without = path.indexOf(':') < 0 ? path : path.replaceAll("(?<=[^/:]):[^/]*", "");
        return without.equals(path) ? Optional.empty() : Optional.of(without);
    }
}
