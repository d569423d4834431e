package io.patchgate.diff;

import com.github.difflib.algorithm.DiffAlgorithmListener;
import java.util.Arrays;

/**
 * Finds which numbers of two sequences are not common to both, by Myers' divide and conquer ("An O(ND) Difference
 * Algorithm and Its Variations", 1986, section 4b): search from both corners of a box of the edit graph until the paths
 * meet, divide there, go on in both parts.
 *
 * <p>One search visits at most {@code allowance} diagonals' ends. When that is spent before the paths meet, the box is
 * divided at the end of the path that came furthest. The part behind that path is known to be cheap, the other shrinks
 * by at least as much as was searched, hence the work of all searches together stays within a small multiple of {@link
 * #BUDGET}, or of 64 steps an element where that is more, whatever the sequences hold.
 */
final class Bisection {
    /** The scale of the work in steps; some tenths of a second at worst. */
    static final int BUDGET = 1 << 24;

    private static final int UNREACHABLE = Integer.MIN_VALUE / 2;

    private final int[] a;
    private final int[] b;
    private final boolean[] removed;
    private final boolean[] inserted;
    private final DiffAlgorithmListener progress;
    private final long allowance;

    /** For each diagonal, how far along {@code a} the paths from the box's start and, mirrored, from its end reach. */
    private final int[] forward;

    private final int[] backward;
    private final int origin;

    private long steps;
    private int splitA;
    private int splitB;
    private boolean knownIsBehind;

    Bisection(int[] a, int[] b, DiffAlgorithmListener progress) {
        this.a = a;
        this.b = b;
        this.progress = progress;
        removed = new boolean[a.length];
        inserted = new boolean[b.length];
        int total = Math.addExact(a.length, b.length);
        long reach = Math.max(64, BUDGET / Math.max(1, total));
        allowance = reach * reach;
        origin = total / 2 + 3;
        forward = new int[2 * origin + 1];
        backward = new int[2 * origin + 1];
    }

    void run() {
        divide(0, a.length, 0, b.length);
    }

    boolean removed(int index) {
        return removed[index];
    }

    boolean inserted(int index) {
        return inserted[index];
    }

    /**
     * Recurs only into parts whose cost is known and within what one search affords, so that it halves from there on,
     * and loops over the other part: the stack stays a few dozen frames deep.
     */
    private void divide(int fromA, int toA, int fromB, int toB) {
        while (true) {
            while (fromA < toA && fromB < toB && a[fromA] == b[fromB]) {
                fromA++;
                fromB++;
                steps++;
            }
            while (fromA < toA && fromB < toB && a[toA - 1] == b[toB - 1]) {
                toA--;
                toB--;
                steps++;
            }
            if (fromA == toA || fromB == toB) {
                Arrays.fill(removed, fromA, toA, true);
                Arrays.fill(inserted, fromB, toB, true);
                return;
            }
            split(fromA, toA, fromB, toB);
            int midA = splitA;
            int midB = splitB;
            if (knownIsBehind) {
                divide(midA, toA, midB, toB);
                toA = midA;
                toB = midB;
            } else {
                divide(fromA, midA, fromB, midB);
                fromA = midA;
                fromB = midB;
            }
        }
    }

    /** Sets the point at which to divide the box, whose first elements differ and whose last elements differ. */
    private void split(int fromA, int toA, int fromB, int toB) {
        int width = toA - fromA;
        int height = toB - fromB;
        int delta = width - height;
        boolean odd = (delta & 1) != 0;
        long visited = 0;
        for (int d = 0; ; d++) {
            // Diagonals beyond the box's own are exhausted; leaving them out keeps narrow boxes cheap.
            int low = -d + 2 * Math.max(0, d - height);
            int high = d - 2 * Math.max(0, d - width);
            open(forward, d);
            for (int k = low; k <= high; k += 2) {
                int x = start(forward, k, d);
                int y = x - k;
                if (x < 0 || x > width || y > height) {
                    forward[origin + k] = UNREACHABLE;
                    continue;
                }
                int from = x;
                while (x < width && y < height && a[fromA + x] == b[fromB + y]) {
                    x++;
                    y++;
                }
                steps += x - from;
                forward[origin + k] = x;
                if (odd && Math.abs(delta - k) < d && x + backward[origin + delta - k] >= width) {
                    meet(fromA + x, fromB + y);
                    return;
                }
            }
            open(backward, d);
            for (int k = low; k <= high; k += 2) {
                int x = start(backward, k, d);
                int y = x - k;
                if (x < 0 || x > width || y > height) {
                    backward[origin + k] = UNREACHABLE;
                    continue;
                }
                int from = x;
                while (x < width && y < height && a[toA - 1 - x] == b[toB - 1 - y]) {
                    x++;
                    y++;
                }
                steps += x - from;
                backward[origin + k] = x;
                if (!odd && Math.abs(delta - k) <= d && x + forward[origin + delta - k] >= width) {
                    meet(toA - x, toB - y);
                    return;
                }
            }
            int diagonals = high - low + 2;
            steps += diagonals;
            visited += diagonals;
            if (visited > allowance) {
                giveUp(fromA, toA, fromB, toB, low, high);
                return;
            }
        }
    }

    /** Makes the slots just outside round {@code d} read as unreachable, since earlier boxes have used them. */
    private void open(int[] ends, int d) {
        ends[origin - d - 1] = UNREACHABLE;
        ends[origin + d + 1] = UNREACHABLE;
    }

    private int start(int[] ends, int k, int d) {
        return d == 0 ? 0 : Math.max(ends[origin + k - 1] + 1, ends[origin + k + 1]);
    }

    private void meet(int atA, int atB) {
        splitA = atA;
        splitB = atB;
        knownIsBehind = false;
        report();
    }

    private void giveUp(int fromA, int toA, int fromB, int toB, int low, int high) {
        int bestForward = low;
        int bestBackward = low;
        for (int k = low; k <= high; k += 2) {
            if (2L * forward[origin + k] - k > 2L * forward[origin + bestForward] - bestForward) {
                bestForward = k;
            }
            if (2L * backward[origin + k] - k > 2L * backward[origin + bestBackward] - bestBackward) {
                bestBackward = k;
            }
        }
        int ahead = forward[origin + bestForward];
        int behind = backward[origin + bestBackward];
        knownIsBehind = 2L * behind - bestBackward > 2L * ahead - bestForward;
        splitA = knownIsBehind ? toA - behind : fromA + ahead;
        splitB = knownIsBehind ? toB - (behind - bestBackward) : fromB + (ahead - bestForward);
        report();
    }

    private void report() {
        if (progress != null) {
            progress.diffStep((int) Math.min(steps, Integer.MAX_VALUE), BUDGET);
        }
    }
}
