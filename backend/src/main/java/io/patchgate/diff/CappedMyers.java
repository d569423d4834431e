package io.patchgate.diff;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmI;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Myers' difference algorithm in linear space, with bounded work, behind the library's interface.
 *
 * <p>The script is always correct. It is minimal while the work stays under the cap, which it does for any two lists
 * of together 4,000 elements, and for longer ones as long as what differs is a small part; over the cap it may
 * take more deletions and insertions than needed. Memory is a few ints an element, and where more than {@value #LARGEST}
 * elements are left between the common ends, all of those are one change. The changes come in ascending order
 * and never touch each other. The listener, where given, hears the steps done so far, which is the algorithm's own
 * measure of its work.
 *
 * <p>Lists need fast random access. Elements need {@code equals} and {@code hashCode}, and where strangers choose them,
 * a hash they cannot predict.
 */
final class CappedMyers<T> implements DiffAlgorithmI<T> {
    static final int LARGEST = 1 << 23;

    @Override
    public List<Change> computeDiff(
            List<? extends T> source, List<? extends T> target, DiffAlgorithmListener progress) {
        if (progress != null) {
            progress.diffStart();
        }
        int shorter = Math.min(source.size(), target.size());
        int prefix = 0;
        while (prefix < shorter && source.get(prefix).equals(target.get(prefix))) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix
                && source.get(source.size() - 1 - suffix).equals(target.get(target.size() - 1 - suffix))) {
            suffix++;
        }
        List<? extends T> before = source.subList(prefix, source.size() - suffix);
        List<? extends T> after = target.subList(prefix, target.size() - suffix);
        boolean[] removed = new boolean[before.size()];
        boolean[] inserted = new boolean[after.size()];
        if ((long) before.size() + after.size() > LARGEST) {
            Arrays.fill(removed, true);
            Arrays.fill(inserted, true);
        } else {
            mark(before, after, removed, inserted, progress);
        }
        if (progress != null) {
            progress.diffEnd();
        }
        return changes(removed, inserted, prefix);
    }

    private void mark(
            List<? extends T> before,
            List<? extends T> after,
            boolean[] removed,
            boolean[] inserted,
            DiffAlgorithmListener progress) {
        var interner = new Interner<T>();
        int[] a = numbers(before, interner);
        int known = interner.size();
        int[] b = numbers(after, interner);

        // What only one side has is in no common subsequence: it is marked here and the search never sees it.
        // This keeps the script minimal and makes unlike files cheap.
        boolean[] common = new boolean[known];
        for (int number : b) {
            if (number < known) {
                common[number] = true;
            }
        }
        int[] keptA = kept(a, common, removed);
        int[] keptB = kept(b, common, inserted);

        var bisection = new Bisection(pick(a, keptA), pick(b, keptB), progress);
        bisection.run();
        for (int i = 0; i < keptA.length; i++) {
            removed[keptA[i]] = bisection.removed(i);
        }
        for (int i = 0; i < keptB.length; i++) {
            inserted[keptB[i]] = bisection.inserted(i);
        }
    }

    private static <T> int[] numbers(List<? extends T> elements, Interner<T> interner) {
        int[] numbers = new int[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = interner.number(elements.get(i));
        }
        return numbers;
    }

    private static int[] kept(int[] numbers, boolean[] common, boolean[] changed) {
        int[] kept = new int[numbers.length];
        int size = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < common.length && common[numbers[i]]) {
                kept[size++] = i;
            } else {
                changed[i] = true;
            }
        }
        return Arrays.copyOf(kept, size);
    }

    private static int[] pick(int[] numbers, int[] indices) {
        int[] picked = new int[indices.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = numbers[indices[i]];
        }
        return picked;
    }

    private static List<Change> changes(boolean[] removed, boolean[] inserted, int offset) {
        var changes = new ArrayList<Change>();
        int a = 0;
        int b = 0;
        while (a < removed.length || b < inserted.length) {
            int fromA = a;
            int fromB = b;
            while (a < removed.length && removed[a]) {
                a++;
            }
            while (b < inserted.length && inserted[b]) {
                b++;
            }
            if (a > fromA || b > fromB) {
                changes.add(change(fromA + offset, a + offset, fromB + offset, b + offset));
            }
            // Either both sides are at their end, or this pair of elements is common.
            a++;
            b++;
        }
        return changes;
    }

    static Change change(int fromA, int toA, int fromB, int toB) {
        DeltaType type = fromA == toA ? DeltaType.INSERT : fromB == toB ? DeltaType.DELETE : DeltaType.CHANGE;
        return new Change(type, fromA, toA, fromB, toB);
    }
}
