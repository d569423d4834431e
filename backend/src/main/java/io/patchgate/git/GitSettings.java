package io.patchgate.git;

import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/**
 * How what is applied to a workspace is committed.
 *
 * @param commit whether it is at all, where the workspace is the top of a git working tree
 * @param author {@code Name <address>}, also the committer
 * @param includeDirty whether a file whose bytes differ from the last commit may be patched, which
 *     commits those bytes too
 * @param branch that is committed to instead of the checked-out one; short, as {@code patchgate}
 */
public record GitSettings(boolean commit, String author, boolean includeDirty, Optional<String> branch) {
    public static final GitSettings DEFAULT =
            new GitSettings(true, "Patchgate <patchgate@localhost>", false, Optional.empty());

    private static final Pattern AUTHOR = Pattern.compile("[^<>\\p{Cntrl}]{1,200} <[^<>\\s\\p{Cntrl}]{1,200}>");

    public static boolean isAuthor(String text) {
        return AUTHOR.matcher(text).matches();
    }

    public static boolean isBranch(String text) {
        return !text.startsWith("-")
                && !text.startsWith("refs/")
                && !text.equals("HEAD")
                && Repository.isValidRefName("refs/heads/" + text);
    }
}
