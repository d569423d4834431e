package io.patchgate.patch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * The path parser against any text: it refuses with {@code InvalidPath} alone, and what it accepts stays below the
 * folder that it is resolved in, by one spelling.
 */
public final class PathFuzz {
    private static final Path ROOT = Path.of("/workspace");

    private PathFuzz() {}

    /** @param input UTF-16 where the first byte is odd, so that lone surrogates come by too; else UTF-8 */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var charset = (input[0] & 1) == 1 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
        String text = new String(input, 1, input.length - 1, charset);
        WorkspacePath path;
        try {
            path = new WorkspacePath(text);
        } catch (WorkspacePath.InvalidPath refused) {
            check(!refused.getMessage().isBlank(), "a refusal says why");
            return;
        }
        check(path.value().equals(text), "the path is kept as it was written");
        check(text.codePointCount(0, text.length()) <= WorkspacePath.MAX_CHARACTERS, "the path is not too long");
        check(Normalizer.isNormalized(text, Normalizer.Form.NFC), "the path is in NFC");
        check(String.join("/", path.segments()).equals(text), "the segments make the path");
        for (String segment : path.segments()) {
            byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
            check(bytes.length > 0 && bytes.length <= WorkspacePath.MAX_SEGMENT_BYTES, "a segment has a good length");
            check(new String(bytes, StandardCharsets.UTF_8).equals(segment), "a segment survives UTF-8");
            check(segment.codePoints().noneMatch(c -> c == '\\' || Character.isISOControl(c)), "it is printable");
        }
        Path resolved = ROOT.resolve(text);
        check(resolved.normalize().equals(resolved), "the path has one spelling");
        check(resolved.startsWith(ROOT) && !resolved.equals(ROOT), "the path lies below its folder");
        check(ROOT.relativize(resolved).toString().equals(text), "the path is relative");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Broken: " + what);
        }
    }
}
