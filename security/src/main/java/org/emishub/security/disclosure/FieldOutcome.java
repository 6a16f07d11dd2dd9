package org.emishub.security.disclosure;

/**
 * What an agreement did with one field, for the explanation.
 *
 * @param path catalogue path
 * @param result what happened
 * @param rule the line of the agreement that did it
 */
public record FieldOutcome(String path, Result result, String rule) {
    /** What can happen to a field. */
    public enum Result {
        DELIVERED,
        GENERALISED,
        WITHHELD,
        MISSING
    }
}
