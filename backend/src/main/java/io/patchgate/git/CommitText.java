package io.patchgate.git;

import io.patchgate.patch.WorkspacePath;
import java.util.List;
import java.util.UUID;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * The message of a commit. What an agent wrote stands in quoted lines that begin with {@code "> "},
 * in one piece without line breaks of its own, and never in the last paragraph, which holds the
 * trailers: no program takes a line of it for a trailer, a divider or a comment.
 *
 * @param reviewedBy who approved it, or took it back
 * @param ledgerEntry the sequence of the approval in the ledger
 */
public record CommitText(
        UUID requestId,
        List<WorkspacePath> paths,
        String verb,
        String submittedBy,
        String component,
        String reasoning,
        List<String> reviewedBy,
        long ledgerEntry) {
    private static final String REQUEST = "Patch-Request";
    private static final String REVERTS = "This reverts ";
    private static final int SUBJECT = 72;
    private static final int WIDTH = 70;
    private static final int EXCERPT = 700;

    public String applied() {
        return subject() + "\n\nAn agent proposed this patch. In its own words:\n\n"
                + quoted("component " + component + ", by " + submittedBy + ": " + reasoning)
                + "\n\n" + trailers();
    }

    /** @param commit that is reverted, null when the request was applied without one */
    public String reverted(String commit) {
        return cut("Revert \"" + subject(), SUBJECT - 1) + "\"\n\n"
                + REVERTS
                + (commit == null ? "a patch that was applied without a commit." : "commit " + commit + ".")
                + "\n\n" + trailers();
    }

    private String subject() {
        String first = oneLine(paths.get(0).value());
        String more = paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more";
        String begin = verb + " ";
        int room = SUBJECT - begin.length() - more.length();
        // The end of a path tells more than its beginning.
        int over = first.codePointCount(0, first.length()) - room;
        String shown = over > 0 ? "…" + first.substring(first.offsetByCodePoints(0, over + 1)) : first;
        return begin + shown + more;
    }

    private String trailers() {
        StringBuilder block = new StringBuilder(REQUEST + ": " + requestId + "\n");
        reviewedBy.forEach(
                name -> block.append("Reviewed-by: ").append(oneLine(name)).append('\n'));
        return block.append("Ledger-Entry: ").append(ledgerEntry).append('\n').toString();
    }

    private static String quoted(String text) {
        StringBuilder lines = new StringBuilder(">");
        int column = 1;
        for (String word : cut(oneLine(text), EXCERPT).split(" ")) {
            int length = word.codePointCount(0, word.length());
            if (column > 1 && column + 1 + length > WIDTH) {
                lines.append("\n>");
                column = 1;
            }
            lines.append(' ').append(word);
            column += 1 + length;
        }
        return lines.toString();
    }

    private static String cut(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
    }

    /** Without line breaks of any kind, control characters, and what changes the direction of text or hides. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(8 * EXCERPT).forEach(c -> {
            int type = Character.getType(c);
            boolean space = Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE;
            if (!space) {
                line.appendCodePoint(c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().strip();
    }

    static boolean names(RevCommit commit, UUID requestId) {
        return commit.getFooterLines(REQUEST).contains(requestId.toString());
    }

    static boolean reverts(RevCommit commit) {
        return commit.getFullMessage().lines().anyMatch(line -> line.startsWith(REVERTS));
    }
}
