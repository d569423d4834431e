package io.patchgate.diff;

/**
 * What stands before the hunks: which file, and whether the diff creates or deletes it. {@code oldPath} is null where
 * there was no file, {@code newPath} where there will be none.
 */
record PatchHeader(String oldPath, String newPath, boolean creates, boolean deletes, boolean executable) {
    private static final String NO_FILE = "/dev/null";

    /** Reads up to the first hunk, or to the end where git's header lines say all there is to say. */
    static PatchHeader read(DiffCursor diff) throws PatchRefused {
        if (diff.atEnd()) {
            throw PatchRefused.at(1, "the diff is empty.");
        }
        GitHeader git = diff.startsWith("diff --git ") ? GitHeader.read(diff) : GitHeader.NONE;
        if (diff.atEnd() && (git.creates() || git.deletes())) {
            return new PatchHeader(
                    git.creates() ? null : git.path(),
                    git.deletes() ? null : git.path(),
                    git.creates(),
                    git.deletes(),
                    git.executable());
        }
        int line = diff.number();
        String oldPath = path(diff, "--- ", "a/");
        String newPath = path(diff, "+++ ", "b/");
        check(git, oldPath, newPath, line);
        if (diff.atEnd()) {
            throw PatchRefused.at(line + 1, "no hunk follows.");
        }
        return new PatchHeader(oldPath, newPath, oldPath == null, newPath == null, git.executable());
    }

    private static void check(GitHeader git, String oldPath, String newPath, int line) throws PatchRefused {
        if (oldPath == null && newPath == null) {
            throw PatchRefused.at(line, "the diff names /dev/null on both sides.");
        }
        if (git.creates() && oldPath != null) {
            throw PatchRefused.at(line, "the file is said to be new, so this line must be '--- /dev/null'.");
        }
        if (git.deletes() && newPath != null) {
            throw PatchRefused.at(line + 1, "the file is said to be deleted, so this line must be '+++ /dev/null'.");
        }
        if (git.path() == null) {
            return;
        }
        if (oldPath != null && !oldPath.equals(git.path())) {
            throw PatchRefused.at(line, "the path is not that of the 'diff --git' line.");
        }
        if (newPath != null && !newPath.equals(git.path())) {
            throw PatchRefused.at(line + 1, "the path is not that of the 'diff --git' line.");
        }
    }

    private static String path(DiffCursor diff, String start, String prefix) throws PatchRefused {
        if (diff.atEnd() || !diff.startsWith(start)) {
            throw PatchRefused.at(diff.number(), GitHeader.expected(diff, "'" + start + "' and the file's path"));
        }
        String text = diff.text().substring(start.length());
        String path;
        if (text.startsWith("\"")) {
            int end = GitPath.quotedEnd(text);
            path = end < 0 ? null : GitPath.unquoted(text.substring(0, end));
            if (path == null || end < text.length() && text.charAt(end) != '\t') {
                throw PatchRefused.at(diff.number(), "the quoted path cannot be read.");
            }
        } else {
            // A date may follow after a tab, and git ends a name that has a space in a bare tab.
            int tab = text.indexOf('\t');
            path = tab < 0 ? text : text.substring(0, tab);
            if (text.endsWith("\r")) {
                throw PatchRefused.at(
                        diff.number(), "a header line ends in a carriage return; it must end in \\n alone.");
            }
        }
        String stripped = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
        if (stripped.isEmpty()) {
            throw PatchRefused.at(diff.number(), "the path is empty.");
        }
        diff.advance();
        return path.equals(NO_FILE) ? null : stripped;
    }
}
