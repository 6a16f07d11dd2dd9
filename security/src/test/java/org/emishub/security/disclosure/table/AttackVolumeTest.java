package org.emishub.security.disclosure.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.TableRule;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An attacker with linear programming against random hierarchical and linked tables and successive releases. */
@Tag("volume")
class AttackVolumeTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final double TOLERANCE = 0.02;
    private static final int TABLES = 100 * Integer.getInteger("emishub.volume", 1);

    private int tables;
    private int refused;
    private long cells;
    private long hidden;
    private double children;
    private double childrenHidden;
    private long secondary;
    private long guarded;
    private long narrowed;
    private double narrowest = Double.POSITIVE_INFINITY;

    /** Three tables: a level that only the first and the third show changed less between them than to the second, which shows its grades. */
    private static final long COMPARED_PAST_THE_SECOND = 1110;

    @Test
    void no_protected_cell_is_narrowed_below_its_protection_interval() {
        attack(releases(COMPARED_PAST_THE_SECOND));
        for (long seed = 1; tables < TABLES; seed++) {
            attack(releases(seed));
        }

        System.out.printf(
                "privacy: tables attacked by linear programming: %d tables, %d protected cells and changes, %d secondary suppressions, "
                        + "%d narrowed, narrowest interval %.2f, information loss %.1f %% of cells and %.1f %% of counts, %d releases refused%n",
                tables,
                guarded,
                secondary,
                narrowed,
                narrowest,
                100.0 * hidden / cells,
                100 * childrenHidden / children,
                refused);
        assertThat(narrowed).isZero();
    }

    /** The attacker must be worth his name: he finds what is only left out where it is small. */
    @Test
    void the_attacker_finds_cells_where_nothing_is_hidden_but_the_small_ones() {
        for (long seed = 1; seed <= 30; seed++) {
            RandomTables country = new RandomTables(seed);
            attack(List.of(withoutComplementarySuppression(country)));
        }

        System.out.printf(
                "privacy: the same attack on tables without complementary suppression: %d protected cells, %d narrowed%n",
                guarded, narrowed);
        assertThat(narrowed).isGreaterThan(guarded / 4);
    }

    private static Release withoutComplementarySuppression(RandomTables country) {
        Agreement agreement = country.agreement();
        TableRule rule = agreement.table().orElseThrow();
        Counted counted = new Counting(agreement, rule).count(country.records());
        List<Release.Cell> cells = IntStream.range(0, counted.counts().length)
                .mapToObj(i -> new Release.Cell(
                        counted.keys().get(i), counted.counts()[i], counted.widths()[i] > 0, counted.widths()[i]))
                .toList();
        return new Release(
                agreement.id(),
                "education/emis",
                "x",
                DAY,
                rule.threshold(),
                rule.protection(),
                counted.dimensions(),
                cells);
    }

    private List<Release> releases(long seed) {
        Random random = new Random(seed);
        RandomTables country = new RandomTables(seed);
        List<Release> before = new ArrayList<>();
        Agreement agreement = country.agreement();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            Outcome<TableDisclosure> outcome = TableDisclosure.of(country.records(), agreement, DAY, before);
            if (outcome instanceof Outcome.Ok<TableDisclosure> ok) {
                before.add(ok.value().release());
                count(ok.value().release());
            } else {
                refused++;
            }
            if (random.nextBoolean()) {
                country.live();
            }
            agreement = random.nextBoolean() ? agreement : country.agreement();
        }
        return before;
    }

    private void count(Release release) {
        tables++;
        for (Release.Cell cell : release.cells()) {
            cells++;
            children += cell.count();
            hidden += cell.suppressed() ? 1 : 0;
            childrenHidden += cell.suppressed() ? cell.count() : 0;
            secondary += cell.suppressed() && cell.width() == 0 ? 1 : 0;
        }
    }

    private void attack(List<Release> releases) {
        for (LinearProgrammingAttacker.Interval found : new LinearProgrammingAttacker(releases).attack()) {
            guarded++;
            narrowest = Math.min(narrowest, found.size());
            if (found.size() < found.width() - TOLERANCE) {
                narrowed++;
            }
        }
    }
}
