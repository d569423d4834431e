package io.patchgate.diff;

/** Git's own header lines, {@code diff --git} and what follows it, up to {@code ---}. */
record GitHeader(String path, boolean creates, boolean deletes, boolean executable) {
    static final GitHeader NONE = new GitHeader(null, false, false, false);

    static GitHeader read(DiffCursor diff) throws PatchRefused {
        String path = path(diff);
        diff.advance();
        String created = null;
        String deleted = null;
        boolean indexed = false;
        for (; !diff.atEnd() && !diff.startsWith("--- "); diff.advance()) {
            if (diff.startsWith("new file mode ") && created == null && deleted == null) {
                created = mode(diff, "new file mode ");
            } else if (diff.startsWith("deleted file mode ") && created == null && deleted == null) {
                deleted = mode(diff, "deleted file mode ");
            } else if (diff.startsWith("index ") && !indexed) {
                indexed = true;
                index(diff);
            } else {
                throw PatchRefused.at(diff.number(), expected(diff, "'--- ' and the file's path"));
            }
        }
        return new GitHeader(
                path, created != null, deleted != null, "100755".equals(created) || "100755".equals(deleted));
    }

    /** The sentence for a line that is not the one expected, with the reason where the line is a known one. */
    static String expected(DiffCursor diff, String what) {
        if (diff.atEnd()) {
            return "the diff ends where " + what + " is expected.";
        }
        if (diff.startsWith("old mode ") || diff.startsWith("new mode ")) {
            return "a diff may not change a file's mode.";
        }
        if (diff.startsWith("rename ") || diff.startsWith("similarity ") || diff.startsWith("dissimilarity ")) {
            return "renames are not accepted; delete the old file and create the new one.";
        }
        if (diff.startsWith("copy ")) {
            return "copies are not accepted; create the new file with its whole content.";
        }
        if (diff.startsWith("Binary files ") || diff.startsWith("GIT binary patch")) {
            return "binary changes are not accepted, only text.";
        }
        return what + " is expected here.";
    }

    private static String mode(DiffCursor diff, String start) throws PatchRefused {
        String mode = diff.text().substring(start.length());
        requireFile(mode, diff);
        return mode;
    }

    private static void requireFile(String mode, DiffCursor diff) throws PatchRefused {
        if (!mode.equals("100644") && !mode.equals("100755")) {
            throw PatchRefused.at(diff.number(), "only plain files, mode 100644 or 100755, are accepted.");
        }
    }

    /** {@code index <hex>..<hex>[ <mode>]}. The hashes are not held against the file: the hunks are. */
    private static void index(DiffCursor diff) throws PatchRefused {
        String text = diff.text().substring("index ".length());
        int dots = text.indexOf("..");
        int space = text.indexOf(' ');
        int end = space < 0 ? text.length() : space;
        if (dots < 0 || dots > end || !hex(text, 0, dots) || !hex(text, dots + 2, end)) {
            throw PatchRefused.at(diff.number(), "the index line is not two hashes with '..' between.");
        }
        if (space >= 0) {
            requireFile(text.substring(space + 1), diff);
        }
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return to > from && to - from <= 64;
    }

    /**
     * The one path of {@code diff --git a/path b/path}. Names with spaces are not quoted here, but with renames refused
     * both must be alike, so the line divides in its middle.
     */
    private static String path(DiffCursor diff) throws PatchRefused {
        String names = diff.text().substring("diff --git ".length());
        int end = names.startsWith("\"") ? GitPath.quotedEnd(names) : names.length() / 2;
        if (end > 0 && end < names.length() && names.charAt(end) == ' ') {
            String first = name(names.substring(0, end));
            String second = name(names.substring(end + 1));
            if (first != null && second != null) {
                boolean prefixed = first.startsWith("a/") && second.startsWith("b/");
                String path = prefixed ? first.substring(2) : first;
                if (!path.isEmpty() && path.equals(prefixed ? second.substring(2) : second)) {
                    return path;
                }
            }
        }
        throw PatchRefused.at(diff.number(), "the line must name one and the same path twice, after a/ and after b/.");
    }

    private static String name(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        return GitPath.quotedEnd(text) == text.length() ? GitPath.unquoted(text) : null;
    }
}
