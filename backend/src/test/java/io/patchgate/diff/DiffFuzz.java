package io.patchgate.diff;

import io.patchgate.patch.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The diff applier against any text: it refuses with {@code PatchRefused} alone and makes no more than it was given,
 * and a diff of our own, applied, gives the second text byte for byte.
 */
public final class DiffFuzz {
    private static final int MAX = 64 * 1024;

    private DiffFuzz() {}

    /**
     * @param input two parts with a NUL between, which no text contains: an even first byte makes them a file and a
     *     diff that someone sent, an odd one a file as it is and as it will be
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0 || input.length > MAX) {
            return;
        }
        int cut = 1;
        while (cut < input.length && input[cut] != 0) {
            cut++;
        }
        byte[] first = Arrays.copyOfRange(input, 1, cut);
        byte[] second = Arrays.copyOfRange(input, Math.min(cut + 1, input.length), input.length);
        if ((input[0] & 1) == 0) {
            hostile(first, second);
        } else if (Encoding.of(first).equals(Optional.of(Encoding.UTF_8))
                && Encoding.of(second).equals(Optional.of(Encoding.UTF_8))) {
            roundTrip(first, second, (input[0] & 2) != 0);
        }
    }

    private static void hostile(byte[] base, byte[] sent) {
        String diff = new String(sent, StandardCharsets.UTF_8);
        UnifiedPatch patch;
        try {
            patch = UnifiedPatch.parse(diff);
        } catch (PatchRefused refused) {
            check(!refused.getMessage().isBlank(), "a refusal says why");
            return;
        }
        check(patch.oldPath().isPresent() || patch.newPath().isPresent(), "a diff is of some file");
        for (byte[] file : new byte[][] {base, null}) {
            try {
                byte[] result = patch.apply(file);
                long most = (file == null ? 0L : file.length) + diff.getBytes(StandardCharsets.UTF_8).length;
                check(result == null ? patch.deletes() : result.length <= most, "nothing is made of nothing");
            } catch (PatchRefused refused) {
                check(!refused.getMessage().isBlank(), "a refusal says why");
            }
        }
    }

    private static void roundTrip(byte[] first, byte[] second, boolean absent) {
        // An empty first part stands for a file that is not there, an empty second for one that goes.
        byte[] before = absent && first.length == 0 ? null : first;
        byte[] after = absent && second.length == 0 ? null : second;
        if (before == null && after == null) {
            return;
        }
        String diff = UnifiedDiff.of(new FileChange("a folder/file.py", before, after, false));
        if (diff.isEmpty()) {
            check(Arrays.equals(before, after), "no diff means no change");
            return;
        }
        try {
            UnifiedPatch patch = UnifiedPatch.parse(diff);
            check(Arrays.equals(patch.apply(before), after), "our own diff gives the second text:\n" + diff);
        } catch (PatchRefused refused) {
            throw new AssertionError("Our own diff is refused:\n" + diff, refused);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Broken: " + what);
        }
    }
}
