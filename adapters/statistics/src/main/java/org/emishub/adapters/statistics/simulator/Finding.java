package org.emishub.adapters.statistics.simulator;

/**
 * Something wrong with a message.
 *
 * @param line 1-based; 0 when the message as a whole is meant
 * @param component the column or dimension, empty when none is
 * @param code {@code [A-Z_]+}, stable
 */
record Finding(int line, String component, String code) {
    @Override
    public String toString() {
        return "line " + line + (component.isEmpty() ? "" : " column " + component) + " " + code;
    }
}
