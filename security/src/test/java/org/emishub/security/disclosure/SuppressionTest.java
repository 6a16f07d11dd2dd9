package org.emishub.security.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    /** A published table as anybody sees it, with what is behind the hidden cells for the check afterwards. */
    private record Published(List<List<String>> keys, long[] counts, boolean[] hidden) {
        static Published of(Map<List<String>, Long> inner, int threshold) {
            Map<List<String>, Long> all = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
            inner.forEach((key, count) -> {
                for (int subset = 0; subset < 1 << key.size(); subset++) {
                    List<String> total = new ArrayList<>(key);
                    for (int i = 0; i < key.size(); i++) {
                        if ((subset >> i & 1) == 1) {
                            total.set(i, TableDisclosure.TOTAL);
                        }
                    }
                    all.merge(List.copyOf(total), count, Long::sum);
                }
            });
            List<List<String>> keys = List.copyOf(all.keySet());
            long[] counts = keys.stream().mapToLong(all::get).toArray();
            return new Published(keys, counts, new Suppression(new Lines(keys), counts, threshold).hidden());
        }

        boolean isHidden(String... key) {
            return hidden[keys.indexOf(List.of(key))];
        }
    }

    private static Map<List<String>, Long> randomTable(long seed, int... sizes) {
        Random random = new Random(seed);
        int largest = 2 + random.nextInt(15);
        Map<List<String>, Long> inner = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        fill(new ArrayList<>(), sizes, random, largest, inner);
        return inner;
    }

    private static void fill(List<String> key, int[] sizes, Random random, int largest, Map<List<String>, Long> inner) {
        if (key.size() == sizes.length) {
            long count = random.nextInt(4) == 0 ? 0 : random.nextInt(largest);
            if (count > 0) {
                inner.put(List.copyOf(key), count);
            }
            return;
        }
        for (int i = 0; i < sizes[key.size()]; i++) {
            key.add("v" + i);
            fill(key, sizes, random, largest, inner);
            key.remove(key.size() - 1);
        }
    }

    @Property(tries = 300)
    void every_small_cell_is_hidden_and_no_line_has_only_one(@ForAll long seed) {
        Published table = Published.of(randomTable(seed, 4, 3, 3), 5);
        Lines lines = new Lines(table.keys());

        for (int cell = 0; cell < table.counts().length; cell++) {
            assertThat(table.counts()[cell] >= 5 || table.hidden()[cell]).isTrue();
        }
        for (int line = 0; line < lines.size(); line++) {
            int hidden = 0;
            for (int cell : lines.line(line)) {
                hidden += table.hidden()[cell] ? 1 : 0;
            }
            assertThat(hidden).isNotEqualTo(1);
        }
    }

    @Property(tries = 300)
    void an_attacker_with_bounds_finds_no_hidden_cell(@ForAll long seed) {
        Published flat = Published.of(randomTable(seed, 5, 4), 3);
        Published deep = Published.of(randomTable(seed, 3, 3, 3), 5);

        assertThat(BoundsAttacker.finds(flat.keys(), flat.counts(), flat.hidden()))
                .isEmpty();
        assertThat(BoundsAttacker.finds(deep.keys(), deep.counts(), deep.hidden()))
                .isEmpty();
    }

    @Property(tries = 200)
    void an_attacker_with_exact_algebra_finds_no_hidden_cell(@ForAll long seed) {
        Published flat = Published.of(randomTable(seed, 5, 4), 3);
        Published deep = Published.of(randomTable(seed, 3, 3, 3), 5);

        assertThat(ExactAttacker.finds(flat.keys(), flat.hidden())).isEmpty();
        assertThat(ExactAttacker.finds(deep.keys(), deep.hidden())).isEmpty();
    }

    @Property(tries = 200)
    void for_every_hidden_cell_another_table_would_look_the_same(@ForAll long seed) {
        Published table = Published.of(randomTable(seed, 3, 3), 3);

        assertThat(LookAlikes.missing(table.keys(), table.counts(), table.hidden()))
                .isEmpty();
    }

    @Test
    void hides_a_bridge_between_two_groups_of_hidden_cells() {
        // Two squares of hidden cells joined by one: every line has two or more hidden, and sums of lines still tell
        // the one.
        Map<List<String>, Long> inner = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        long[][] counts = {
            {2, 2, 50, 50},
            {2, 2, 2, 50},
            {50, 50, 2, 2},
            {50, 50, 2, 2}
        };
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                inner.put(List.of("r" + row, "c" + column), counts[row][column]);
            }
        }

        Published table = Published.of(inner, 5);

        assertThat(ExactAttacker.finds(table.keys(), table.hidden())).isEmpty();
        assertThat(table.isHidden("r1", "c2")).isTrue();
    }

    @Test
    void hides_nothing_where_nothing_is_small() {
        Published table = Published.of(Map.of(List.of("a"), 5L, List.of("b"), 9L), 5);

        assertThat(table.hidden()).containsOnly(false);
    }

    @Test
    void hides_the_total_too_when_one_group_alone_makes_it() {
        Published table = Published.of(Map.of(List.of("a", "x"), 3L, List.of("b", "x"), 40L), 5);

        assertThat(table.isHidden("a", "x")).isTrue();
        assertThat(table.isHidden("a", TableDisclosure.TOTAL)).isTrue();
        assertThat(table.isHidden("b", "x")).isTrue();
        assertThat(table.isHidden(TableDisclosure.TOTAL, TableDisclosure.TOTAL)).isFalse();
    }

    @Test
    void hides_more_when_two_hidden_cells_can_only_be_ones() {
        // The total of 2 may be shown at threshold 2, and 2 = 1 + 1 is the only way.
        Published table = Published.of(Map.of(List.of("a"), 1L, List.of("b"), 1L), 2);

        assertThat(table.hidden()).containsOnly(true);
    }

    @Test
    void takes_a_table_without_children() {
        assertThat(Published.of(Map.of(), 5).hidden()).isEmpty();
    }
}
