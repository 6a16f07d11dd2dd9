package org.emishub.adapters.education.oneroster;

import java.util.Arrays;

/** A column of whole numbers by person number that grows as needed; a number never set is the default. */
final class Ints {
    private final int unset;
    private int[] values = new int[0];

    Ints(int unset) {
        this.unset = unset;
    }

    int get(int index) {
        return index < values.length ? values[index] : unset;
    }

    boolean has(int index) {
        return get(index) != unset;
    }

    void set(int index, int value) {
        if (index >= values.length) {
            int from = values.length;
            values = Arrays.copyOf(values, Math.max(index + 1, from + from / 2));
            Arrays.fill(values, from, values.length, unset);
        }
        values[index] = value;
    }
}
