package org.emishub.deployment.country;

import java.util.List;
import org.emishub.deployment.country.Dice.Topic;

/**
 * The run of indexes that the school-age children of one family have.
 *
 * <p>Indexes are cut into blocks and each block into families by its own throws, so that a child's family is known without making any other child.
 *
 * @param first index of the eldest
 * @param count from 1 to 5
 */
record Siblings(int first, int count) {
    private static final int BLOCK = 20;
    private static final List<Integer> SIZES = List.of(1, 1, 2, 2, 2, 3, 3, 4, 5);

    static Siblings of(long seed, int index) {
        int block = index / BLOCK;
        Dice dice = Dice.of(seed, Topic.FAMILIES, block);
        int first = block * BLOCK;
        int end = first + BLOCK;
        while (true) {
            int count = Math.min(dice.oneOf(SIZES), end - first);
            if (index < first + count) {
                return new Siblings(first, count);
            }
            first += count;
        }
    }
}
