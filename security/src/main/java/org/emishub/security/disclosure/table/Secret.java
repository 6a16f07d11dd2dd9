package org.emishub.security.disclosure.table;

/**
 * What a reader of tables knows and what is kept from them; cells are numbered as in the relations.
 *
 * @param truth what each cell counts
 * @param low what anybody knows it to be at least: 1 of a cell that is there, nothing of a change between two tables
 * @param width how far apart the least and the most that a reader can work out must stay; 0 of a cell that needs no protection
 * @param mayHide whether it can still be hidden: it is of the table that is about to leave
 * @param cost what is lost when it is hidden
 * @param hidden whether readers are not told it; the one thing here that changes
 */
record Secret(
        Relations relations,
        Basis basis,
        double[] truth,
        double[] low,
        double[] width,
        boolean[] mayHide,
        double[] cost,
        boolean[] hidden) {
    /** Of a change: it may be any number. */
    static final double ANYTHING = Double.NEGATIVE_INFINITY;

    /** How far the cell can go down before anybody sees that it is wrong. */
    double room(int cell) {
        return truth[cell] - low[cell];
    }

    boolean canHide(int cell) {
        return !hidden[cell] && mayHide[cell];
    }

    boolean isProtected(int cell) {
        return hidden[cell] && width[cell] > 0;
    }

    int cells() {
        return truth.length;
    }
}
