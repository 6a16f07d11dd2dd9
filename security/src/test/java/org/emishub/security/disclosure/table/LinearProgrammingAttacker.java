package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emishub.mappings.codes.CodeList;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * A reader of several tables who knows linear programming; written apart from the code that it attacks.
 *
 * <p>Knows of every cell that it counts at least one child, which sums hold within a table, which cells of different tables count the same children, and which of those
 * did not change from one table to the next. Asks of each protected cell, and of each small change, what it is at least and at most.
 */
final class LinearProgrammingAttacker {
    private static final double MUCH = 100_000;

    /** What is known of one cell: {@code most} at least {@code MUCH} stands for no bound. */
    record Interval(String what, double least, double most, double truth, int width) {
        double size() {
            return most - least;
        }
    }

    private final Map<String, Integer> variables = new LinkedHashMap<>();
    private final Map<Integer, Double> truths = new HashMap<>();
    /** By what a cell counts, the variables it had so far. */
    private final Map<String, List<Integer>> states = new HashMap<>();

    private final List<Double> fixed = new ArrayList<>();
    private final List<Map<Integer, Double>> equations = new ArrayList<>();
    private final List<Map<Integer, Double>> questions = new ArrayList<>();
    private final List<Interval> asked = new ArrayList<>();

    LinearProgrammingAttacker(List<Release> tables) {
        tables.forEach(this::read);
        tables.forEach(this::addUp);
        for (int later = 1; later < tables.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                coarsened(tables.get(earlier), tables.get(later));
                coarsened(tables.get(later), tables.get(earlier));
            }
        }
    }

    /** One variable for what counts the same children and did not change since; a change from any table before is asked for when it is small. */
    private void read(Release table) {
        for (Release.Cell cell : table.cells()) {
            String meaning = meaning(table, cell.key());
            String state = meaning + " " + cell.count();
            Integer number = variables.get(state);
            if (number == null) {
                number = fixed.size();
                fixed.add(Double.NaN);
                variables.put(state, number);
                List<Integer> before = states.computeIfAbsent(meaning, k -> new ArrayList<>());
                for (int earlier : before) {
                    double change = cell.count() - truths.get(earlier);
                    if (Math.abs(change) < table.threshold()) {
                        questions.add(Map.of(number, 1.0, earlier, -1.0));
                        asked.add(new Interval("change to " + state, 0, 0, change, table.protection()));
                    }
                }
                truths.put(number, (double) cell.count());
                before.add(number);
            }
            // What a table with a lower threshold told before is no secret of this one.
            if (cell.width() > 0 && cell.suppressed() && fixed.get(number).isNaN()) {
                questions.add(Map.of(number, 1.0));
                asked.add(new Interval(state, 0, 0, cell.count(), cell.width()));
            }
            if (!cell.suppressed()) {
                fixed.set(number, (double) cell.count());
            }
        }
    }

    private int number(Release table, Release.Cell cell) {
        return variables.get(meaning(table, cell.key()) + " " + cell.count());
    }

    private static String meaning(Release table, List<String> key) {
        TreeSet<String> words = new TreeSet<>();
        for (int d = 0; d < key.size(); d++) {
            if (!key.get(d).equals("_T")) {
                Dimension dimension = table.dimensions().get(d);
                words.add(dimension.fields().getOrDefault(key.get(d), dimension.path()) + "=" + key.get(d));
            }
        }
        return words.toString();
    }

    private void addUp(Release table) {
        Map<List<String>, Release.Cell> byKey = new HashMap<>();
        table.cells().forEach(cell -> byKey.put(cell.key(), cell));
        for (int d = 0; d < table.dimensions().size(); d++) {
            Map<List<String>, List<Release.Cell>> parts = new HashMap<>();
            for (Release.Cell cell : table.cells()) {
                if (!cell.key().get(d).equals("_T")) {
                    List<String> total = new ArrayList<>(cell.key());
                    total.set(
                            d,
                            table.dimensions()
                                    .get(d)
                                    .coarser()
                                    .getOrDefault(cell.key().get(d), "_T"));
                    parts.computeIfAbsent(total, k -> new ArrayList<>()).add(cell);
                }
            }
            parts.forEach((total, of) -> equation(number(table, byKey.get(total)), of, table));
        }
    }

    private void equation(int total, List<Release.Cell> parts, Release table) {
        Map<Integer, Double> equation = new TreeMap<>();
        equation.put(total, -1.0);
        parts.forEach(part -> equation.merge(number(table, part), 1.0, Double::sum));
        equations.add(equation);
    }

    /** Sums of a table by grade are the cells of one by level. */
    private void coarsened(Release fine, Release coarse) {
        int f = grade(fine, "as is");
        int c = grade(coarse, "coarsened code");
        if (f < 0 || c < 0) {
            return;
        }
        Map<String, List<Release.Cell>> sums = new HashMap<>();
        for (Release.Cell cell : fine.cells()) {
            CodeList.standard("grade").coarser(cell.key().get(f)).ifPresent(level -> {
                List<String> key = new ArrayList<>(cell.key());
                key.set(f, level);
                sums.computeIfAbsent(meaning(fine, key), k -> new ArrayList<>()).add(cell);
            });
        }
        for (Release.Cell cell : coarse.cells()) {
            List<Release.Cell> parts = sums.getOrDefault(meaning(coarse, cell.key()), List.of());
            if (!parts.isEmpty()
                    && parts.stream().mapToLong(Release.Cell::count).sum() == cell.count()) {
                equation(number(coarse, cell), parts, fine);
            }
        }
    }

    private static int grade(Release table, String operation) {
        for (int d = 0; d < table.dimensions().size(); d++) {
            Dimension dimension = table.dimensions().get(d);
            if (dimension.path().equals("enrolment.grade")
                    && dimension.operation().equals(operation)) {
                return d;
            }
        }
        return -1;
    }

    /** What is found out about everything protected. */
    List<Interval> attack() {
        List<Interval> found = new ArrayList<>();
        for (int q = 0; q < questions.size(); q++) {
            Interval interval = asked.get(q);
            found.add(new Interval(
                    interval.what(),
                    extreme(questions.get(q), true, interval),
                    extreme(questions.get(q), false, interval),
                    interval.truth(),
                    interval.width()));
        }
        return found;
    }

    /** A model of its own for every question: what a solver fixed for one it would keep for the next. */
    private double extreme(Map<Integer, Double> question, boolean least, Interval interval) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        List<Optional<Variable>> unknowns = new ArrayList<>();
        for (int i = 0; i < fixed.size(); i++) {
            unknowns.add(
                    fixed.get(i).isNaN()
                            ? Optional.of(model.addVariable("x" + i).lower(1).upper(MUCH))
                            : Optional.empty());
        }
        int number = 0;
        for (Map<Integer, Double> equation : equations) {
            if (equation.keySet().stream()
                    .anyMatch(variable -> fixed.get(variable).isNaN())) {
                Expression row = model.addExpression("e" + number++).level(-constant(equation));
                equation.forEach(
                        (variable, weight) -> unknowns.get(variable).ifPresent(unknown -> row.set(unknown, weight)));
            }
        }
        Expression goal = model.addExpression("goal").weight(1);
        question.forEach((variable, weight) -> unknowns.get(variable).ifPresent(unknown -> goal.set(unknown, weight)));
        Optimisation.Result result = least ? model.minimise() : model.maximise();
        double value = constant(question)
                + (question.keySet().stream().anyMatch(v -> fixed.get(v).isNaN()) ? result.getValue() : 0);
        boolean possible = least ? value <= interval.truth() + 0.01 : value >= interval.truth() - 0.01;
        if (!result.getState().isFeasible() || !possible) {
            throw new IllegalStateException("the true tables are not among the possible ones: " + interval + value);
        }
        return value;
    }

    private double constant(Map<Integer, Double> terms) {
        double constant = 0;
        for (Map.Entry<Integer, Double> term : terms.entrySet()) {
            constant += fixed.get(term.getKey()).isNaN() ? 0 : fixed.get(term.getKey()) * term.getValue();
        }
        return constant;
    }
}
