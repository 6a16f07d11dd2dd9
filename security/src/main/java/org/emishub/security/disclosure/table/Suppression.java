package org.emishub.security.disclosure.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Shows as much of a table as nobody can work out a protected cell from.
 *
 * <p>Everything is hidden at first. Then one set of totals after the other is shown, the coarsest first; where that exposes a protected cell of any set, the cheapest
 * cells of this set that told of it are hidden again, and where too many would be, the whole set stays hidden: its dimensions are coarsened. So figures that many
 * use are never hidden for the sake of finer ones. At the end is shown what readers can work out anyhow.
 */
final class Suppression {
    private static final int MOST_ROUNDS = 40;
    private static final int FEW_ROUNDS = 4;
    private static final int MOST_ASKED = 30;
    private static final int MANY_CELLS = 400;

    private final Secret secret;
    private final Relations relations;
    private final int[] hiddenInLine;
    private final boolean[] must;
    private final int[] set;
    private boolean[] open = {};

    /**
     * @param secret its {@code hidden} is what must be hidden whatever else; more is added there
     * @param set by cell the set of totals it is of, numbered from the coarsest; -1 for a cell of another table
     */
    Suppression(Secret secret, int[] set) {
        this.secret = secret;
        this.relations = secret.relations();
        this.must = secret.hidden().clone();
        this.set = set;
        this.hiddenInLine = new int[relations.size()];
    }

    /** False when a protected cell is exposed though the whole table is hidden. */
    boolean protect() {
        boolean[] mayHide = secret.mayHide().clone();
        open = mayHide;
        for (int cell = 0; cell < must.length; cell++) {
            secret.hidden()[cell] |= mayHide[cell];
        }
        if (!new Attacker(secret).exposed().isEmpty()) {
            return false;
        }
        sets().values().forEach(this::showSet);
        System.arraycopy(mayHide, 0, secret.mayHide(), 0, mayHide.length);
        showTold();
        if (secret.cells() <= MANY_CELLS) {
            showAgain();
        }
        return true;
    }

    private Map<Integer, List<Integer>> sets() {
        Map<Integer, List<Integer>> sets = new TreeMap<>();
        for (int cell = 0; cell < set.length; cell++) {
            if (open[cell]) {
                sets.computeIfAbsent(set[cell], k -> new ArrayList<>()).add(cell);
            }
        }
        return sets;
    }

    private void showSet(List<Integer> cells) {
        boolean[] before = secret.hidden().clone();
        Arrays.fill(secret.mayHide(), false);
        int free = 0;
        for (int cell : cells) {
            secret.mayHide()[cell] = true;
            secret.hidden()[cell] = must[cell];
            free += must[cell] ? 0 : 1;
        }
        if (free == 0 || !repair(cells, free)) {
            System.arraycopy(before, 0, secret.hidden(), 0, before.length);
        }
    }

    private boolean repair(List<Integer> cells, int free) {
        for (int round = 0; round < (secret.cells() <= MANY_CELLS ? MOST_ROUNDS : FEW_ROUNDS); round++) {
            recount();
            mend();
            Attacker attacker = new Attacker(secret);
            BitSet exposed = attacker.exposed();
            if (exposed.isEmpty()) {
                return true;
            }
            long left = cells.stream().filter(cell -> !secret.hidden()[cell]).count();
            if (left * 10 < free || !hideFor(exposed, attacker, 1 + cells.size() / 20)) {
                return false;
            }
        }
        return false;
    }

    private void recount() {
        for (int line = 0; line < hiddenInLine.length; line++) {
            hiddenInLine[line] = 0;
            for (int cell : relations.line(line)) {
                hiddenInLine[line] += secret.hidden()[cell] ? 1 : 0;
            }
        }
    }

    /** In every sum a protected cell needs others that can give way to it. */
    private void mend() {
        Deque<Integer> queue = new ArrayDeque<>();
        IntStream.range(0, relations.size()).forEach(queue::add);
        while (!queue.isEmpty()) {
            int line = queue.remove();
            if (tells(line)) {
                int cell = cheapest(line);
                if (cell >= 0) {
                    hide(cell);
                    for (int other : relations.of(cell)) {
                        queue.add(other);
                    }
                }
            }
        }
    }

    private boolean tells(int line) {
        if (hiddenInLine[line] == 0) {
            return false;
        }
        int[] cells = relations.line(line);
        double room = 0;
        double width = 0;
        for (int i = 1; i < cells.length; i++) {
            if (secret.hidden()[cells[i]]) {
                room += secret.room(cells[i]);
                width = Math.max(width, secret.width()[cells[i]]);
            }
        }
        if (secret.hidden()[cells[0]]) {
            return hiddenInLine[line] == 1 && secret.width()[cells[0]] > 0;
        }
        // The width of each hidden part in this sum alone: its own room downwards, the others' upwards; none for one
        // alone.
        return width > 0 && (hiddenInLine[line] == 1 || room < width - Attacker.TOLERANCE);
    }

    private void hide(int cell) {
        secret.hidden()[cell] = true;
        for (int line : relations.of(cell)) {
            hiddenInLine[line]++;
        }
    }

    private void show(int cell) {
        secret.hidden()[cell] = false;
        for (int line : relations.of(cell)) {
            hiddenInLine[line]--;
        }
    }

    /** -1 when nothing of the line can be hidden; of the others one that loses little and leaves few lines to be mended. */
    private int cheapest(int line) {
        int best = -1;
        for (int cell : relations.line(line)) {
            if (secret.canHide(cell) && (best < 0 || costs(cell) < costs(best))) {
                best = cell;
            }
        }
        return best;
    }

    private double costs(int cell) {
        int alone = 0;
        for (int line : relations.of(cell)) {
            alone += hiddenInLine[line] == 0 ? 1 : 0;
        }
        return (alone + 1) * secret.cost()[cell];
    }

    /** Hides the few cells that told of most; what is told of many cells is often one and the same. */
    private boolean hideFor(BitSet exposed, Attacker attacker, int most) {
        Map<Integer, Integer> votes = new TreeMap<>();
        int every = Math.max(1, exposed.cardinality() / MOST_ASKED);
        int number = 0;
        for (int cell = exposed.nextSetBit(0); cell >= 0; cell = exposed.nextSetBit(cell + 1)) {
            if (number++ % every == 0) {
                int remedy = attacker.remedy(cell);
                votes.merge(remedy < 0 ? nearest(cell) : remedy, 1, Integer::sum);
            }
        }
        votes.remove(-1);
        votes.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(most)
                .forEach(vote -> hide(vote.getKey()));
        return !votes.isEmpty();
    }

    /** The cheapest cell that can be hidden on the nearest lines that have one, going from line to line over hidden cells; -1 when there is none. */
    private int nearest(int start) {
        BitSet seen = new BitSet();
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(start);
        seen.set(start);
        while (!queue.isEmpty()) {
            int cell = queue.remove();
            int best = -1;
            for (int line : relations.of(cell)) {
                int shown = cheapest(line);
                best = shown >= 0 && (best < 0 || costs(shown) < costs(best)) ? shown : best;
            }
            if (best >= 0) {
                return best;
            }
            for (int line : relations.of(cell)) {
                for (int other : relations.line(line)) {
                    if (secret.hidden()[other] && !seen.get(other)) {
                        seen.set(other);
                        queue.add(other);
                    }
                }
            }
        }
        return -1;
    }

    /** A cell that alone is hidden in a sum is no secret; where it needs no protection it may as well be shown. */
    private void showTold() {
        recount();
        Deque<Integer> queue = new ArrayDeque<>();
        IntStream.range(0, relations.size()).forEach(queue::add);
        while (!queue.isEmpty()) {
            int line = queue.remove();
            if (hiddenInLine[line] == 1) {
                int cell = IntStream.of(relations.line(line))
                        .filter(c -> secret.hidden()[c])
                        .findFirst()
                        .orElseThrow();
                if (open[cell] && !must[cell]) {
                    show(cell);
                    for (int other : relations.of(cell)) {
                        queue.add(other);
                    }
                }
            }
        }
    }

    private void showAgain() {
        List<Integer> again = IntStream.range(0, secret.cells())
                .filter(cell -> open[cell] && secret.hidden()[cell] && !must[cell])
                .boxed()
                .sorted(Comparator.comparingDouble(cell -> -secret.cost()[cell]))
                .toList();
        for (int cell : again) {
            if (secret.hidden()[cell]) {
                show(cell);
                if (isSafe(cell)) {
                    showTold();
                } else {
                    hide(cell);
                }
            }
        }
    }

    private boolean isSafe(int cell) {
        for (int line : relations.of(cell)) {
            if (tells(line)) {
                return false;
            }
        }
        return new Attacker(secret).exposed().isEmpty();
    }
}
