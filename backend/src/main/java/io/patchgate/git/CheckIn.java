package io.patchgate.git;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.lib.Repository;

/**
 * What git stores for the bytes of a file: exactly these, unless the repository's attributes or its
 * {@code core.autocrlf} ask for other line endings. What asks for more than that is refused, since
 * it would run a program or change the content.
 */
final class CheckIn {
    private final Attributes attributes;
    private final boolean autocrlf;

    CheckIn(Checkout checkout) {
        Repository repository = checkout.repository();
        this.attributes = new Attributes(checkout.root(), checkout.commonDir());
        String setting = repository.getConfig().getString("core", null, "autocrlf");
        this.autocrlf = setting != null && !setting.equalsIgnoreCase("false");
    }

    /** @param committed the bytes git has for the path now, null for none; they matter where git guesses */
    byte[] stored(WorkspacePath path, byte[] content, byte[] committed) throws IOException, GitRefused {
        Map<String, Attribute> found = attributes.of(path);
        refuse(path, found);
        return switch (kind(found)) {
            case EXACT -> content;
            case TEXT -> withoutCarriageReturns(content);
            case GUESSED ->
                looksBinary(content) || committed != null && hasPair(committed)
                        ? content
                        : withoutCarriageReturns(content);
        };
    }

    private enum Kind {
        EXACT,
        TEXT,
        GUESSED
    }

    private Kind kind(Map<String, Attribute> found) {
        Attribute text = found.containsKey("text") ? found.get("text") : found.get("crlf");
        if (text != null && text.getState() == Attribute.State.UNSET) {
            return Kind.EXACT;
        }
        if (text != null && Attributes.value(text).map("auto"::equals).orElse(false)) {
            return Kind.GUESSED;
        }
        if (text != null || found.containsKey("eol")) {
            return Kind.TEXT;
        }
        return autocrlf ? Kind.GUESSED : Kind.EXACT;
    }

    private static void refuse(WorkspacePath path, Map<String, Attribute> found) throws GitRefused {
        if (Attributes.value(found.get("filter")).isPresent()) {
            throw new GitRefused("'" + path + "' passes through the git filter '"
                    + Attributes.value(found.get("filter")).get() + "', which Patchgate does not run.");
        }
        Attribute ident = found.get("ident");
        if (ident != null && ident.getState() == Attribute.State.SET) {
            throw new GitRefused("'" + path + "' has the git attribute 'ident', which Patchgate does not support.");
        }
        if (Attributes.value(found.get("working-tree-encoding")).isPresent()) {
            throw new GitRefused(
                    "'" + path + "' has a git attribute 'working-tree-encoding', which Patchgate does not support.");
        }
    }

    private static byte[] withoutCarriageReturns(byte[] content) {
        byte[] stored = new byte[content.length];
        int length = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] != '\r' || i + 1 == content.length || content[i + 1] != '\n') {
                stored[length++] = content[i];
            }
        }
        return Arrays.copyOf(stored, length);
    }

    private static boolean hasPair(byte[] content) {
        for (int i = 1; i < content.length; i++) {
            if (content[i] == '\n' && content[i - 1] == '\r') {
                return true;
            }
        }
        return false;
    }

    /** git's own guess: a NUL, a carriage return alone, or more than one control character in 128. */
    private static boolean looksBinary(byte[] content) {
        int printable = 0;
        int other = 0;
        for (int i = 0; i < content.length; i++) {
            int b = content[i] & 0xff;
            if (b == '\r') {
                if (i + 1 == content.length || content[i + 1] != '\n') {
                    return true;
                }
            } else if (b == 0) {
                return true;
            } else if (b < 0x20 && b != '\n' && b != '\t' && b != '\b' && b != 0x1b && b != '\f' || b == 0x7f) {
                other++;
            } else if (b != '\n') {
                printable++;
            }
        }
        return (printable >> 7) < other;
    }
}
