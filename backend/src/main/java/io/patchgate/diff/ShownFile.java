package io.patchgate.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * One file of a diff that {@link UnifiedDiff} made, as data. It is the server's own text, so it is read with trust:
 * what does not read as such a diff is a defect and ends in an {@link IllegalArgumentException}. Lines are given
 * without their {@code \n}; an empty file has no blocks.
 *
 * @param blocks each of them lines that went and lines that came at the same place, in order
 */
public record ShownFile(String path, List<Block> blocks) {

    /**
     * @param before number of the first removed line, from 1; of the line that the addition stands before, where none is
     * @param after so too, on the other side
     */
    public record Block(int before, List<String> removed, int after, List<String> added) {}

    /** The files of a diff, in its order, but for those that are empty before and after; none of a missing diff. */
    public static List<ShownFile> read(String diff) {
        return diff == null ? List.of() : new Reader(diff).read();
    }

    /** The lines before the change, from those after it. */
    public List<String> before(List<String> after) {
        List<String> before = new ArrayList<>(after.size());
        int at = 0;
        for (Block block : blocks) {
            before.addAll(after.subList(at, block.after - 1));
            before.addAll(block.removed);
            at = block.after - 1 + block.added.size();
        }
        before.addAll(after.subList(at, after.size()));
        return before;
    }

    /** A content as lines, split after {@code \n} and nowhere else. */
    public static List<String> lines(String content) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = content.indexOf('\n'); end >= 0; end = content.indexOf('\n', from)) {
            lines.add(content.substring(from, end));
            from = end + 1;
        }
        if (from < content.length()) {
            lines.add(content.substring(from));
        }
        return lines;
    }

    private static final class Reader {
        private final List<String> lines;
        private int at;

        Reader(String diff) {
            lines = lines(diff);
        }

        List<ShownFile> read() {
            List<ShownFile> files = new ArrayList<>();
            while (at < lines.size()) {
                String path = header();
                if (path != null) {
                    files.add(new ShownFile(path, blocks()));
                }
            }
            return files;
        }

        /** Null where no hunk follows. */
        private String header() {
            String path = null;
            if (!lines.get(at).startsWith("diff --git ")) {
                throw new IllegalArgumentException("No file begins at line " + (at + 1) + " of the diff");
            }
            for (at++; at < lines.size() && !starts("@@ ") && !starts("diff --git "); at++) {
                if ((starts("--- ") || starts("+++ ")) && !lines.get(at).endsWith("/dev/null")) {
                    path = path(lines.get(at).substring(4));
                }
            }
            return path;
        }

        private static String path(String name) {
            String bare = name.endsWith("\t") ? name.substring(0, name.length() - 1) : name;
            String plain = bare.startsWith("\"") ? GitPath.unquoted(bare) : bare;
            return plain.substring(2);
        }

        private boolean starts(String prefix) {
            return lines.get(at).startsWith(prefix);
        }

        private List<Block> blocks() {
            List<Block> blocks = new ArrayList<>();
            while (at < lines.size() && starts("@@ ")) {
                hunk(blocks);
            }
            return blocks;
        }

        private void hunk(List<Block> blocks) {
            String[] ranges = lines.get(at++).split(" ", 4);
            int before = first(ranges[1]);
            int after = first(ranges[2]);
            int beforeEnd = before + count(ranges[1]);
            int afterEnd = after + count(ranges[2]);
            while (before < beforeEnd || after < afterEnd) {
                if (starts(" ")) {
                    before++;
                    after++;
                    at++;
                } else {
                    Block block = new Block(before, taken('-'), after, taken('+'));
                    if (block.removed.isEmpty() && block.added.isEmpty()) {
                        throw new IllegalArgumentException("No line of a hunk at line " + (at + 1) + " of the diff");
                    }
                    blocks.add(block);
                    before += block.removed.size();
                    after += block.added.size();
                }
                skipUnended();
            }
        }

        private List<String> taken(char sign) {
            List<String> taken = new ArrayList<>();
            while (at < lines.size()
                    && !lines.get(at).isEmpty()
                    && lines.get(at).charAt(0) == sign) {
                taken.add(lines.get(at++).substring(1));
                skipUnended();
            }
            return taken;
        }

        private void skipUnended() {
            if (at < lines.size() && starts("\\ ")) {
                at++;
            }
        }

        /** An empty range is named by the line before it. */
        private static int first(String range) {
            int comma = range.indexOf(',');
            int line = Integer.parseInt(range.substring(1, comma < 0 ? range.length() : comma));
            return count(range) == 0 ? line + 1 : line;
        }

        private static int count(String range) {
            int comma = range.indexOf(',');
            return comma < 0 ? 1 : Integer.parseInt(range.substring(comma + 1));
        }
    }
}
