package io.patchgate.diff;

import java.util.Arrays;

/**
 * Numbers values from zero in the order they are first seen, equal values alike. Open addressing over plain arrays, for
 * a HashMap's nodes and boxes would cost several times the text. Its time relies on the values' hash being hard to
 * predict; see {@link Line#hashCode()}.
 */
final class Interner<T> {
    /** Number plus one, or zero; at least twice as many as values, so that the probes stay short. */
    private int[] slots = new int[1 << 10];

    private int[] hashes = new int[1 << 9];
    private Object[] values = new Object[1 << 9];
    private int size;

    int number(T value) {
        int hash = value.hashCode();
        int slot = first(hash);
        while (slots[slot] != 0) {
            int known = slots[slot] - 1;
            if (hashes[known] == hash && values[known].equals(value)) {
                return known;
            }
            slot = slot + 1 & slots.length - 1;
        }
        hashes[size] = hash;
        values[size] = value;
        slots[slot] = ++size;
        if (size == values.length) {
            grow();
        }
        return size - 1;
    }

    int size() {
        return size;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        slots = new int[4 * size];
        for (int i = 0; i < size; i++) {
            int slot = first(hashes[i]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
    }

    /** A multiplier spreads the hashes of small integers and other regular values. */
    private int first(int hash) {
        return (hash * 0x9E3779B9 >>> 7) & slots.length - 1;
    }
}
