package io.patchgate.generation.authoring;

import java.util.HashMap;
import java.util.Map;

/**
 * How much two diffs do the same, from 0 to 1: the lines that both add or take away, of all that either does. Spaces
 * and the place in the file do not count, so that the same change made a little further down is the same change.
 */
final class Similarity {
    /** From here on a patch is one that has been refused before. */
    static final double SAME = 0.85;

    private Similarity() {}

    static double of(String diff, String other) {
        Map<String, Integer> left = changes(diff);
        Map<String, Integer> right = changes(other);
        int both = 0;
        int either = 0;
        for (Map.Entry<String, Integer> line : left.entrySet()) {
            int there = right.getOrDefault(line.getKey(), 0);
            both += Math.min(line.getValue(), there);
            either += Math.max(line.getValue(), there);
        }
        for (Map.Entry<String, Integer> line : right.entrySet()) {
            either += left.containsKey(line.getKey()) ? 0 : line.getValue();
        }
        return either == 0 ? 0 : (double) both / either;
    }

    /** What each hunk adds and takes away, without spaces. */
    private static Map<String, Integer> changes(String diff) {
        Map<String, Integer> changes = new HashMap<>();
        boolean inHunk = false;
        for (String line : diff.split("\n")) {
            if (line.startsWith("diff --git ") || line.startsWith("--- ") && !inHunk) {
                inHunk = false;
            } else if (line.startsWith("@@")) {
                inHunk = true;
            } else if (inHunk && (line.startsWith("+") || line.startsWith("-"))) {
                String plain = line.replaceAll("\\s+", "");
                if (plain.length() > 1) {
                    changes.merge(plain, 1, Integer::sum);
                }
            }
        }
        return changes;
    }
}
